// The ECharts option of an answer of the query desk: the same function draws it in
// a browser and, without one, for the terminal. Numbers are floats here only to
// place marks; the words are the answer's own text.
// answer: {columns, numeric, rows of text or null}
// choice: {kind: bar|line|scatter, x: column, y: [columns], width}
// look:   {ink, rule, series: colours}
function answerOption(answer, choice, look) {
  const MOST = 60; // more bars or names than a person can read
  const kind = choice.kind, ys = choice.y;
  const shown = kind === 'bar' ? answer.rows.slice(0, MOST) : answer.rows.slice(0, 2000);
  const number = (text) => (text === null || text === '' || isNaN(Number(text)) ? null : Number(text));
  const short = (text) => { const t = text === null ? '—' : text; return t.length > 16 ? t.slice(0, 15) + '…' : t; };
  const note = shown.length < answer.rows.length ? '图只画前' + shown.length + '行，共' + answer.rows.length + '行' : '';
  const names = ys.map((j) => answer.columns[j]);
  const words = { color: look.ink, fontSize: 12 };
  const option = {
    animation: false, aria: { enabled: false }, textStyle: { fontFamily: 'sans-serif', fontSize: 12 }, color: look.series,
    // Drawn, not written into the page: the page lets no script write styles.
    tooltip: { renderMode: 'richText', trigger: kind === 'scatter' ? 'item' : 'axis', confine: true },
    legend: { show: ys.length > 1, top: 0, data: names, textStyle: words },
  };
  const value = { type: 'value', axisLabel: words, axisLine: { lineStyle: { color: look.rule } }, splitLine: { lineStyle: { color: look.rule, opacity: 0.5 } } };
  const top = ys.length > 1 ? 36 : 16;
  let height = 360;
  if (kind === 'scatter') {
    option.grid = { left: 64, right: 24, top: top, bottom: 48 };
    option.xAxis = Object.assign({ name: answer.columns[choice.x], nameLocation: 'middle', nameGap: 30, nameTextStyle: words, scale: true }, value);
    option.yAxis = Object.assign({ scale: true }, value);
    option.series = ys.map((j, i) => ({ type: 'scatter', name: names[i], symbolSize: 8, data: shown.map((r) => [number(r[choice.x]), number(r[j])]) }));
  } else {
    const category = { type: 'category', data: shown.map((r) => short(r[choice.x])), axisTick: { show: false }, axisLine: { lineStyle: { color: look.rule } } };
    if (kind === 'bar') { // lying, so that long names can be read
      height = top + 40 + shown.length * Math.max(22, 14 * ys.length + 8);
      const left = 24 + 12 * shown.reduce((m, r) => Math.max(m, short(r[choice.x]).length), 2);
      option.grid = { left: Math.min(left, 230), right: 72, top: top, bottom: 32 };
      option.yAxis = Object.assign({ inverse: true, axisLabel: Object.assign({ interval: 0 }, words) }, category);
      option.xAxis = value;
    } else {
      option.grid = { left: 72, right: 32, top: top, bottom: 48 };
      option.xAxis = Object.assign({ axisLabel: Object.assign({ hideOverlap: true }, words) }, category);
      option.yAxis = Object.assign({ scale: true }, value);
    }
    option.series = ys.map((j, i) => ({
      type: kind, name: names[i], data: shown.map((r) => number(r[j])), symbolSize: 6, showSymbol: shown.length <= MOST, connectNulls: false, barMaxWidth: 18,
      label: { show: kind === 'bar' && ys.length === 1, position: 'right', color: look.ink, fontSize: 12, formatter: (p) => shown[p.dataIndex][j] || '' },
    }));
  }
  const called = { bar: '条形图', line: '折线图', scatter: '散点图' }[kind];
  return { option: option, height: height, note: note, says: called + '：' + answer.columns[choice.x] + '与' + names.join('、') + '，' + shown.length + '行；数见下表' };
}
