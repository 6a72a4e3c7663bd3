// What every page with a table does beyond HTML: sorting and paging. Without it
// the pages still work.
'use strict';

const PAGE = 100;

// Exact decimals are compared as they are written, not as floats.
function compareNumbers(a, b) {
  const negative = (s) => s.startsWith('-');
  if (negative(a) !== negative(b)) return negative(a) ? -1 : 1;
  const [x, y] = [a, b].map((s) => s.replace('-', '').split('.'));
  const [i, j] = [x[0].replace(/^0+/, ''), y[0].replace(/^0+/, '')];
  let c = i.length - j.length || (i < j ? -1 : i > j ? 1 : 0);
  if (!c) {
    const width = Math.max((x[1] || '').length, (y[1] || '').length);
    const [p, q] = [(x[1] || '').padEnd(width, '0'), (y[1] || '').padEnd(width, '0')];
    c = p < q ? -1 : p > q ? 1 : 0;
  }
  return negative(a) ? -c : c;
}

function table(node) {
  const body = node.tBodies[0];
  let rows = [...body.rows];
  let page = 0;
  const pager = document.createElement('p');
  pager.className = 'pager';
  const label = document.createElement('span');
  const step = (text, by) => {
    const b = document.createElement('button');
    b.type = 'button';
    b.textContent = text;
    b.addEventListener('click', () => { page += by; draw(); });
    return b;
  };
  const back = step('上一页', -1);
  const on = step('下一页', 1);
  pager.append(back, ' ', label, ' ', on);
  if (rows.length > PAGE) node.parentNode.before(pager);
  function draw() {
    const last = Math.max(0, Math.ceil(rows.length / PAGE) - 1);
    page = Math.min(Math.max(page, 0), last);
    node.sorted = rows;
    body.replaceChildren(...rows.slice(page * PAGE, (page + 1) * PAGE));
    label.textContent = `第${page + 1}页，共${last + 1}页`;
    back.disabled = page === 0;
    on.disabled = page === last;
  }
  [...node.tHead.rows[0].cells].forEach((th, j) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = th.textContent;
    th.replaceChildren(button);
    button.addEventListener('click', () => {
      const down = th.getAttribute('aria-sort') === 'ascending';
      for (const other of th.parentNode.cells) other.removeAttribute('aria-sort');
      th.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const numeric = th.classList.contains('number');
      const text = (tr) => (tr.cells[j].querySelector('.null') ? null : tr.cells[j].textContent);
      rows = rows.map((tr, i) => [text(tr), i, tr]).sort(([a, i], [b, k]) => {
        if (a === null || b === null) return (a === null) - (b === null) || i - k; // what is missing goes last
        const c = numeric ? compareNumbers(a, b) : a.localeCompare(b, 'zh-CN');
        return (down ? -c : c) || i - k;
      }).map((r) => r[2]);
      page = 0;
      draw();
      node.dispatchEvent(new Event('sorted'));
    });
  });
  draw();
}

// The rows as they are sorted now: text, or null where there is no value.
function cellsOf(node) {
  return (node.sorted || [...node.tBodies[0].rows]).map((tr) => [...tr.cells].map((td) => (td.querySelector('.null') ? null : td.textContent)));
}

// furnish makes the tables of a page, or of a part that has just come, work.
function furnish(part) {
  part.querySelectorAll('table.answer').forEach(table);
  part.querySelectorAll('details.chart').forEach((d) => window.chartOf(d));
}

// An example of the page of tables goes to the query page, where it runs when
// its reader says so.
function examples() {
  const quarter = document.querySelector('select[name=quarter]');
  document.querySelectorAll('pre.example').forEach((pre) => {
    const link = document.createElement('a');
    link.href = '/sql#' + new URLSearchParams({ quarter: quarter.value, q: pre.textContent });
    link.textContent = '到查询页';
    pre.after(link);
  });
}

document.addEventListener('DOMContentLoaded', () => {
  furnish(document);
  examples();
});
