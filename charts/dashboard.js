// The page itself: what is chosen and kept in the address, the cards, the wall,
// and whether the page is still fresh.
(async function () {
	'use strict';
	const root = document.documentElement;
	const byId = (id) => document.getElementById(id);
	// Fresh: the page carries the day the next edition is due, and says so itself
	// once that day has passed. A page in a folder v1, v2 … has been replaced, one in drafts is
	// not signed yet: the files are the same, so their place says it.
	function fresh() {
		const now = new Date();
		const day = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, '0'), String(now.getDate()).padStart(2, '0')].join('-');
		byId('stale').hidden = !(byId('stale').dataset.due && day > byId('stale').dataset.due);
		byId('drafted').hidden = !/\/drafts\/[^/]+\/[^/]*$/.test(location.pathname);
		byId('replaced').hidden = !/\/v\d+\/[^/]*$/.test(location.pathname);
	}
	fresh(); // before anything that could fail
	setInterval(fresh, 3600000);

	if (!tongbaoUnpack.able) {
		byId('unable').hidden = false;
		return;
	}
	const data = await tongbaoUnpack.data('data');
	root.classList.add('js');
	const rows = (name) => {
		const {columns, rows: list} = data.tables[name];
		return list.map((r) => Object.fromEntries(r.map((word, i) => [columns[i], word < 0 ? '' : data.words[word]])));
	};
	const [tracks, stops] = ['track', 'stop'].map(rows);
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
		byId('past').textContent = '已选' + labelOf(state.quarter()) + '：两率、排名、存量变动按该季度，名次已发布的用发布时的，其余按本期台账重算；标有“本期”的部分不随季度变动。';
		for (const note of document.querySelectorAll('.held')) {
			note.hidden = state.quarter() === data.quarter;
			note.textContent = '本期（' + labelOf(data.quarter) + '）的情况，不随所选季度变动。';
		}
		for (const card of document.querySelectorAll('.track, .why')) {
			const row = tracks.find((r) => r.unit === unit && r.quarter === state.quarter() && r.part === card.dataset.part);
			if (!row) continue;
			for (const place of card.querySelectorAll('[data-field]')) {
				place.textContent = row[place.dataset.field];
				if (place.matches('button')) place.hidden = row[place.dataset.field] === '';
				if (!place.dataset.state) continue;
				place.classList.remove('true', 'false');
				if (row[place.dataset.state]) place.classList.add(row[place.dataset.state]);
			}
			for (const line of card.querySelectorAll('dl > div')) line.hidden = line.querySelector('dd').textContent.trim() === ''; // no task: nothing to say
			if (!card.querySelector('.bar')) continue;
			card.querySelector('.bar').setAttribute('width', row.rate || '0');
			for (const [name, at] of [['.target', row.target], ['.schedule', row.schedule]]) {
				const mark = card.querySelector(name);
				mark.setAttribute('visibility', at === '' ? 'hidden' : 'visible');
				for (const x of ['x1', 'x2']) mark.setAttribute(x, at || '0');
			}
		}
		then();
		for (const tile of document.querySelectorAll('.tile[data-what]')) {
			const row = stops.find((r) => r.unit === unit && r.what === tile.dataset.what);
			if (row) for (const place of tile.querySelectorAll('[data-stop]')) place.textContent = row[place.dataset.stop];
		}
	}

	// then shows who was first and last in a quarter that is past, and its ranking.
	const ranking = tongbaoTables.body(document.querySelector('#ranking-table table'));
	const leads = document.querySelector('#q-lead .leads');
	const nowLeads = leads ? [...leads.children] : [];
	let shown;
	function then() {
		const past = data.past[state.quarter()];
		if (past === shown) return;
		shown = past;
		ranking(past ? past.ranking.map((r) => r.map((word) => data.words[word])) : null);
		if (!leads) return;
		if (!past) return leads.replaceChildren(...nowLeads);
		const card = (place, words, unit, score) => {
			const article = document.createElement('article');
			article.className = 'panel lead ' + place;
			article.appendChild(document.createElement('h3')).textContent = words;
			const who = article.appendChild(document.createElement('p'));
			who.className = 'figure';
			who.appendChild(document.createElement('strong')).textContent = unit;
			article.appendChild(document.createElement('p')).textContent = labelOf(state.quarter());
			article.appendChild(document.createElement('p')).textContent = score;
			return article;
		};
		const cards = (place, words, held) => (held.units || []).map((unit, i) => card(place, words, unit, held.scores[i]));
		leads.replaceChildren(...cards('first', '首位', past.first), ...cards('last', '末位', past.last));
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
	window.addEventListener('hashchange', read);
	window.addEventListener('resize', layout);
	state.listen(fill);
	state.listen(layout);
	tongbaoTables.start(state);
	for (const id of ['disposal_way', 'week', 'stuck', 'idle_age', 'flow', 'approval_year']) {
		const figure = byId('chart-' + id);
		const note = figure && figure.insertBefore(document.createElement('p'), figure.querySelector('.live'));
		if (note) [note.className, note.hidden] = ['none held', true];
	}
	read();
	layout();
	const receipts = tongbaoReceipts(data, rows, state, labelOf);
	tongbaoCells(state, receipts.ofCell);
	tongbaoLive(data, theme, state, receipts.ofMark);
	const canvas = byId('map-canvas');
	if (canvas) tongbaoMap(canvas, await tongbaoUnpack.data('parcels'), theme, state);
})();
