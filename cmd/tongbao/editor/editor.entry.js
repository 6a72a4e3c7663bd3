/*! CodeMirror, MIT License. Copyright (C) 2016-2021 by Marijn Haverbeke <marijn@haverbeke.berlin> and others.
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE. */
// The editor of the query page: it stands in for the textarea, which stays in the
// form and holds the same text. Without JavaScript the textarea is the editor.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { PostgreSQL, SQLDialect, sql } from '@codemirror/lang-sql';
import { HighlightStyle, bracketMatching, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { mentioned, namespace } from './names.js';

// DuckDB's SQL is PostgreSQL's and some words more; a few of its words are
// columns here.
const dialect = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: PostgreSQL.spec.keywords.replace(/\b(value|rank|name|type|source|stage|location|version)\b/g, '') + ' pivot unpivot qualify summarize describe exclude positional asof anti semi try_cast columns',
});

// The colours are the page's own variables, so that they follow its theme.
const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--keyword)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--number)' },
  { tag: [tags.lineComment, tags.blockComment], color: 'var(--comment)' },
  { tag: tags.typeName, color: 'var(--type)' },
]);

const look = EditorView.theme({
  '&': { border: '1px solid var(--line)', backgroundColor: 'Canvas', color: 'CanvasText' },
  '&.cm-focused': { outline: '2px solid var(--link)' },
  '.cm-scroller': { fontFamily: '"DejaVu Sans Mono", Consolas, "Noto Sans Mono CJK SC", monospace', fontSize: '15px', lineHeight: '1.5', maxHeight: '60vh' },
  '.cm-content': { minHeight: '14em', caretColor: 'CanvasText' },
  '.cm-cursor': { borderLeftColor: 'CanvasText' },
  '.cm-gutters': { backgroundColor: 'var(--soft)', color: 'var(--comment)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--chosen) !important' },
  '.cm-placeholder': { color: 'var(--comment)' },
  '.cm-tooltip': { backgroundColor: 'var(--soft)', color: 'CanvasText', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--link)', color: 'Canvas' },
  '.cm-completionDetail': { fontStyle: 'normal', marginLeft: '1em' },
});

const chinese = EditorState.phrases.of({ 'Completions': '候选', 'Control character': '控制字符', 'Selection deleted': '已删除所选', 'replaced $': '已替换' });

function stand(area, nonce) {
  const form = area.form;
  const names = new Compartment();
  const language = (schema) => [sql({ dialect, schema: namespace(schema), upperCaseKeywords: true }),
    dialect.language.data.of({ autocomplete: mentioned(schema) })];
  const run = () => {
    form.requestSubmit(document.getElementById('run'));
    return true;
  };
  const view = new EditorView({
    parent: area.parentNode,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        nonce ? EditorView.cspNonce.of(nonce) : [], chinese, look, syntaxHighlighting(colours), lineNumbers(), history(), drawSelection(),
        highlightActiveLine(), bracketMatching(), closeBrackets(), indentUnit.of('    '), EditorView.lineWrapping, placeholder(area.placeholder),
        autocompletion({ maxRenderedOptions: 60, icons: false }), names.of(language([])),
        EditorView.contentAttributes.of({ 'aria-label': '语句', spellcheck: 'false', autocapitalize: 'off' }),
        // Before the default keys, of which Ctrl+Enter is one.
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.updateListener.of((u) => { if (u.docChanged) area.value = u.state.doc.toString(); }),
      ],
    }),
  });
  area.parentNode.insertBefore(view.dom, area);
  area.hidden = true;
  // What else writes the textarea says so by a change.
  area.addEventListener('change', () => {
    if (area.value !== view.state.doc.toString()) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: area.value } });
    view.focus();
  });
  async function learn() {
    const quarter = form.elements.quarter;
    const answer = await fetch('/api/schema?' + new URLSearchParams({ quarter: quarter.value }));
    if (!answer.ok) return; // an editor without names still edits
    const { rows } = await answer.json();
    const editions = [...quarter.options].map((o) => 'ed_' + o.value.toLowerCase());
    view.dispatch({ effects: names.reconfigure(language({ rows, editions })) });
    view.dom.dataset.names = String(rows.length);
  }
  form.elements.quarter.addEventListener('change', learn);
  learn().catch(() => {});
}

const area = document.getElementById('q');
if (area) stand(area, document.currentScript && document.currentScript.nonce);
