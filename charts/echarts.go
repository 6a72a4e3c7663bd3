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
type Renderer struct {
	// idle holds a machine for each processor, nil where none was needed yet.
	idle chan *machine
}

// machine is ECharts ready to draw, one chart at a time.
type machine struct {
	vm   *goja.Runtime
	draw goja.Callable
}

// NewRenderer returns at once and compiles ECharts in the background, so that a
// caller who makes it early does not wait for it later.
func NewRenderer() *Renderer {
	go program()
	r := &Renderer{idle: make(chan *machine, runtime.GOMAXPROCS(0))}
	for range cap(r.idle) {
		r.idle <- nil
	}
	return r
}

// The timers are stubs: a drawing without animation needs none, and a drawing
// that waited for one would differ from run to run. Nobody points at a drawing
// either: what ECharts keeps ready for that costs a third of a chart of many cells.
const drawJS = `
var setTimeout = function () { return 0 }, clearTimeout = function () {};
function draw(option, width, height) {
	var chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: width, height: height});
	option = JSON.parse(option);
	delete option.tooltip;
	[].concat(option.series || []).forEach(function (s) { s.silent = true; s.emphasis = {disabled: true}; });
	try {
		chart.setOption(option);
		return chart.renderToSVGString();
	} finally {
		chart.dispose();
	}
}`

var drawProgram = goja.MustCompile("draw.js", drawJS, false)

func newMachine() (*machine, error) {
	p, err := program()
	if err != nil {
		return nil, err
	}
	vm := goja.New()
	for _, part := range []*goja.Program{drawProgram, p} {
		if _, err := vm.RunProgram(part); err != nil {
			return nil, fmt.Errorf("charts: load ECharts: %w", err)
		}
	}
	draw, ok := goja.AssertFunction(vm.Get("draw"))
	if !ok {
		return nil, fmt.Errorf("charts: draw.js has no function draw")
	}
	return &machine{vm, draw}, nil
}

// draw renders an option. A machine draws one chart after another: what ECharts
// counts up meanwhile is in its ids only, which canonical writes anew. One that
// failed is not used again.
func (r *Renderer) draw(option []byte, width, height int) (string, error) {
	m := <-r.idle
	done := (*machine)(nil)
	defer func() { r.idle <- done }()
	if m == nil {
		var err error
		if m, err = newMachine(); err != nil {
			return "", err
		}
	}
	svg, err := m.draw(goja.Undefined(), m.vm.ToValue(string(option)), m.vm.ToValue(width), m.vm.ToValue(height))
	if err != nil {
		return "", fmt.Errorf("charts: ECharts: %w", err)
	}
	done = m
	return svg.String(), nil
}

// call runs a function of another program beside ECharts, in a machine that is
// thrown away: what answers to readers are drawn with leaves nothing behind.
func (r *Renderer) call(with *goja.Program, function string, arguments ...any) (string, error) {
	held := <-r.idle // a processor's turn
	defer func() { r.idle <- held }()
	m, err := newMachine()
	if err != nil {
		return "", err
	}
	if _, err := m.vm.RunProgram(with); err != nil {
		return "", fmt.Errorf("charts: load %s: %w", function, err)
	}
	do, ok := goja.AssertFunction(m.vm.Get(function))
	if !ok {
		return "", fmt.Errorf("charts: there is no function %s", function)
	}
	values := make([]goja.Value, len(arguments))
	for i, a := range arguments {
		values[i] = m.vm.ToValue(a)
	}
	text, err := do(goja.Undefined(), values...)
	if err != nil {
		return "", fmt.Errorf("charts: ECharts: %w", err)
	}
	return text.String(), nil
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
