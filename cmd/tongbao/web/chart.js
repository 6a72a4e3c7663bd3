// A chart of an answer: the reader picks its kind and columns. ECharts is fetched
// when the first chart is opened.
'use strict';

(() => {
  let library = null;
  function load() {
    library ??= new Promise((done, failed) => {
      const script = document.createElement('script');
      script.src = '/web/echarts.js';
      script.onload = done;
      script.onerror = () => failed(new Error('图的程序没有取到'));
      document.head.append(script);
    });
    return library;
  }

  function choice(title, options, chosen, many) {
    const label = document.createElement('label');
    const select = document.createElement('select');
    select.multiple = many;
    if (many) select.size = Math.min(4, options.length);
    for (const [value, text] of options) {
      const o = new Option(text, value, false, chosen.includes(String(value)));
      select.append(o);
    }
    label.append(title, ' ', select);
    return [label, select];
  }

  window.chartOf = (box) => {
    const node = box.parentNode.querySelector('table.answer');
    const heads = [...node.tHead.rows[0].cells];
    const columns = heads.map((th) => th.textContent);
    const numeric = heads.map((th) => th.classList.contains('number'));
    const numbers = columns.map((c, j) => [j, c]).filter(([j]) => numeric[j]);
    const x = box.dataset.x || String(Math.max(0, numeric.indexOf(false)));
    const y = (box.dataset.y || String((numbers.find(([j]) => String(j) !== x) || numbers[0])[0])).split(',');
    const [kindLabel, kind] = choice('图形', [['bar', '条形'], ['line', '折线'], ['scatter', '散点']], [box.dataset.kind || 'bar'], false);
    const [xLabel, xPick] = choice('名称', columns.map((c, j) => [j, c]), [x], false);
    const [yLabel, yPick] = choice('数值', numbers, y, true);
    const bar = document.createElement('p');
    bar.className = 'bar';
    bar.append(kindLabel, xLabel, yLabel);
    const plot = document.createElement('div');
    plot.className = 'plot';
    plot.setAttribute('role', 'img');
    const note = document.createElement('p');
    note.setAttribute('role', 'status');
    box.append(bar, plot, note);
    async function draw() {
      if (!box.open) return;
      try {
        await load();
      } catch (e) {
        note.textContent = e.message;
        return;
      }
      const style = getComputedStyle(document.documentElement);
      const colour = (name) => style.getPropertyValue(name).trim();
      const made = window.answerOption({ columns, numeric, rows: cellsOf(node) },
        { kind: kind.value, x: Number(xPick.value), y: [...yPick.selectedOptions].map((o) => Number(o.value)), width: plot.clientWidth },
        { ink: colour('--ink'), rule: colour('--line'), series: [1, 2, 3, 4, 5, 6].map((i) => colour('--series-' + i)) });
      note.textContent = made.note;
      plot.setAttribute('aria-label', made.says);
      plot.style.height = made.height + 'px';
      const chart = echarts.getInstanceByDom(plot) || echarts.init(plot, null, { renderer: 'canvas' });
      chart.resize();
      chart.setOption(made.option, true);
      plot.dataset.drawn = made.says;
    }
    [kind, xPick, yPick].forEach((s) => s.addEventListener('change', draw));
    box.addEventListener('toggle', draw);
    node.addEventListener('sorted', draw);
    window.addEventListener('resize', draw);
    draw();
  };
})();
