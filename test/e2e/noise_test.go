package e2e

import (
	"testing"

	"github.com/mlauth/mlauth-compile/test/rearrange"
)

// noChangeRearranged shows that a deployed spec makes no change when all that it
// says is moved into a fragment, and put in another order. preview has AWS read
// first.
func (p *project) noChangeRearranged(t *testing.T, spec, text string) {
	t.Helper()
	rest, fragment, err := rearrange.Divided([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	shuffled, err := rearrange.Shuffled(fragment, 1)
	if err != nil {
		t.Fatal(err)
	}
	p.write("specs/"+rearrange.FragmentFile, string(shuffled))
	p.write(spec, string(rest))
	p.must(0, "preview", "--expect-no-changes", spec)
}
