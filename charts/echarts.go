package charts

import (
	_ "embed"
	"fmt"
	"runtime"
	"sync"

	"github.com/dop251/goja"
)

// The parts of ECharts that echarts.entry.js names, which npm ci bundles: six
// tenths of the full build in bytes, in time to compile and in memory, with the
// same drawings.
//
//go:embed node_modules/tongbao-echarts.min.js
var echartsJS string

// program is ECharts compiled, once per process; virtual machines share it.
var program = sync.OnceValues(func() (*goja.Program, error) {
	p, err := goja.Compile("tongbao-echarts.min.js", echartsJS, false)
	if err != nil {
		return nil, fmt.Errorf("charts: compile ECharts: %w", err)
	}
	return p, nil
})

// Renderer runs ECharts without a browser. It may be used by many goroutines.
type Renderer struct{ slots chan struct{} }

// NewRenderer returns at once and compiles ECharts in the background, so that a
// caller who makes it early does not wait for it later.
func NewRenderer() *Renderer {
	go program()
	return &Renderer{slots: make(chan struct{}, runtime.GOMAXPROCS(0))}
}

// The timers are stubs: a drawing without animation needs none, and a drawing
// that waited for one would differ from run to run.
const drawJS = `
var setTimeout = function () { return 0 }, clearTimeout = function () {};
function draw(option, width, height) {
	var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
	chart.setOption(JSON.parse(option));
	return chart.renderToSVGString();
}`

var drawProgram = goja.MustCompile("draw.js", drawJS, false)

// draw renders an option in a machine of its own: names that ECharts counts up
// begin anew, so the same option gives the same bytes.
func (r *Renderer) draw(option []byte, width, height int) (string, error) {
	return r.call(drawProgram, "draw", string(option), width, height)
}

// call runs a function of a program, with ECharts beside it, in a new machine.
func (r *Renderer) call(with *goja.Program, function string, arguments ...any) (string, error) {
	p, err := program()
	if err != nil {
		return "", err
	}
	r.slots <- struct{}{}
	defer func() { <-r.slots }()
	vm := goja.New()
	// The timers stand before ECharts looks for them.
	for _, part := range []*goja.Program{drawProgram, p, with} {
		if _, err := vm.RunProgram(part); err != nil {
			return "", fmt.Errorf("charts: load ECharts: %w", err)
		}
	}
	draw, ok := goja.AssertFunction(vm.Get(function))
	if !ok {
		return "", fmt.Errorf("charts: there is no function %s", function)
	}
	values := make([]goja.Value, len(arguments))
	for i, a := range arguments {
		values[i] = vm.ToValue(a)
	}
	svg, err := draw(goja.Undefined(), values...)
	if err != nil {
		return "", fmt.Errorf("charts: ECharts: %w", err)
	}
	return svg.String(), nil
}

// SVG is the chart as a vector drawing of the print layout, byte for byte the
// same for the same rows. Width and height are px; Size(Print) is the natural
// size, where 588 px stand for 156 mm. What it may contain is the table drawable.
func (c Chart) SVG(r *Renderer, widthPx, heightPx int) ([]byte, error) {
	raw, err := r.draw(c.options[Print], widthPx, heightPx)
	if err != nil {
		return nil, fmt.Errorf("chart %s: %w", c.ID, err)
	}
	svg, err := canonical(raw, c.ID)
	if err != nil {
		return nil, fmt.Errorf("chart %s: %w", c.ID, err)
	}
	return svg, nil
}

// SVGs draws every chart in its natural print size, side by side, by chart ID.
func (s Set) SVGs(r *Renderer) (map[string][]byte, error) {
	drawings := make([][]byte, len(s))
	errs := make([]error, len(s))
	var wg sync.WaitGroup
	for i, c := range s {
		wg.Go(func() {
			w, h := c.Size(Print)
			drawings[i], errs[i] = c.SVG(r, w, h)
		})
	}
	wg.Wait()
	byID := map[string][]byte{}
	for i, c := range s {
		if errs[i] != nil {
			return nil, errs[i]
		}
		byID[c.ID] = drawings[i]
	}
	return byID, nil
}
