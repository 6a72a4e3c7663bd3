package bulletins

import (
	"cmp"
	"math"
	"slices"
)

// share deals the width out: everyone the least, then what a column still lacks
// to its wish, then to its full text, narrow wants first, so that as few columns
// as can be have to wrap; what is left over goes round by wish. It is false when
// even the least does not fit; the columns then shrink in proportion, for the
// smallest size has nowhere to go.
func (l *tableLayout) share(least, wish, full []float64, width float64) bool {
	room := width - 2*cellSide*float64(len(least))
	sumLeast, sumWish := 0.0, 0.0
	for i := range least {
		wish[i] = max(wish[i], least[i])
		full[i] = max(full[i], wish[i])
		sumLeast += least[i]
		sumWish += wish[i]
	}
	l.widths = slices.Clone(least)
	left := room - sumLeast
	if left < 0 {
		for i := range least {
			l.widths[i] = least[i] * room / sumLeast
		}
	} else {
		left = pour(l.widths, wish, left)
		left = pour(l.widths, full, left)
		for i := range l.widths {
			l.widths[i] += left * wish[i] / sumWish
		}
	}
	if sumLeast <= room {
		l.settle(least)
	}
	for i := range l.widths {
		l.widths[i] += 2 * cellSide
	}
	l.ease = 1
	if sumWish > room && sumWish > sumLeast {
		l.ease = (room - sumLeast) / (sumWish - sumLeast)
	}
	return sumLeast <= room
}

// pour fills levels towards their marks, equally until the smallest want is met,
// and gives what is left over.
func pour(levels, marks []float64, left float64) float64 {
	order := make([]int, len(levels))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(marks[a]-levels[a], marks[b]-levels[b]) })
	for k, i := range order {
		part := min(marks[i]-levels[i], left/float64(len(order)-k))
		levels[i] += part
		left -= part
	}
	return max(0, left)
}

// settle moves width between columns for as long as that makes the table
// shorter. No column goes below its least.
func (l *tableLayout) settle(least []float64) {
	height := l.lines()
	for range 40 {
		best, from, to, moved := height, -1, -1, 0.0
		for a := range l.widths {
			for b := range l.widths {
				for _, ems := range []float64{0.5, 1, 2, 4} {
					step := ems * l.size
					if a == b || l.widths[a]-step < least[a] {
						break
					}
					l.widths[a], l.widths[b] = l.widths[a]-step, l.widths[b]+step
					if h := l.lines(); h < best {
						best, from, to, moved = h, a, b, step
					}
					l.widths[a], l.widths[b] = l.widths[a]+step, l.widths[b]-step
				}
			}
		}
		if from < 0 {
			return
		}
		l.widths[from] -= moved
		l.widths[to] += moved
		height = best
	}
}

// lines estimates how many lines all rows take together.
func (l *tableLayout) lines() int {
	sum := 0
	for _, row := range l.solid {
		most := 1
		for i, one := range row {
			if n := int(math.Ceil((one - 0.01) / l.widths[i])); n > 1 {
				// Words and signs leave half a character unused on a line.
				most = max(most, int(math.Ceil(one/max(1, l.widths[i]-l.size/2))))
			}
		}
		sum += most
	}
	return sum
}
