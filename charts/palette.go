package charts

// ink is a colour of the drawing, named by what it says. Light values are also
// those of print: dark enough on white paper, apart in grey, and apart for
// people who do not tell red from green (blue, ochre, and one red for targets).
type ink struct{ light, dark, high string }

var (
	inkText     = ink{"#1b1f24", "#e6e9ee", "#000000"} // words and values
	inkMute     = ink{"#545b66", "#aab2be", "#000000"} // axis words
	inkRule     = ink{"#c3c9d2", "#4b535f", "#000000"} // axis lines
	inkGrid     = ink{"#e3e7ec", "#333a44", "#8c8c8c"} // split lines
	inkTrack    = ink{"#eff2f6", "#262c35", "#e0e0e0"} // the empty part of a bar
	inkPaper    = ink{"#ffffff", "#181c22", "#ffffff"} // ground of a panel
	inkSupply   = ink{"#2a629c", "#6fa8dc", "#0b3d91"} // 批而未供 and its rates
	inkSupplyHi = ink{"#143c68", "#b4d6f5", "#001a4d"} // the district's own bar
	inkSupplyLo = ink{"#a8c3dd", "#41607f", "#7fa8d9"} // approvals before 2014
	inkIdle     = ink{"#b0700f", "#e2aa56", "#7a3e00"} // 闲置土地 and its rates
	inkIdleHi   = ink{"#6f4405", "#f6d59d", "#402000"} // the district's own bar
	inkIdleLo   = ink{"#ecd3a8", "#5d4a2a", "#e0b060"} // idle for less than a year
	inkTarget   = ink{"#b3261e", "#ff8f85", "#a30000"} // targets, always dashed
	inkSchedule = ink{"#22262c", "#f1f3f6", "#000001"} // 序时进度: a tick or a dotted line
	inkStock    = ink{"#5b6675", "#93a1b3", "#333333"} // opening and closing stock
	inkAdd      = ink{"#a3400f", "#ff9d6b", "#8a2a00"} // what grows the stock, and units of the low group
	inkAddLo    = ink{"#f4cdb8", "#55321f", "#f0b090"} // its pale ground: below schedule
	inkTake     = ink{"#1f7a6c", "#5cc4b2", "#00524a"} // the outline of what reduces it
	inkTakeLo   = ink{"#cfe6e1", "#22504a", "#a0d8ce"} // and its inside: pale, so that grey print tells it apart
	inkBand     = ink{"#d5e2ef", "#2b3f54", "#b0c8e8"} // between the slowest and the fastest forecast
	inkPurple   = ink{"#6b3f86", "#c79be0", "#4b0082"} // 未供即用
)

// unitInks tell units apart in lines, together with a symbol and the name at the end.
var unitInks = []ink{inkSupply, inkIdle, inkTake, inkAdd, inkPurple, inkStock}

// inks is every colour an option may hold; the page swaps light for dark by it.
var inks = []ink{
	inkText, inkMute, inkRule, inkGrid, inkTrack, inkPaper, inkSupply, inkSupplyHi, inkSupplyLo,
	inkIdle, inkIdleHi, inkIdleLo, inkTarget, inkSchedule, inkStock, inkAdd, inkAddLo, inkTake, inkTakeLo, inkBand, inkPurple,
}
