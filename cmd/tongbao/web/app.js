// What the pages do beyond HTML: keys in the editor, a query's address, sorting
// and paging of a table. Without it every page still works.
'use strict';

const PAGE = 100;

// The statement travels in the fragment, which no server sees and which runs
// nothing until a person presses the button.
function editor(area) {
  const form = area.form;
  const shared = new URLSearchParams(location.hash.slice(1));
  if (!area.value && shared.get('q')) {
    area.value = shared.get('q');
    if (shared.get('quarter')) form.elements.quarter.value = shared.get('quarter');
  }
  let free = false; // Esc lets the next Tab leave the editor
  area.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      form.requestSubmit(document.getElementById('run'));
    } else if (e.key === 'Escape') {
      free = true;
    } else if (e.key === 'Tab' && !free && !e.shiftKey) {
      e.preventDefault();
      area.setRangeText('    ', area.selectionStart, area.selectionEnd, 'end');
    } else {
      free = false;
    }
  });
  const share = document.getElementById('share');
  if (share) {
    share.href = '/sql#' + new URLSearchParams({ quarter: form.elements.quarter.value, q: area.value });
    share.addEventListener('click', (e) => {
      e.preventDefault();
      history.replaceState(null, '', share.href);
      if (navigator.clipboard) navigator.clipboard.writeText(location.href);
      share.textContent = '地址已在地址栏里';
    });
  }
}

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
    });
  });
  draw();
}

const area = document.getElementById('q');
if (area) editor(area);
document.querySelectorAll('table.answer').forEach(table);
