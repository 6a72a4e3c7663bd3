// The live charts: options come from the page's data, words of tooltips from the
// table behind each chart, colours from the chosen theme.
var tongbaoLive = (function () {
	'use strict';

	// Keys of an option that hold a colour, and keys that hold a length in px; the
	// numbers under type are the dashes of a line.
	const colours = new Set(['color', 'borderColor', 'textBorderColor', 'backgroundColor']);
	const lengths = new Set(['fontSize', 'lineHeight', 'symbolSize', 'itemWidth', 'itemHeight', 'itemGap', 'nameGap', 'margin', 'nodeWidth', 'nodeGap',
		'distance', 'borderWidth', 'textBorderWidth', 'left', 'right', 'top', 'bottom', 'width', 'height', 'padding', 'type', 'gapWidth']);

	// adapt copies an option for a screen: larger by scale, in the theme's inks.
	// Only the keys above are touched, so words from the ledgers never change.
	function adapt(node, key, scale, inkOf) {
		if (Array.isArray(node)) return node.map((n) => adapt(n, key, scale, inkOf));
		if (node !== null && typeof node === 'object') {
			const copy = {};
			for (const k of Object.keys(node)) copy[k] = adapt(node[k], k, scale, inkOf);
			return copy;
		}
		if (colours.has(key) && inkOf.has(node)) return inkOf.get(node);
		if (lengths.has(key)) {
			if (typeof node === 'number') return node * scale;
			if (typeof node === 'string' && /^\d+$/.test(node)) return Number(node) * scale;
		}
		return node;
	}

	function line(name, text) {
		const row = document.createElement('div');
		row.appendChild(document.createElement('dt')).textContent = name;
		row.appendChild(document.createElement('dd')).textContent = text;
		return row;
	}

	// rowOf is the line of the table that a mark stands for, -1 for none.
	function rowOf(chart, series, index, item) {
		if (item && Number.isInteger(item.row)) return item.row;
		const rows = chart.rows && chart.rows[chart.series[series]];
		return rows && rows[index] !== undefined ? rows[index] : -1;
	}

	// Formatters by name: options name one, they never bring code. They return
	// nodes, not markup, so a name from a ledger can only ever be text.
	const formatters = {
		// row shows the line of the table behind the chart that a mark stands for.
		row: (chart, table) => (params) => {
			const first = Array.isArray(params) ? params[0] : params;
			const row = rowOf(chart, first.seriesIndex, first.dataIndex, first.data);
			if (row < 0) return '';
			const heads = tongbaoTables.heads(table);
			const cells = table.tBodies[0].querySelector('tr[data-row="' + row + '"]').cells;
			const box = document.createElement('div');
			box.className = 'tip';
			box.appendChild(document.createElement('strong')).textContent = cells[0].textContent;
			const list = box.appendChild(document.createElement('dl'));
			for (let i = 1; i < cells.length; i++) list.appendChild(line(heads[i], cells[i].textContent));
			return box;
		},
	};

	// fade lets the marks of other units step back. Tables that name no unit stay.
	function fade(option, chart, table, unit) {
		const column = [...table.tHead.rows[0].cells].findIndex((c) => c.textContent === '单位' || c.textContent === '责任单位');
		if (unit === '' || column < 0) return;
		option.series.forEach((series, n) => {
			if (!Array.isArray(series.data)) return;
			let others = 0;
			series.data = series.data.map((item, i) => {
				const row = rowOf(chart, n, i, item);
				const line = row < 0 ? null : table.tBodies[0].querySelector('tr[data-row="' + row + '"]');
				if (!line || line.cells[column].textContent === unit) return item;
				others++;
				const whole = item !== null && typeof item === 'object' && !Array.isArray(item) ? item : {value: item};
				const label = whole.label ? {label: Object.assign({}, whole.label, {opacity: 0.45})} : {};
				return Object.assign({}, whole, {itemStyle: Object.assign({}, whole.itemStyle, {opacity: 0.3})}, label);
			});
			if (series.type === 'line' && others === series.data.length) series.lineStyle = Object.assign({}, series.lineStyle, {opacity: 0.25});
		});
	}

	// show draws one chart and keeps it in step with its place, the theme and the unit.
	function show(own, data, theme, state, open) {
		const inks = data.inks;
		let chart = own;
		const figure = document.getElementById('chart-' + own.id);
		const element = figure.querySelector('.live');
		const table = figure.querySelector('table');
		[...table.tBodies[0].rows].forEach((r, i) => (r.dataset.row = String(i)));
		const fill = tongbaoTables.body(table);
		const words = element.getAttribute('aria-label');
		let live = null;
		let drawn = '';
		// follow takes the chosen quarter's own drawing, table and words, of the charts
		// that have one.
		function follow() {
			const past = data.past[state.quarter()];
			const then = past && past.charts.find((c) => c.id === own.id);
			if ((then || own) === chart) return;
			chart = then || own;
			fill(then ? past.cells[own.id].map((r) => r.map((word) => data.words[word])) : null);
			element.setAttribute('aria-label', then ? past.words[own.id] : words);
			figure.classList.toggle('then', Boolean(then)); // the still picture is of now: print shows the live one
			figure.querySelector('.words').textContent = then ? past.words[own.id] : words;
		}
		// A wall shows one chart at a time, as large as the place allows.
		function place() {
			const root = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
			const width = element.clientWidth;
			if (!document.documentElement.classList.contains('wall')) {
				const layout = width / root < 500 ? 1 : 0;
				return {layout, scale: root, height: chart.heights[layout] * root, width};
			}
			const room = window.innerHeight - element.getBoundingClientRect().top - 2 * root * 16;
			return {layout: 0, scale: Math.max(root * 0.6, Math.min(width / 660, room / chart.heights[0])), height: room, width};
		}
		function paint() {
			follow();
			const {layout, scale, height, width} = place();
			if (width === 0) return; // hidden, for instance in print
			const now = [layout, scale, height, theme.mode(), state.unit(), chart === own ? '' : state.quarter()].join();
			element.style.height = Math.max(height, chart.heights[layout] * scale) + 'px';
			if (live && now === drawn) {
				live.resize();
				return;
			}
			if (live) live.dispose();
			drawn = now;
			live = echarts.init(element, null, {renderer: 'canvas'});
			const option = adapt(chart.options[layout], '', scale, new Map(inks.map((i) => [i[0], i[theme.mode()]])));
			for (const axis of [...(option.xAxis || []), ...(option.yAxis || [])]) { // what ECharts leaves at 8 px
				if (axis.axisLabel && axis.axisLabel.margin === undefined) axis.axisLabel.margin = 8 * scale;
			}
			if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) option.animation = false;
			fade(option, chart, table, state.unit());
			const named = option.tooltip && option.tooltip.formatter;
			if (named) option.tooltip.formatter = Object.hasOwn(formatters, named) ? formatters[named](chart, table) : undefined;
			live.setOption(option);
			live.on('click', (params) => {
				const row = rowOf(chart, params.seriesIndex, params.dataIndex, params.data);
				if (row < 0) return;
				live.dispatchAction({type: 'hideTip'});
				open(chart.id, tongbaoTables.heads(table), tongbaoTables.texts(table.tBodies[0].querySelector('tr[data-row="' + row + '"]')));
			});
			figure.dataset.drawn = now;
			const root = document.documentElement.dataset;
			if (!root.first) root.first = String(Math.round(performance.now()));
		}
		new ResizeObserver(paint).observe(element);
		theme.listen(paint);
		state.listen(paint);
		const save = figure.querySelector('figcaption').appendChild(document.createElement('button'));
		save.type = 'button';
		save.textContent = '存为图片';
		save.className = 'tool';
		save.addEventListener('click', () => live && picture(live, figure.querySelector('h3').textContent));
		paint();
	}

	// picture saves a chart as PNG under its title, the day and the page's marks.
	function picture(live, title) {
		const drawn = live.renderToCanvas({pixelRatio: 2, backgroundColor: getComputedStyle(document.body).getPropertyValue('--paper').trim()});
		const canvas = document.createElement('canvas');
		const head = 110;
		canvas.width = drawn.width;
		canvas.height = drawn.height + head;
		const g = canvas.getContext('2d');
		const style = getComputedStyle(document.body);
		g.fillStyle = style.getPropertyValue('--paper').trim();
		g.fillRect(0, 0, canvas.width, canvas.height);
		g.fillStyle = style.getPropertyValue('--text').trim();
		g.font = 'bold 34px sans-serif';
		g.fillText(title, 24, 48);
		g.font = '24px sans-serif';
		const marks = [...document.querySelectorAll('.mark:not([hidden]) strong')].map((m) => m.textContent);
		g.fillText([...marks, document.querySelector('h1 span').textContent, document.querySelector('.edition').firstChild.textContent].join('　'), 24, 88);
		g.drawImage(drawn, 0, head);
		canvas.toBlob((blob) => tongbaoTables.save(blob, title + '.png'));
	}

	// The first chart is drawn at once, the others one after another, so that the
	// page answers while they come.
	return function (data, theme, state, open) {
		const waiting = data.charts.slice();
		(function next() {
			const chart = waiting.shift();
			if (!chart) {
				document.documentElement.dataset.last = String(Math.round(performance.now()));
				return;
			}
			show(chart, data, theme, state, open);
			setTimeout(next, 0);
		})();
	};
})();
