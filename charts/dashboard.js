(function () {
	'use strict';
	document.documentElement.classList.add('js');
	const data = JSON.parse(document.getElementById('data').textContent);
	const darkQuery = window.matchMedia('(prefers-color-scheme: dark)');
	const darkOf = new Map(data.inks);

	// Keys of an option that hold a colour, and keys that hold a length in px; the
	// numbers under type are the dashes of a line.
	const colours = new Set(['color', 'borderColor', 'textBorderColor', 'backgroundColor']);
	const lengths = new Set(['fontSize', 'lineHeight', 'symbolSize', 'itemWidth', 'itemHeight', 'itemGap', 'nameGap', 'margin',
		'distance', 'borderWidth', 'textBorderWidth', 'left', 'right', 'top', 'bottom', 'width', 'height', 'padding', 'type']);

	// adapt copies an option for a screen: larger by scale, in dark inks if dark.
	// Only the keys above are touched, so words from the ledgers never change.
	function adapt(node, key, scale, dark) {
		if (Array.isArray(node)) return node.map((n) => adapt(n, key, scale, dark));
		if (node !== null && typeof node === 'object') {
			const copy = {};
			for (const k of Object.keys(node)) copy[k] = adapt(node[k], k, scale, dark);
			return copy;
		}
		if (dark && colours.has(key) && darkOf.has(node)) return darkOf.get(node);
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

	// Formatters by name: options name one, they never bring code. They return
	// nodes, not markup, so a name from a ledger can only ever be text.
	const formatters = {
		// row shows the line of the table behind the chart that a mark stands for.
		row: (chart, table) => (params) => {
			const first = Array.isArray(params) ? params[0] : params;
			const rows = chart.rows[chart.series[first.seriesIndex]] || [];
			const row = rows[first.dataIndex];
			if (row === undefined || row < 0) return '';
			const heads = table.tHead.rows[0].cells;
			const cells = table.tBodies[0].rows[row].cells;
			const box = document.createElement('div');
			box.className = 'tip';
			box.appendChild(document.createElement('strong')).textContent = cells[0].textContent;
			const list = box.appendChild(document.createElement('dl'));
			for (let i = 1; i < cells.length; i++) list.appendChild(line(heads[i].textContent, cells[i].textContent));
			return box;
		},
	};

	function show(chart) {
		const figure = document.getElementById('chart-' + chart.id);
		const element = figure.querySelector('.live');
		const table = figure.querySelector('table');
		let live = null;
		let drawn = '';
		function paint() {
			const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
			const width = element.clientWidth;
			if (width === 0) return; // hidden, for instance in print
			const layout = width / scale < 500 ? 1 : 0;
			const state = [layout, scale, darkQuery.matches].join();
			element.style.height = chart.heights[layout] * scale + 'px';
			if (live && state === drawn) {
				live.resize();
				return;
			}
			if (live) live.dispose();
			drawn = state;
			live = echarts.init(element, null, {renderer: 'canvas'});
			const option = adapt(chart.options[layout], '', scale, darkQuery.matches);
			const named = option.tooltip && option.tooltip.formatter;
			if (named) option.tooltip.formatter = Object.hasOwn(formatters, named) ? formatters[named](chart, table) : undefined;
			live.setOption(option);
			figure.dataset.drawn = state;
		}
		new ResizeObserver(paint).observe(element);
		darkQuery.addEventListener('change', paint);
		paint();
	}

	for (const chart of data.charts) show(chart);
	const canvas = document.getElementById('map-canvas');
	if (canvas) tongbaoMap(canvas, JSON.parse(document.getElementById('parcels').textContent), darkQuery, line);
})();
