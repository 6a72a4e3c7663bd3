// The page itself: what is chosen and kept in the address, the cards, the
// receipts of numbers, the wall, and whether the page is still fresh.
(function () {
	'use strict';
	const root = document.documentElement;
	root.classList.add('js');
	const byId = (id) => document.getElementById(id);
	const data = JSON.parse(byId('data').textContent);
	const rows = (name) => {
		const {columns, rows: list} = data.tables[name];
		return list.map((r) => Object.fromEntries(r.map((cell, i) => [columns[i], cell])));
	};
	const [tracks, words, numbers, stops, cuts] = ['track', 'word', 'receipt', 'stop', 'cut'].map(rows);
	const indicator = (name, unit, quarter) => {
		const number = numbers.find((r) => r.indicator === name && r.unit === unit && r.quarter === quarter);
		return number && Object.assign({}, words.find((w) => w.indicator === name), number);
	};
	const labelOf = (quarter) => [...byId('pick-quarter').options].find((o) => o.value === quarter).textContent;

	// What is chosen lives in the fragment of the address: #unit=…&quarter=…
	const chosen = new Map();
	const listeners = [];
	const state = {
		get: (key) => chosen.get(key) || '',
		unit: () => state.get('unit'),
		quarter: () => state.get('quarter') || data.quarter,
		listen: (act) => listeners.push(act),
		set(key, value) {
			const params = new URLSearchParams(location.hash.slice(1));
			if (value) params.set(key, value);
			else params.delete(key);
			location.replace('#' + params.toString());
			read();
		},
	};
	let seen = null;
	function read() {
		if (seen === location.hash) return;
		seen = location.hash;
		const params = new URLSearchParams(seen.slice(1));
		const allowed = (key, values) => (values.includes(params.get(key)) ? params.get(key) : '');
		const options = (id) => [...byId(id).options].map((o) => o.value);
		chosen.set('unit', allowed('unit', options('pick-unit').filter((u) => u !== data.district)));
		chosen.set('quarter', allowed('quarter', options('pick-quarter')));
		chosen.set('theme', allowed('theme', ['light', 'dark', 'high']));
		chosen.set('view', allowed('view', ['desk', 'wall']));
		byId('pick-unit').value = state.unit() || data.district;
		byId('pick-quarter').value = state.quarter();
		byId('pick-theme').value = state.get('theme');
		root.dataset.theme = state.get('theme');
		for (const act of listeners) act();
	}

	// The theme: as the system says unless chosen; 0 light, 1 dark, 2 high contrast.
	const darkQuery = window.matchMedia('(prefers-color-scheme: dark)');
	const highQuery = window.matchMedia('(prefers-contrast: more)');
	const theme = {
		mode() {
			const named = {light: 0, dark: 1, high: 2}[state.get('theme')];
			return named !== undefined ? named : highQuery.matches ? 2 : darkQuery.matches ? 1 : 0;
		},
		listen(act) {
			for (const query of [darkQuery, highQuery]) query.addEventListener('change', act);
			listeners.push(act);
		},
	};

	// Cards: every word is a cell of the mart.
	function fill() {
		const unit = state.unit() || data.district;
		byId('past').hidden = state.quarter() === data.quarter;
		byId('past').textContent = '已选' + labelOf(state.quarter()) + '：两率的卡片和依据按该季度；排名、变化、卡点、地块和核查仍是本期（' + labelOf(data.quarter) + '）。';
		for (const card of document.querySelectorAll('.track')) {
			const row = tracks.find((r) => r.unit === unit && r.quarter === state.quarter() && r.part === card.dataset.part);
			if (!row) continue;
			for (const place of card.querySelectorAll('[data-field]')) {
				place.textContent = row[place.dataset.field];
				if (place.matches('button')) place.hidden = row[place.dataset.field] === '';
				if (!place.dataset.state) continue;
				place.classList.remove('true', 'false');
				if (row[place.dataset.state]) place.classList.add(row[place.dataset.state]);
			}
			card.querySelector('.bar').setAttribute('width', row.rate || '0');
			for (const [name, at] of [['.target', row.target], ['.schedule', row.schedule]]) {
				const mark = card.querySelector(name);
				mark.setAttribute('visibility', at === '' ? 'hidden' : 'visible');
				for (const x of ['x1', 'x2']) mark.setAttribute(x, at || '0');
			}
		}
		for (const tile of document.querySelectorAll('.tile[data-what]')) {
			const row = stops.find((r) => r.unit === unit && r.what === tile.dataset.what);
			if (row) for (const place of tile.querySelectorAll('[data-stop]')) place.textContent = row[place.dataset.stop];
		}
	}

	// A receipt: what a number means, how it was computed, from which rows.
	function facts(list) {
		const dl = document.createElement('dl');
		for (const [name, text] of list) {
			if (!text) continue;
			const row = dl.appendChild(document.createElement('div'));
			row.appendChild(document.createElement('dt')).textContent = name;
			row.appendChild(document.createElement('dd')).textContent = text;
		}
		return dl;
	}

	const mostRows = 300;
	// evidence copies the rows of a list that belong to a unit.
	function evidence(name, unit, keep) {
		const source = document.querySelector('#list-' + name + ' table');
		const box = document.createElement('div');
		const note = box.appendChild(document.createElement('p'));
		if (!source) {
			note.textContent = '没有对应的行。';
			return box;
		}
		const heads = tongbaoTables.heads(source);
		const column = heads.findIndex((h) => tongbaoTables.units.includes(h));
		const list = [...source.tBodies[0].rows].filter((r) => (unit === data.district || r.cells[column].textContent === unit) && (!keep || keep(tongbaoTables.texts(r), heads)));
		const cut = cuts.find((c) => c.list === name && c.unit === unit);
		note.textContent = source.caption.textContent + '：列出' + Math.min(list.length, mostRows) + '行' +
			(cut && cut.cut === 'true' ? '；台账共' + cut.total_text + '行，本页只带面积大的，其余见附表和数据文件' : '') +
			(state.quarter() !== data.quarter ? '。各行是本期截止日的情况；所选季度的数按同一台账在当时的截止日重算' : '') + '。';
		const scroll = box.appendChild(document.createElement('div'));
		scroll.className = 'scroll wide';
		scroll.tabIndex = 0;
		const table = scroll.appendChild(document.createElement('table'));
		const head = table.createTHead().insertRow();
		for (const h of heads) {
			const th = head.appendChild(document.createElement('th'));
			th.scope = 'col';
			th.textContent = h;
		}
		const body = table.createTBody();
		for (const r of list.slice(0, mostRows)) {
			const copy = body.appendChild(r.cloneNode(true));
			copy.hidden = false;
		}
		return box;
	}

	function receipt(button) {
		const unit = state.unit() || data.district;
		const kind = button.dataset.receipt;
		const card = button.closest('[data-part]');
		const track = card && tracks.find((r) => r.unit === unit && r.quarter === state.quarter() && r.part === card.dataset.part);
		const found = indicator(kind, unit, state.quarter());
		const where = unit + '　' + labelOf(state.quarter());
		let title = '';
		const body = [];
		if (found) {
			title = found.title;
			body.push(facts([['数值', found.value_text], ['范围', where], ['定义', found.definition], ['算法', found.how],
				['分子', [found.numerator_text, found.top].filter(Boolean).join('　')], ['分母', [found.denominator_text, found.bottom].filter(Boolean).join('　')]]));
			body.push(evidence(found.list, unit));
		} else if (kind === 'stop') {
			const what = button.closest('.tile').dataset.what;
			const row = stops.find((r) => r.unit === unit && r.what === what);
			title = what;
			body.push(facts([['宗数', row ? row.count_text + '宗' : ''], ['面积', row ? row.area_text + '公顷（' + row.mu_text + '亩）' : ''], ['范围', unit]]));
			body.push(evidence('due', unit, (cells, heads) => cells[heads.indexOf('卡点')].split('；').includes(what)));
		} else if (kind === 'score') {
			title = button.dataset.name;
			body.push(facts([['数值', button.textContent], ['算法', button.dataset.how]]));
		} else if (track) {
			const names = {schedule: '序时进度', gap: '距目标差额', need: '每季度还需', forecast: '到期预计'};
			const base = indicator(track.part === 'supply' ? 'supply_rate' : 'idle_disposal_rate', unit, state.quarter());
			title = track.title + names[kind];
			body.push(facts([['数值', button.textContent], ['范围', where], ['算法', track[kind + '_how']], [track.title, track.rate_text],
				['分子', base && base.numerator_text + '　' + base.top], ['分母', base && base.denominator_text + '　' + base.bottom]]));
			if (base) body.push(evidence(base.list, unit));
		}
		byId('receipt-title').textContent = title;
		byId('receipt-body').replaceChildren(...body);
		byId('receipt').showModal();
	}

	// The wall: one page at a time, turned by itself; nothing on it needs a hand.
	const turnEvery = 20000;
	const wall = {at: 0, paused: false};
	const pages = [...document.querySelectorAll('[data-page]')];
	function turn(step) {
		wall.at = (wall.at + step + pages.length) % pages.length;
		pages.forEach((p, i) => p.classList.toggle('on', i === wall.at));
		byId('wall-title').textContent = pages[wall.at].dataset.page + '　' + (wall.at + 1) + '/' + pages.length + (wall.paused ? '　已暂停' : '');
		window.dispatchEvent(new Event('resize'));
	}
	const onWall = () => state.get('view') === 'wall' || (state.get('view') === '' && window.innerWidth >= 2560);
	function layout() {
		const now = onWall();
		if (root.classList.contains('wall') === now) return;
		root.classList.toggle('wall', now);
		byId('wallbar').hidden = !now;
		if (now) turn(0);
		else pages.forEach((p) => p.classList.remove('on'));
	}
	setInterval(() => root.classList.contains('wall') && !wall.paused && turn(1), turnEvery);
	document.addEventListener('keydown', (e) => {
		if (!root.classList.contains('wall') || byId('receipt').open || (e.target instanceof Element && e.target.matches('select, input, canvas'))) return;
		const acts = {
			ArrowRight: () => turn(1), ArrowLeft: () => turn(-1), Escape: () => state.set('view', 'desk'),
			' ': () => {
				wall.paused = !wall.paused;
				turn(0);
			},
		};
		if (!Object.hasOwn(acts, e.key)) return;
		e.preventDefault();
		acts[e.key]();
	});

	// Fresh: the page carries the day the next edition is due, and says so itself
	// once that day has passed. A page in a folder v1, v2 … has been replaced.
	function fresh() {
		const now = new Date();
		const day = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, '0'), String(now.getDate()).padStart(2, '0')].join('-');
		byId('stale').hidden = !(byId('stale').dataset.due && day > byId('stale').dataset.due);
		byId('replaced').hidden = !/\/v\d+\/[^/]*$/.test(location.pathname);
	}

	byId('pick-unit').addEventListener('change', (e) => state.set('unit', e.target.value === data.district ? '' : e.target.value));
	byId('pick-quarter').addEventListener('change', (e) => state.set('quarter', e.target.value === data.quarter ? '' : e.target.value));
	byId('pick-theme').addEventListener('change', (e) => state.set('theme', e.target.value));
	byId('tools').addEventListener('submit', (e) => e.preventDefault());
	byId('to-wall').addEventListener('click', () => state.set('view', 'wall'));
	byId('to-print').addEventListener('click', () => window.print());
	document.querySelector('nav').addEventListener('click', (e) => {
		const link = e.target.closest('a');
		if (!link) return;
		e.preventDefault(); // the fragment is for what is chosen
		const section = document.querySelector(link.getAttribute('href'));
		section.scrollIntoView();
		section.focus({preventScroll: true});
	});
	document.addEventListener('click', (e) => {
		const button = e.target.closest('button[data-receipt]');
		if (button) receipt(button);
	});
	window.addEventListener('hashchange', read);
	window.addEventListener('resize', layout);
	state.listen(fill);
	state.listen(layout);
	tongbaoTables.start(state);
	read();
	layout();
	fresh();
	setInterval(fresh, 3600000);
	tongbaoLive(data, theme, state);
	const canvas = byId('map-canvas');
	if (canvas) tongbaoMap(canvas, JSON.parse(byId('parcels').textContent), theme, state);
})();
