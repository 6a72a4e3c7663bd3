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

	// How the numbers of a chart come about.
	const ways = {
		forecast: '实际的是该季度末的数；预计的按近四季度的平均增幅推算，最慢、最快按其中增幅最小、最大的一季推算',
		rate: '面积之和相除，不是各单位比率的平均；序时进度按月从起点匀速推到目标',
		heat: '面积之和相除，不是各单位比率的平均',
		stock_flow: '批而未供：期初＋新增－供应－核销－调整使用＝期末；闲置土地：期初＋新增－处置－认定撤销＝期末',
		disposal_way: '本季：日期在本季内的各笔相加；累计：起点以来的各笔相加',
		week: '按签订日期归入季度的第几周，占本季供地面积的比例',
		stuck: '批次和单位的未供面积，按其地块的阶段和原因分开；地块解释不了的另列',
		idle_age: '未处置的面积和宗数，闲置时间从约定动工日（没有的从认定日）算到截止日',
		flow: '批准面积＝核销调整＋未供＋已供；已供的按合同签订先后归入动工、竣工',
		approval_year: '该年批准的批次：已供面积 ÷ 应供面积',
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
		if (!byId('receipt').open) byId('receipt').showModal();
		byId('receipt').scrollTop = 0;
	}

	return function (data, rows, state, labelOf) {
		const [tracks, words, numbers, stops, cuts] = ['track', 'word', 'receipt', 'stop', 'cut'].map(rows);
		const indicator = (name, unit, quarter) => {
			const number = numbers.find((r) => r.indicator === name && r.unit === unit && r.quarter === quarter);
			return number && Object.assign({}, words.find((w) => w.indicator === name), number);
		};

		// note says how many rows follow and, where the page holds only some, of how many.
		function note(caption, listed, name, unit, all, quarter) {
			const cut = all && cuts.find((c) => c.list === name && c.unit === unit);
			return caption + '：列出' + listed + '行' +
				(cut && cut.cut === 'true' ? '；台账共' + cut.total_text + '行，本页只带面积大的，其余见附表和数据文件' : '') +
				(quarter !== data.quarter ? '。各行是本期截止日的情况；所选季度的数按同一台账在当时的截止日重算' : '') + '。';
		}

		// evidence copies the rows of a list that belong to a unit and pass keep.
		function evidence(name, unit, keep, quarter = state.quarter()) {
			const source = document.querySelector('#list-' + name + ' table');
			const box = document.createElement('div');
			const words = box.appendChild(document.createElement('p'));
			if (!source) {
				words.textContent = '没有对应的行。';
				return box;
			}
			if (name === 'change' && quarter !== data.quarter) {
				words.textContent = '本页只带本期的逐笔变化；' + labelOf(quarter) + '的逐笔见当季的看板和附表。';
				return box;
			}
			const heads = tongbaoTables.heads(source);
			const column = heads.findIndex((h) => tongbaoTables.units.includes(h));
			const named = (r) => Object.fromEntries(tongbaoTables.texts(r).map((c, i) => [heads[i], c]));
			const list = [...source.tBodies[0].rows].filter((r) => (unit === data.district || column < 0 || r.cells[column].textContent === unit) && (!keep || keep(named(r))));
			words.textContent = note(source.caption.textContent, Math.min(list.length, mostRows), name, unit, !keep, quarter);
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
				for (const button of copy.querySelectorAll('button')) button.replaceWith(button.textContent);
			}
			return box;
		}

		// The kinds of numbers that a button opens. Each shows its receipt.
		function ofIndicator(found, unit) {
			show(found.title, [facts([['数值', found.value_text], ['范围', unit + '　' + labelOf(found.quarter)], ['定义', found.definition], ['算法', found.how],
				['分子', [found.numerator_text, found.top].filter(Boolean).join('　')], ['分母', [found.denominator_text, found.bottom].filter(Boolean).join('　')]]),
			evidence(found.list, unit, undefined, found.quarter)]);
		}
		const how = () => (document.querySelector('[data-receipt=score]') || {dataset: {}}).dataset.how;
		// ofStanding opens a number of the ranking: what R11 makes of both rates.
		function ofStanding(head, text, unit, quarter) {
			const part = (name) => indicator(name, unit, quarter);
			const value = (name) => (part(name) ? part(name).value_text : '');
			const parts = [['供地率', value('supply_rate')], ['闲置土地处置率', value('idle_disposal_rate')]];
			const left = [['未供面积', value('unsupplied_ha')], ['闲置土地期末存量', value('idle_closing')]];
			const ranked = '按综合得分排：' + how() + '。';
			const kinds = [
				['处置', '本季供应、核销、调整使用的面积，加本季处置的闲置土地面积', [['其中批而未供', value('disposed_ha')]], ['change']],
				['剩余', '未供面积＋闲置土地期末存量', left, ['batch', 'idle']],
				['较上期', '上期名次与本期名次之差。' + ranked, parts, ['batch', 'idle']],
				['连续靠后', '已发布的各期中，到本期为止连续排在后面的期数。' + ranked, parts, ['batch', 'idle']],
				['综合得分', how(), parts, ['batch', 'idle']],
				['', ranked, parts, ['batch', 'idle']],
			];
			const [, words, more, lists] = kinds.find(([key]) => head.includes(key));
			show(unit + head, [facts([['数值', text], ['范围', unit + '　' + labelOf(quarter)], ['算法', words], ...more]), ...lists.map((l) => evidence(l, unit, undefined, quarter))]);
		}
		// ofGoal opens the schedule or the target that a rate is held against.
		function ofGoal(head, text, unit, quarter) {
			const part = head.startsWith('供地率') ? 'supply' : 'idle';
			const track = tracks.find((r) => r.unit === unit && r.quarter === quarter && r.part === part);
			const goal = head.endsWith('目标');
			show(unit + head, [facts([['数值', text], ['范围', unit + '　' + labelOf(quarter)], ['算法', goal ? '文件规定的目标，不由台账算出' : track && track.schedule_how]]),
				...(goal ? [] : [evidence(part === 'supply' ? 'batch' : 'idle', unit, undefined, quarter)])]);
		}
		// Tables of figures that are no chart's: what a row of theirs rests on.
		const lists = {
			'consequence-table': (row) => show(row['单位'] + row['措施'], [facts(Object.entries(row)), evidence('due', row['单位'])]),
			'list-rule': (row) => show(row['规则'] + '　' + row['说明'], [facts(Object.entries(row)), ...['finding', 'refused'].map((l) => evidence(l, data.district, (r) => r['规则'] === row['规则']))]),
			'list-changed': (row) => show(row['指标'], [facts([...Object.entries(row), ['算法', '原公布：当时那一期的数；现数据：同一截止日按本期台账重算；差额＝现数据－原公布']]),
				evidence('batch', row['单位'], (r) => row['涉及批次或地块'].includes(r['批次']))]),
			'list-sheet': (row) => show(row['文件'] + '　' + row['表'], [facts([...Object.entries(row), ['算法', '读入行＝计入行＋退回行＋不计行']]),
				evidence('refused', data.district, (r) => r['文件'] === row['文件'] && r['表'] === row['表'])]),
			'list-receipt': (row) => ofIndicator(indicator(words.find((w) => w.title === row['指标']).indicator, data.district, data.quarter), data.district),
		};
		const standing = ['ranking-table', 'chart-ranking', 'chart-rank_history'];
		// ofRow opens a chart's row: its cells, the way they were computed, the ledger rows.
		function ofRow(id, heads, cells) {
			const row = Object.fromEntries(cells.map((c, i) => [heads[i], c]));
			const unit = heads.map((h, i) => (tongbaoTables.units.includes(h) ? cells[i] : '')).find(Boolean) || state.unit() || data.district;
			const [first, second] = marks[id](row);
			const behind = typeof second === 'string' ? [evidence(first, unit), evidence(second, unit)] : [evidence(first, unit, second)];
			show(byId('chart-' + id).querySelector('h3').textContent, [facts([...cells.map((c, i) => [heads[i], c]), ['算法', ways[id] || how()]]), ...behind]);
		}
		function ofTrack(kind, track, text) {
			const names = {schedule: '序时进度', gap: '距目标差额', need: '每季度还需', forecast: '到期预计', change: '较上季度'};
			const base = indicator(track.part === 'supply' ? 'supply_rate' : 'idle_disposal_rate', track.unit, track.quarter);
			show(track.title + names[kind], [facts([['数值', text], ['范围', track.unit + '　' + track.label], [kind === 'change' ? '原因' : '', track.why_sentence], ['算法', track[kind + '_how']], [track.title, track.rate_text],
				['分子', base && base.numerator_text + '　' + base.top], ['分母', base && base.denominator_text + '　' + base.bottom]]),
			...(base ? [evidence(kind === 'change' ? 'change' : base.list, track.unit)] : [])]);
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
			// ofMark opens what stands behind a mark of a chart.
			ofMark: ofRow,
			// ofCell opens what stands behind a number of a table.
			ofCell(place, head, heads, cells) {
				const row = Object.fromEntries(cells.map((c, i) => [heads[i], c]));
				if (lists[place]) return lists[place](row);
				const quarter = [...byId('pick-quarter').options].filter((o) => o.textContent === row['季度']).map((o) => o.value)[0] || state.quarter();
				const unit = row['单位'];
				const rate = {'供地率': 'supply_rate', '闲置土地处置率': 'idle_disposal_rate'}[head];
				const found = rate && unit && indicator(rate, unit, quarter);
				if (found) return ofIndicator(found, unit);
				if (standing.includes(place)) return ofStanding(head, row[head], unit, quarter);
				if (place === 'chart-rate') return ofGoal(head, row[head], unit, quarter);
				ofRow(place.replace('chart-', ''), heads, cells);
			},
		};
	};
})();
