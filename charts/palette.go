package charts

// ink is a colour of the drawing, named by what it says. Light values are also
// those of print: dark enough on white paper, apart in grey, and apart for
// people who do not tell red from green (blue, ochre, and one red for targets).
type ink struct{ light, dark string }

var (
	inkText     = ink{"#1b1f24", "#e6e9ee"} // words and values
	inkMute     = ink{"#545b66", "#aab2be"} // axis words
	inkRule     = ink{"#c3c9d2", "#4b535f"} // axis lines
	inkGrid     = ink{"#e3e7ec", "#333a44"} // split lines
	inkTrack    = ink{"#eff2f6", "#262c35"} // the empty part of a bar
	inkPaper    = ink{"#ffffff", "#181c22"} // ground of a panel
	inkSupply   = ink{"#2a629c", "#6fa8dc"} // 批而未供 and its rates
	inkSupplyHi = ink{"#143c68", "#b4d6f5"} // the district's own bar
	inkSupplyLo = ink{"#a8c3dd", "#41607f"} // approvals before 2014
	inkIdle     = ink{"#b0700f", "#e2aa56"} // 闲置土地 and its rates
	inkIdleHi   = ink{"#6f4405", "#f6d59d"} // the district's own bar
	inkTarget   = ink{"#b3261e", "#ff8f85"} // targets, always dashed
	inkSchedule = ink{"#22262c", "#f1f3f6"} // 序时进度: a tick or a dotted line
	inkStock    = ink{"#5b6675", "#93a1b3"} // opening and closing stock
	inkAdd      = ink{"#a3400f", "#ff9d6b"} // what grows the stock, and units of the low group
	inkTake     = ink{"#1f7a6c", "#5cc4b2"} // the outline of what reduces it
	inkTakeLo   = ink{"#cfe6e1", "#22504a"} // and its inside: pale, so that grey print tells it apart
)

// inks is every colour an option may hold; the page swaps light for dark by it.
var inks = []ink{
	inkText, inkMute, inkRule, inkGrid, inkTrack, inkPaper, inkSupply, inkSupplyHi, inkSupplyLo,
	inkIdle, inkIdleHi, inkTarget, inkSchedule, inkStock, inkAdd, inkTake, inkTakeLo,
}
