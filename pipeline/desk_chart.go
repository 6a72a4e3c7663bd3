package pipeline

import (
	"io"

	"tongbao/charts"
	"tongbao/queries"
)

// ChartScript is what a page draws an answer with.
func ChartScript() string { return charts.AnswerScript() }

// DrawAnswer draws an answer as an SVG; a picture of no kind is bars.
func DrawAnswer(out io.Writer, a queries.Answer, p queries.Picture) error {
	if p.Kind == "" {
		p.Kind = "bar"
	}
	svg, err := charts.NewRenderer().Answer(a, p)
	if err != nil {
		return err
	}
	_, err = out.Write(svg)
	return err
}
