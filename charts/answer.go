package charts

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/dop251/goja"

	"tongbao/queries"
)

//go:embed answer.js
var answerJS string

// AnswerScript is what a page draws an answer of the query desk with: ECharts and
// the function answerOption.
func AnswerScript() string { return echartsJS + "\n" + answerJS }

// drawAnswerJS draws like drawJS, with an option that answerOption makes.
const drawAnswerJS = `
function drawAnswer(text, width) {
	var asked = JSON.parse(text), made = answerOption(asked.answer, asked.choice, asked.look);
	made.option.tooltip.show = false;
	var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: made.height});
	chart.setOption(made.option);
	return chart.renderToSVGString();
}`

var drawAnswerProgram = goja.MustCompile("answer.js", answerJS+drawAnswerJS, false)

// answerLook is the light theme's colours.
type answerLook struct {
	Ink    string   `json:"ink"`
	Rule   string   `json:"rule"`
	Series []string `json:"series"`
}

// Answer draws the rows of an answer as an SVG, 588 px wide, the same bytes for
// the same rows.
func (r *Renderer) Answer(a queries.Answer, p queries.Picture) ([]byte, error) {
	x, y, err := p.Columns(a)
	if err != nil {
		return nil, err
	}
	rows := make([][]*string, a.Len())
	for i, cells := range a.Rows {
		for j := range cells {
			var text *string
			if cells[j].Valid {
				text = &cells[j].String
			}
			rows[i] = append(rows[i], text)
		}
	}
	var asked struct {
		Answer struct {
			Columns []string    `json:"columns"`
			Rows    [][]*string `json:"rows"`
		} `json:"answer"`
		Choice struct {
			Kind string `json:"kind"`
			X    int    `json:"x"`
			Y    []int  `json:"y"`
		} `json:"choice"`
		Look answerLook `json:"look"`
	}
	asked.Answer.Columns, asked.Answer.Rows = a.Table.Columns, rows
	asked.Choice.Kind, asked.Choice.X, asked.Choice.Y = p.Kind, x, y
	asked.Look = answerLook{Ink: inkText.light, Rule: inkRule.light}
	for _, ink := range unitInks {
		asked.Look.Series = append(asked.Look.Series, ink.light)
	}
	text, err := json.Marshal(asked)
	if err != nil {
		return nil, err
	}
	raw, err := r.call(drawAnswerProgram, "drawAnswer", string(text), printWidth)
	if err != nil {
		return nil, err
	}
	svg, err := canonical(raw, "answer")
	if err != nil {
		return nil, fmt.Errorf("chart of an answer: %w", err)
	}
	return svg, nil
}
