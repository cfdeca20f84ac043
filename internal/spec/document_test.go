package spec

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// A place is where counting every character from the first says, in short lines
// and in long ones, and the way back leads to where it began.
func TestPlacesOfADocument(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		var b strings.Builder
		longest := []int{3, 80, 5 * countStep}[r.IntN(3)]
		for range 1 + r.IntN(6) {
			for range r.IntN(longest) {
				b.WriteString([]string{"a", "é", "→", "𝕏", " "}[r.IntN(5)])
			}
			b.WriteString([]string{"\n", "\r\n", ""}[r.IntN(3)])
		}
		text := b.String()
		d := newDocument("s.yaml", []byte(text))
		at := diag.Pos{Line: 1, Column: 1}
		for offset, c := range text {
			if r.IntN(10) == 0 {
				if got := d.pos(offset); got != at {
					t.Fatalf("offset %d of %q is at %v, not at %v", offset, text, got, at)
				}
				back := d.offset(place{int32(at.Line), int32(at.Column)})
				if back != offset && c != '\n' { // the end of a line is before its CR LF
					t.Fatalf("%v of %q is offset %d, not %d", at, text, back, offset)
				}
			}
			at.Column++
			if c == '\n' {
				at = diag.Pos{Line: at.Line + 1, Column: 1}
			}
		}
		if got := d.pos(len(text)); got != at {
			t.Fatalf("the end of %q is at %v, not at %v", text, got, at)
		}
	}
}
