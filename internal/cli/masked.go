package cli

import (
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// masked are findings that show no token that someone wrote where names belong:
// a finding about one thing may name another.
func masked(l diag.List) diag.List {
	for i := range l {
		d := &l[i]
		d.Message, d.Remedy, d.Path = spec.MaskLeaks(d.Message), spec.MaskLeaks(d.Remedy), spec.MaskLeaks(d.Path)
		for j := range d.Related {
			d.Related[j].Message = spec.MaskLeaks(d.Related[j].Message)
		}
	}
	return l
}
