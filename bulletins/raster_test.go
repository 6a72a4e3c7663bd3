package bulletins

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// A drawing of known shapes: a blue box over the left half but for a clip, a black
// dashed line, a black letter; the picture has ink where the marks are, and only there.
func TestPicturesShowWhatVectorsShow(t *testing.T) {
	const svg = `<svg width="100" height="40" xmlns="http://www.w3.org/2000/svg"><defs><clipPath id="k"><path d="M0 0L50 0L50 20L0 20Z"/></clipPath></defs>
<g clip-path="url(#k)"><path d="M0 0L100 0L100 40L0 40Z" fill="#0000ff"/></g>
<path d="M0 30L100 30" fill="none" stroke="#000000" stroke-width="4" stroke-dasharray="10,10"/>
<text dominant-baseline="central" text-anchor="middle" style="font-size:16px" transform="translate(75 10)" fill="#000000">田</text></svg>`
	d, err := parseSVG([]byte(svg))
	if err != nil {
		t.Fatal(err)
	}
	data, err := d.picture(builtInFaces(t), 400)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := d.picture(builtInFaces(t), 400)
	if !bytes.Equal(data, again) {
		t.Error("two runs gave different pictures")
	}
	p, err := png.Decode(bytes.NewReader(data))
	if err != nil || p.Bounds() != image.Rect(0, 0, 400, 160) {
		t.Fatal(err, p.Bounds())
	}
	blue, black, white := color.RGBA{0, 0, 255, 255}, color.RGBA{0, 0, 0, 255}, color.RGBA{255, 255, 255, 255}
	for _, one := range []struct {
		x, y int
		want color.Color
	}{
		{100, 40, blue}, {196, 76, blue}, {204, 40, white}, {100, 84, white}, // the clip ends at 50, 20 of the drawing
		{20, 120, black}, {60, 120, white}, {100, 120, black}, {20, 110, white}, {20, 130, white}, // dashes of 10, 4 thick
		{340, 150, white},
	} {
		if got := color.RGBAModel.Convert(p.At(one.x, one.y)); got != one.want {
			t.Errorf("at %d, %d: %v, want %v", one.x, one.y, got, one.want)
		}
	}
	dark := 0
	for x := 268; x < 332; x++ { // 田 is 64 points wide around 300, and a stroke stands upright in its middle
		for y := 8; y < 72; y++ {
			if r, _, _, _ := p.At(x, y).RGBA(); r < 0x8000 && x < 400 {
				dark++
			}
		}
	}
	if dark < 600 || dark > 2400 {
		t.Errorf("the letter has %d dark points", dark)
	}
}
