package e2e

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mlauth/mlauth-compile/test/vary"
)

var (
	matrixFull = flag.Bool("matrix.full", false, "TestMatrix runs all rows, without a budget")
	matrixFor  = flag.Duration("matrix.for", 0, "the budget of TestMatrix; 0 for four minutes where the engine is required, else one")
	matrixRows = flag.String("matrix.rows", "", "TestMatrix makes those changes alone that have a row with this in its name; with -matrix.full")
	matrixSeed = flag.Uint64("matrix.seed", 0, "the seed of TestMatrix; 0 for another one each time")
)

// always is the spec whose rows come first in every run: it is small, and has
// every kind of outcome.
const always = "specs/oidc-login.yaml"

// For every field of the language: what changing it on a deployed stack means
// and does is the same for validate --against, for preview, and in what the
// engine then really did. docs/changes.md has the rows, from the same judge.
//
// Fields that change in place are changed together, as many as leave each
// other's outcome alone; what is made anew, lost or refused is changed alone,
// acknowledged as validate proposes. A run with a budget begins with one small
// spec that has every kind of outcome, and goes on with the others in an order
// that the seed gives: so that no run is without a kind, and over many runs each
// row has its turn. The seed is another one each time, and printed.
func TestMatrix(t *testing.T) {
	seed, budget := *matrixSeed, matrixBudget()
	if seed == 0 {
		seed = rand.Uint64()
	}
	bases := deployable(t)
	rows := vary.Rows(bases)
	m := &matrix{courses: coursesOf(rows, bases), ran: map[cell]string{}, end: time.Now().Add(budget)}
	all := m.cells()
	if keys := lacking(rows, all); len(keys) > 0 {
		t.Errorf("fields that are not in the matrix, and not apart from it either: %v", keys)
	}
	for _, c := range m.courses {
		c.acts = slices.DeleteFunc(c.acts, func(a act) bool {
			return !strings.Contains(names(a.rows, func(r row) cell { return r.cell }), *matrixRows)
		})
	}
	m.courses = slices.DeleteFunc(m.courses, func(c *course) bool { return len(c.acts) == 0 })
	if *matrixFull {
		t.Logf("note: the matrix: all %d rows on %d specs", len(all), len(m.courses))
	} else {
		t.Logf("note: the matrix: seed %d, %s for as many as there is time for of %d rows on %d specs; all with -args -matrix.full, these again with -args -matrix.seed=%d", seed, budget, len(all), len(m.courses), seed)
		m.shuffle(rand.New(rand.NewPCG(seed, 1)))
	}
	started := time.Now()
	t.Cleanup(func() { m.report(t, all, time.Since(started)) })
	for _, c := range m.courses {
		if !*matrixFull && time.Now().After(m.end) {
			break
		}
		t.Run(c.name(), func(t *testing.T) {
			if *matrixFull {
				t.Parallel()
			}
			m.run(t, c)
		})
	}
}

// deployable are all specs, without what names credentials and takes over what
// is in no account: corners.yaml is like that.
func deployable(t *testing.T) []*vary.Base {
	var all []*vary.Base
	for _, b := range vary.Bases(t) {
		tree := b.Tree.(map[string]any)
		if lifecycle, _ := tree["lifecycle"].(map[string]any); lifecycle["adopt"] != nil {
			delete(tree, "lifecycle")
			tree["aws"] = map[string]any{"region": b.Spec.AWS.Region, "accountId": b.Spec.AWS.AccountID}
			text := b.Text
			b = vary.New(b.File, tree)
			b.Text = text
		}
		all = append(all, b)
	}
	return all
}

func matrixBudget() time.Duration {
	switch {
	case *matrixFor > 0:
		return *matrixFor
	case os.Getenv("MLAUTH_REQUIRE_ENGINE") == "1":
		return 4 * time.Minute
	}
	return time.Minute
}

// shuffle puts the spec that is always there first, with an act of each outcome;
// of the others some acts each, so that several have their turn.
func (m *matrix) shuffle(r *rand.Rand) {
	const some = 3
	r.Shuffle(len(m.courses), func(i, j int) { m.courses[i], m.courses[j] = m.courses[j], m.courses[i] })
	for i, c := range m.courses {
		if c.base.File == always {
			seen := map[string]bool{}
			c.acts = slices.DeleteFunc(c.acts, func(a act) bool {
				was := seen[a.outcome(c.base)]
				seen[a.outcome(c.base)] = true
				return was
			})
			m.courses[0], m.courses[i] = c, m.courses[0]
			continue
		}
		r.Shuffle(len(c.acts), func(i, j int) { c.acts[i], c.acts[j] = c.acts[j], c.acts[i] })
		c.acts = c.acts[:min(some, len(c.acts))]
	}
}

// outcome is what an act comes to, in a word.
func (a act) outcome(b *vary.Base) string {
	if a.kind == together {
		return fmt.Sprint(together, a.rows[0].left)
	}
	return judged(b, a.rows[0].next).String()
}

// cells are all rows of the matrix, sorted.
func (m *matrix) cells() []cell {
	all := map[cell]bool{}
	for _, c := range m.courses {
		for _, a := range c.acts {
			for _, one := range a.rows {
				all[one.cell] = true
				if a.kind == together {
					all[one.back] = true
				}
			}
		}
	}
	return slices.SortedFunc(maps.Keys(all), cell.compare)
}

// report says what was run, and what came of it.
func (m *matrix) report(t *testing.T, all []cell, took time.Duration) {
	outcomes := map[string]int{}
	for _, outcome := range m.ran {
		outcomes[outcome]++
	}
	var lines []string
	for _, outcome := range slices.Sorted(maps.Keys(outcomes)) {
		lines = append(lines, fmt.Sprintf("%d %s", outcomes[outcome], outcome))
	}
	t.Logf("note: the matrix: %d of %d rows in %s: %s", len(m.ran), len(all), took.Round(time.Second), strings.Join(lines, "; "))
	lists := map[bool][]string{}
	for _, c := range all {
		lists[m.ran[c] != ""] = append(lists[m.ran[c] != ""], c.String())
	}
	t.Logf("note: its rows: %s", strings.Join(lists[true], ", "))
	t.Logf("not run: %s", strings.Join(lists[false], ", "))
	for _, prefix := range slices.Sorted(maps.Keys(apart)) {
		t.Logf("not in it: %s: %s", prefix, apart[prefix])
	}
}

// lacking are the fields that are neither in the matrix nor said why not, or
// both.
func lacking(rows []vary.Row, all []cell) []string {
	has := map[string]bool{}
	for _, c := range all {
		has[c.key] = true
	}
	var keys []string
	for _, row := range rows {
		if has[row.Key] == apartFor(row.Key) {
			keys = append(keys, row.Key)
		}
	}
	return keys
}
