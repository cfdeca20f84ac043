package limits

import (
	"fmt"
	"maps"
	"slices"
	"testing"
)

// table is every place where a spec reaches a limit of AWS's.
var table = slices.Concat(poolTable, clientTable, accessTable)

// Every row of AWS's model is reached by a field or is listed with the reason
// why not, and never both.
func TestEveryRowIsAccountedFor(t *testing.T) {
	covered, unreachable := covered(), map[string]bool{}
	for _, names := range unreached {
		for _, name := range names {
			if covered[name] || unreachable[name] {
				t.Errorf("%s is listed twice", name)
			}
			if _, ok := rows()[name]; !ok {
				t.Errorf("AWS's model has no row %s", name)
			}
			unreachable[name] = true
		}
	}
	uncovered := 0
	for _, name := range slices.Sorted(maps.Keys(rows())) {
		if !covered[name] && !unreachable[name] {
			uncovered++
			t.Errorf("%s is neither reached nor listed", name)
		}
	}
	t.Logf("of %d rows %d are covered, %d uncovered, %d unreachable", len(rows()), len(covered), uncovered, len(unreachable))
}

// covered are the rows that the table has.
func covered() map[string]bool {
	found := map[string]bool{}
	for _, r := range table {
		for _, name := range r.rows {
			found[name] = true
		}
	}
	return found
}

// basesAreValid: what a probe changes decides.
func basesAreValid(t *testing.T) {
	t.Helper()
	for name := range bases() {
		if _, findings := validated(t, base(t, name)); len(findings) > 0 {
			t.Fatalf("testdata/base/%s.yaml: %s", name, said(findings))
		}
	}
}

// What AWS takes, validate takes; what AWS refuses, validate refuses, at that
// value.
func TestVerdictsAreThoseOfAWS(t *testing.T) {
	basesAreValid(t)
	tried := 0
	for i, r := range table {
		t.Run(fmt.Sprintf("%s#%d", r.name(), i), func(t *testing.T) {
			for _, p := range r.try(limitsOf(t, r)) {
				tried++
				t.Run(p.name, func(t *testing.T) { verdict(t, r, p) })
			}
		})
	}
	t.Logf("%d values were tried", tried)
}
