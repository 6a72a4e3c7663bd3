// The names that the editor completes: layers, tables and columns of an edition
// with their Chinese descriptions, from the rows of /api/schema
// (layer, table, description, column, type, description).

const simple = /^[a-z_][a-z_0-9]*$/;
const written = (name) => (simple.test(name) ? name : '"' + name.replaceAll('"', '""') + '"');

const layers = { kpi: '指标', mart: '图表的行', rank: '名次', judge: '达标与否', total: '合计', stand: '各截止日的位置', fact: '事实', proposal: '建议', published: '上一期公布的', frame: '口径', clean: '识别后的台账', check: '核查', refuse: '退回', clash: '矛盾', raw: '台账原文', load: '收到的文件' };

const column = ([, , , name, type, says]) => ({ label: name, apply: written(name), type: 'property', detail: says || type, info: says ? `${type}　${says}` : type });

// tables are the rows gathered by table: name → {says, columns}.
function tables({ rows = [] }) {
  const found = new Map();
  for (const row of rows) {
    const name = row[0] + '.' + row[1];
    if (!found.has(name)) found.set(name, { layer: row[0], table: row[1], says: row[2] || '', columns: [] });
    found.get(name).columns.push(row);
  }
  return found;
}

// namespace is what the language's own completion walks by the dots.
export function namespace(schema) {
  const top = {};
  for (const { layer, table, says, columns } of tables(schema).values()) {
    top[layer] ??= { self: { label: layer, type: 'namespace', detail: layers[layer] || '' }, children: {} };
    top[layer].children[table] = { self: { label: table, apply: written(table), type: 'class', detail: says }, children: columns.map(column) };
  }
  const all = { ...top };
  for (const e of schema.editions || []) {
    all[e] = { self: { label: e, type: 'namespace', detail: '另一期' }, children: top };
  }
  return all;
}

// mentioned completes, where no dot leads the way, the columns of the tables that
// the statement names; and whatever is called by a Chinese word that is typed.
export function mentioned(schema) {
  const all = tables(schema);
  return (context) => {
    const word = context.matchBefore(/[\w\u3400-\u9fff]+/);
    if (!word && !context.explicit) return null;
    const from = word ? word.from : context.pos;
    if (context.state.sliceDoc(from - 1, from) === '.') return null;
    const options = [];
    const named = new Set([...context.state.doc.toString().matchAll(/\b([a-z]+)\.([a-z_0-9]+)\b/gi)].map((m) => m[0].toLowerCase()));
    for (const name of named) {
      for (const row of all.get(name)?.columns || []) {
        options.push({ ...column(row), boost: 50 });
        if (row[5]) options.push({ ...column(row), label: row[5], detail: row[3], boost: 40 });
      }
    }
    if (word && /[\u3400-\u9fff]/.test(word.text)) {
      for (const [name, { says }] of all) {
        if (says) options.push({ label: says, apply: name, type: 'class', detail: name });
      }
    }
    return { from, options, validFor: /^[\w\u3400-\u9fff]*$/ };
  };
}
