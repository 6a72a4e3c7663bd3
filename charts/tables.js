// The page's tables: sorted by a click on a heading, copied, saved as CSV, and
// cut down to one unit.
var tongbaoTables = (function () {
	'use strict';
	const units = ['单位', '责任单位'];
	const numberIn = (text) => {
		const bare = text.replace(/[,%行宗亩公顷个\s]/g, '').replace('−', '-');
		return bare !== '' && Number.isFinite(Number(bare)) ? Number(bare) : null;
	};

	// cell is a text as one CSV cell: what a spreadsheet would take for a formula
	// gets an apostrophe, as in the edition's files.
	const harmless = (text) => (/^[=+\-@\t\r]/.test(text) && !/^[+-]?\d[\d.,]*%?$/.test(text) ? "'" + text : text);
	function cell(text) {
		const safe = harmless(text);
		return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
	}

	const shown = (table) => [...table.tBodies[0].rows].filter((r) => !r.hidden);
	const texts = (row) => [...row.cells].map((c) => c.textContent);
	const heads = (table) => [...table.tHead.rows[0].cells].map((c) => c.dataset.name || c.textContent);
	const csv = (table) => '\ufeff' + [heads(table), ...shown(table).map(texts)].map((r) => r.map(cell).join(',')).join('\n') + '\n';

	function save(blob, name) {
		const link = document.createElement('a');
		link.href = URL.createObjectURL(blob);
		link.download = name.replace(/[\\/:*?"<>|]/g, '_');
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 1000);
	}

	const say = (text) => (document.getElementById('said').textContent = text);

	// copied are the rows as a spreadsheet takes them from the clipboard, where a
	// formula would run just as from a file.
	const copied = (table) => [heads(table), ...shown(table).map(texts)].map((r) => r.map((c) => harmless(c.replace(/[\t\r\n]+/g, ' ').trim())).join('\t')).join('\n');
	function copy(table) {
		const text = copied(table);
		const done = () => say('已复制' + shown(table).length + '行');
		const older = () => {
			const area = document.body.appendChild(document.createElement('textarea'));
			area.value = text;
			area.select();
			document.execCommand('copy');
			area.remove();
			done();
		};
		if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, older);
		else older();
	}

	function sort(table, column, button) {
		const up = button.parentNode.getAttribute('aria-sort') !== 'ascending';
		for (const th of table.tHead.rows[0].cells) th.removeAttribute('aria-sort');
		button.parentNode.setAttribute('aria-sort', up ? 'ascending' : 'descending');
		const rows = [...table.tBodies[0].rows];
		const total = rows.filter((r) => texts(r).some((c) => c === '合计'));
		const body = rows.filter((r) => !total.includes(r));
		const compare = (a, b) => {
			const [x, y] = [a.cells[column].textContent, b.cells[column].textContent];
			const [n, m] = [numberIn(x), numberIn(y)];
			if (n !== null && m !== null) return n - m;
			if ((n === null) !== (m === null)) return n === null ? 1 : -1; // words after numbers
			return x.localeCompare(y, 'zh');
		};
		body.sort((a, b) => (up ? compare(a, b) : compare(b, a)));
		table.tBodies[0].append(...body, ...total);
	}

	function tool(words, act) {
		const button = document.createElement('button');
		button.type = 'button';
		button.className = 'tool';
		button.textContent = words;
		button.addEventListener('click', act);
		return button;
	}

	// dress gives a table its tools.
	function dress(table) {
		const name = table.caption.textContent;
		[...table.tHead.rows[0].cells].forEach((th, column) => {
			const words = th.textContent;
			th.dataset.name = words;
			const button = document.createElement('button');
			button.type = 'button';
			button.textContent = words;
			button.addEventListener('click', () => sort(table, column, button));
			th.replaceChildren(button);
		});
		const bar = document.createElement('p');
		bar.className = 'toolbar';
		bar.append(tool('复制', () => copy(table)), tool('导出CSV', () => save(new Blob([csv(table)], {type: 'text/csv'}), name + '.csv')));
		table.closest('.scroll').before(bar);
	}

	// only hides the rows of other units; totals and rows without a unit stay.
	function only(table, unit) {
		const column = heads(table).findIndex((h) => units.includes(h));
		if (column < 0) return;
		for (const row of table.tBodies[0].rows) row.hidden = unit !== '' && row.cells[column].textContent !== unit;
	}

	// body gives what puts other rows into a table, and with null its own back. A
	// row may be an array of texts.
	function body(table) {
		const own = [...table.tBodies[0].rows];
		const right = [...table.tHead.rows[0].cells].map((c) => c.className);
		return (list) => {
			const rows = !list ? own : list.map((texts, i) => {
				const row = document.createElement('tr');
				row.dataset.row = String(i);
				texts.forEach((text, k) => {
					const cell = row.insertCell();
					cell.className = right[k];
					cell.textContent = text;
				});
				return row;
			});
			for (const th of table.tHead.rows[0].cells) th.removeAttribute('aria-sort');
			table.tBodies[0].replaceChildren(...rows);
			if (current) only(table, current.unit());
		};
	}
	let current = null;

	return {
		save, csv, copied, heads, texts, units, body,
		start(state) {
			current = state;
			const all = [...document.querySelectorAll('main table')];
			all.forEach(dress);
			const filter = () => all.forEach((t) => only(t, state.unit()));
			state.listen(filter);
			filter();
		},
	};
})();
