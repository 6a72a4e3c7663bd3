// The query page: runs a statement without leaving the page, cancels it, keeps
// the reader's own history in this browser, makes an address to share. Without
// it the form is sent and answered as a page.
'use strict';

(() => {
  const form = document.getElementById('desk');
  if (!form) return;
  const area = document.getElementById('q');
  const [run, cancel, status] = ['run', 'cancel', 'status'].map((id) => document.getElementById(id));
  const LONGEST = 100;
  let running = null;

  function write(statement, quarter) {
    area.value = statement;
    if (quarter && [...form.elements.quarter.options].some((o) => o.value === quarter)) form.elements.quarter.value = quarter;
    area.dispatchEvent(new Event('change'));
  }

  // The statement travels in the fragment, which no server sees and which runs
  // nothing until a person presses the button.
  function readAddress() {
    const shared = new URLSearchParams(location.hash.slice(1));
    if (shared.get('q')) write(shared.get('q'), shared.get('quarter'));
  }
  if (!area.value) readAddress();
  window.addEventListener('hashchange', readAddress);

  document.getElementById('share').addEventListener('click', () => {
    history.replaceState(null, '', '/sql#' + new URLSearchParams({ quarter: form.elements.quarter.value, q: area.value }));
    if (navigator.clipboard) navigator.clipboard.writeText(location.href).catch(() => {});
    status.textContent = '地址已在地址栏里，可以复制给别人；打开后按“执行”才查询';
  });

  // The history is this browser's; the server keeps its own log.
  const KEY = 'tongbao.history';
  const past = () => {
    try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; }
  };
  function remember(entry) {
    const rest = past().filter((p) => p.q !== entry.q || p.quarter !== entry.quarter);
    try { localStorage.setItem(KEY, JSON.stringify([entry, ...rest].slice(0, LONGEST))); } catch { /* a full or closed store */ }
    list();
  }
  const box = document.getElementById('history');
  function list() {
    const items = past().map((p) => {
      const item = document.createElement('li');
      const again = document.createElement('button');
      again.type = 'button';
      again.textContent = p.q;
      again.addEventListener('click', () => { write(p.q, p.quarter); box.open = false; });
      const note = document.createElement('small');
      note.textContent = `${p.quarter}　${new Date(p.at).toLocaleString('zh-CN')}　${p.says}`;
      item.append(again, ' ', note);
      return item;
    });
    box.querySelector('ol').replaceChildren(...items);
    box.querySelector('summary').textContent = `查询历史（${items.length}条，只在这个浏览器里）`;
  }
  document.getElementById('forget').addEventListener('click', () => { localStorage.removeItem(KEY); list(); });
  box.hidden = false;
  list();

  form.addEventListener('submit', async (e) => {
    e.preventDefault();
    if (running) return;
    const entry = { q: area.value, quarter: form.elements.quarter.value, at: Date.now(), says: '' };
    const began = performance.now();
    running = new AbortController();
    cancel.hidden = false;
    run.disabled = true;
    status.textContent = '正在执行…';
    try {
      const answer = await fetch('/sql', { method: 'POST', body: new URLSearchParams(new FormData(form)), signal: running.signal });
      // A page of this server's own, in which the template has escaped every cell.
      const part = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = part.getElementById('answer') || part.querySelector('main');
      fresh.id = 'answer';
      document.getElementById('answer').replaceWith(fresh);
      furnish(fresh);
      const took = ((performance.now() - began) / 1000).toFixed(2);
      const count = fresh.querySelector('.count');
      entry.says = answer.ok && count ? `${count.textContent}，${took}秒` : '没有完成';
      status.textContent = entry.says;
    } catch (error) {
      entry.says = error.name === 'AbortError' ? '已取消' : '没有连上服务：' + error.message;
      status.textContent = entry.says;
    }
    running = null;
    cancel.hidden = true;
    run.disabled = false;
    remember(entry);
  });
  // The server sees the connection go and stops the query's process.
  cancel.addEventListener('click', () => running && running.abort());
})();
