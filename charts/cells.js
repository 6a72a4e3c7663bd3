// Numbers in the tables of figures: each is a button that opens its receipt. Tab
// reaches one number of a table, the arrow keys go on from there. Rows of the
// ledgers name their own file, sheet and line and need none.
var tongbaoCells = (function () {
	'use strict';
	const also = new Set(['排名', '名次', '较上期', '连续靠后', '依据', '原公布', '现数据', '差额', '分子', '分母', '数值', '条数']);
	const never = new Set(['批准年度', '周']);
	const opens = (head, cell) => /\d/.test(cell.textContent) && !never.has(head) && (also.has(head) || cell.classList.contains('num'));
	const buttons = (table) => [...table.querySelectorAll('tbody tr:not([hidden]) button.cell')];

	// stop leaves one number of the table for the Tab key.
	function stop(table, at) {
		const list = buttons(table);
		const one = at || list.find((b) => b.tabIndex === 0) || list[0];
		for (const b of list) b.tabIndex = b === one ? 0 : -1;
	}

	function dress(table) {
		const heads = tongbaoTables.heads(table);
		for (const row of table.tBodies[0].rows) {
			[...row.cells].forEach((cell, i) => {
				if (cell.firstElementChild || !opens(heads[i], cell)) return;
				const button = document.createElement('button');
				button.type = 'button';
				button.className = 'num cell';
				button.append(...cell.childNodes);
				cell.append(button);
			});
		}
		stop(table);
	}

	// move goes to the next number of the row, or to the column's in another row.
	function move(button, key) {
		const table = button.closest('table');
		const cell = button.closest('td');
		const list = buttons(table);
		const column = list.filter((b) => b.closest('td').cellIndex === cell.cellIndex);
		const [among, step] = {ArrowRight: [list, 1], ArrowLeft: [list, -1], ArrowDown: [column, 1], ArrowUp: [column, -1]}[key] || [];
		const next = among && among[among.indexOf(button) + step];
		if (!next) return false;
		stop(table, next);
		next.focus();
		return true;
	}

	return function (state, open) {
		const places = [...document.querySelectorAll('#ranking-table, #consequence-table, main figure, #list-rule, #list-changed, #list-sheet, #list-receipt')];
		const tables = places.map((p) => p.querySelector('table')).filter(Boolean);
		for (const table of tables) {
			// What is folded is dressed when it is opened.
			const folded = table.closest('details');
			const now = () => (!folded || folded.open) && dress(table);
			new MutationObserver(now).observe(table.tBodies[0], {childList: true});
			if (folded) folded.addEventListener('toggle', now);
			now();
		}
		state.listen(() => tables.forEach((t) => stop(t)));
		document.addEventListener('click', (e) => {
			const button = e.target instanceof Element && e.target.closest('button.cell');
			if (!button) return;
			const cell = button.closest('td');
			const heads = tongbaoTables.heads(cell.closest('table'));
			const texts = tongbaoTables.texts(cell.parentNode);
			open(cell.closest('[id]').id, heads[cell.cellIndex], heads, texts);
		});
		document.addEventListener('keydown', (e) => {
			const button = e.target instanceof Element && e.target.closest('button.cell');
			if (button && move(button, e.key)) e.preventDefault();
		});
	};
})();
