package fields_test

import (
	"testing"

	"github.com/mlauth/mlauth-compile/test/vary"
)

// A field that nobody can see the effect of is a promise that is not kept:
// changing its value changes what is rendered, or which secret is read.
func TestEveryFieldHasAnEffect(t *testing.T) {
	for _, row := range vary.Rows(vary.Bases(t)) {
		t.Run(row.Key, func(t *testing.T) {
			if vary.Elsewhere[row.Key] == "" {
				hasEffect(t, row)
			}
		})
	}
}

func hasEffect(t *testing.T, row vary.Row) {
	t.Helper()
	if len(row.Places) == 0 {
		t.Fatal("no spec uses it; add it to one, or to testdata")
	}
	valid := 0
	for _, p := range row.Places {
		for _, candidate := range p.Candidates(row.Key) {
			b := vary.New(p.Base.File, candidate.Tree)
			if b == nil {
				continue
			}
			valid++
			if b.Done != p.Base.Done {
				return
			}
		}
	}
	t.Errorf("%d other values of %s are taken and none changes what is rendered", valid, row.Key)
}
