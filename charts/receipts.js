// A receipt: what a number means, how it was computed, and the rows behind it with
// file, sheet and line. Everything stands in the page already.
var tongbaoReceipts = (function () {
	'use strict';
	const mostRows = 300;
	const byId = (id) => document.getElementById(id);

	// For the marks of a chart: the list behind it and which of its rows, given the
	// mark's row by heading.
	const marks = {
		forecast: (row) => [row['指标'] === '供地率' ? 'batch' : 'idle'],
		rate: () => ['batch', 'idle'],
		ranking: () => ['batch', 'idle'],
		rank_history: () => ['batch', 'idle'],
		heat: () => ['batch', 'idle'],
		stock_flow: () => ['change'],
		disposal_way: (row) => ['change', (r) => r['事项'] === row['处置方式'] || r['事项'] === '闲置处置：' + row['处置方式']],
		week: () => ['change', (r) => r['事项'] === '供应'],
		stuck: (row) => ['parcel', (r) => r['阶段'] === row['阶段'] && r['原因'] === row['原因']],
		idle_age: (row) => ['idle', (r) => r['闲置原因'] === row['原因'] && r['状态'] !== '已处置' && r['状态'] !== '认定已撤销'],
		flow: () => ['batch'],
		approval_year: (row) => ['batch', (r) => r['批准日期'].startsWith(row['批准年度'])],
	};

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

	function show(title, body) {
		byId('receipt-title').textContent = title;
		byId('receipt-body').replaceChildren(...body);
		byId('receipt').showModal();
	}

	return function (data, rows, state, labelOf) {
		const [tracks, words, numbers, stops, cuts] = ['track', 'word', 'receipt', 'stop', 'cut'].map(rows);
		const indicator = (name, unit, quarter) => {
			const number = numbers.find((r) => r.indicator === name && r.unit === unit && r.quarter === quarter);
			return number && Object.assign({}, words.find((w) => w.indicator === name), number);
		};

		// note says how many rows follow and, where the page holds only some, of how many.
		function note(caption, listed, name, unit, all) {
			const cut = all && cuts.find((c) => c.list === name && c.unit === unit);
			return caption + '：列出' + listed + '行' +
				(cut && cut.cut === 'true' ? '；台账共' + cut.total_text + '行，本页只带面积大的，其余见附表和数据文件' : '') +
				(state.quarter() !== data.quarter ? '。各行是本期截止日的情况；所选季度的数按同一台账在当时的截止日重算' : '') + '。';
		}

		// evidence copies the rows of a list that belong to a unit and pass keep.
		function evidence(name, unit, keep) {
			const source = document.querySelector('#list-' + name + ' table');
			const box = document.createElement('div');
			const words = box.appendChild(document.createElement('p'));
			if (!source) {
				words.textContent = '没有对应的行。';
				return box;
			}
			const heads = tongbaoTables.heads(source);
			const column = heads.findIndex((h) => tongbaoTables.units.includes(h));
			const named = (r) => Object.fromEntries(tongbaoTables.texts(r).map((c, i) => [heads[i], c]));
			const list = [...source.tBodies[0].rows].filter((r) => (unit === data.district || column < 0 || r.cells[column].textContent === unit) && (!keep || keep(named(r))));
			words.textContent = note(source.caption.textContent, Math.min(list.length, mostRows), name, unit, !keep);
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
			for (const r of list.slice(0, mostRows)) body.appendChild(r.cloneNode(true)).hidden = false;
			return box;
		}

		// The kinds of numbers that a button opens. Each shows its receipt.
		function ofIndicator(found, unit) {
			show(found.title, [facts([['数值', found.value_text], ['范围', unit + '　' + labelOf(found.quarter)], ['定义', found.definition], ['算法', found.how],
				['分子', [found.numerator_text, found.top].filter(Boolean).join('　')], ['分母', [found.denominator_text, found.bottom].filter(Boolean).join('　')]]),
			evidence(found.list, unit)]);
		}
		function ofTrack(kind, track, text) {
			const names = {schedule: '序时进度', gap: '距目标差额', need: '每季度还需', forecast: '到期预计'};
			const base = indicator(track.part === 'supply' ? 'supply_rate' : 'idle_disposal_rate', track.unit, track.quarter);
			show(track.title + names[kind], [facts([['数值', text], ['范围', track.unit + '　' + track.label], ['算法', track[kind + '_how']], [track.title, track.rate_text],
				['分子', base && base.numerator_text + '　' + base.top], ['分母', base && base.denominator_text + '　' + base.bottom]]),
			...(base ? [evidence(base.list, track.unit)] : [])]);
		}
		function ofStop(what, unit) {
			const row = stops.find((r) => r.unit === unit && r.what === what);
			show(what, [facts([['宗数', row && row.count_text + '宗'], ['面积', row && row.area_text + '公顷（' + row.mu_text + '亩）'], ['范围', unit]]),
				evidence('due', unit, (r) => r['卡点'].split('；').includes(what))]);
		}

		function ofButton(button) {
			const unit = state.unit() || data.district;
			const kind = button.dataset.receipt;
			const card = button.closest('[data-part]');
			const found = indicator(kind, unit, state.quarter());
			const track = card && tracks.find((r) => r.unit === unit && r.quarter === state.quarter() && r.part === card.dataset.part);
			if (found) ofIndicator(found, unit);
			else if (kind === 'stop') ofStop(button.closest('.tile').dataset.what, unit);
			else if (kind === 'list') show(button.dataset.name, [facts([['数值', button.textContent]]), evidence(button.dataset.list, data.district, button.dataset.list === 'finding' && ((r) => r['级别'] !== '退回'))]);
			else if (kind === 'score') show(button.dataset.name, [facts([['数值', button.textContent], ['算法', button.dataset.how]]), evidence('batch', button.dataset.unit), evidence('idle', button.dataset.unit)]);
			else if (track) ofTrack(kind, track, button.textContent);
		}
		document.addEventListener('click', (e) => {
			const button = e.target instanceof Element && e.target.closest('button[data-receipt]');
			if (button) ofButton(button);
		});

		return {
			// ofMark opens what stands behind a mark of a chart: its row of the chart's
			// table, the chart's own words, and the ledger rows.
			ofMark(id, heads, cells) {
				const row = Object.fromEntries(cells.map((c, i) => [heads[i], c]));
				const unit = heads.map((h, i) => (tongbaoTables.units.includes(h) ? cells[i] : '')).find(Boolean) || state.unit() || data.district;
				const [first, second] = marks[id](row);
				const lists = typeof second === 'string' ? [evidence(first, unit), evidence(second, unit)] : [evidence(first, unit, second)];
				show(byId('chart-' + id).querySelector('h3').textContent, [facts(cells.map((c, i) => [heads[i], c])), ...lists]);
			},
		};
	};
})();
