package cli

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/parallel"
	"github.com/mlauth/mlauth-compile/test/vary"
)

var writeMatrix = flag.Bool("matrix.update", false, "write docs/changes.md anew")

const adopted = "nothing: it counts while the resource is not in the stack yet"

// unseen are fields whose change is not in the programs that are compared.
var unseen = map[string]string{
	"aws.assumeRole.roleArn":            "nothing: it says who deploys",
	"aws.assumeRole.externalId":         "nothing: it says who deploys",
	"aws.assumeRole.sessionName":        "nothing: it says who deploys",
	"aws.profile":                       "nothing: it says who deploys",
	"aws.endpointUrl":                   "nothing: it says where AWS is found",
	"lifecycle.adopt.userPool":          adopted,
	"lifecycle.adopt.domain.prefix":     adopted,
	"lifecycle.adopt.domain.custom":     adopted,
	"lifecycle.adopt.identityProviders": adopted,
	"lifecycle.adopt.resourceServers":   adopted,
	"lifecycle.adopt.clients":           adopted,
	"lifecycle.adopt.groups":            adopted,
	"lifecycle.adopt.identityPool":      adopted,
	"aws.accountId":                     "nothing: the account stays that of the credentials",
	"userPool.use.stack":                "what another pool's id does: see `userPool.use.id`",
	"secret reference.env":              "nothing while the value is the same; else what the field does that takes it",
	"secret reference.file":             "nothing while the value is the same; else what the field does that takes it",
	"secret reference.key":              "nothing while the value is the same; else what the field does that takes it",
	"secret reference.secretsManager":   "nothing while the value is the same; else what the field does that takes it",
	"secret reference.ssm":              "nothing while the value is the same; else what the field does that takes it",
}

// docs/changes.md says of every field what changing it does to what is deployed:
// what validate --against finds, in both directions. -matrix.update writes it
// anew.
func TestMatrix(t *testing.T) {
	rows := vary.Rows(vary.Bases(t))
	lines := make([][]string, len(rows))
	parallel.Each(len(rows), func(i int) { lines[i] = matrixLines(t, rows[i]) })
	var page strings.Builder
	page.WriteString(matrixHead)
	for _, of := range lines {
		for _, line := range of {
			page.WriteString(line + "\n")
		}
	}
	const file = "../../docs/changes.md"
	if *writeMatrix {
		if err := os.WriteFile(file, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), page.String()); diff != "" {
		t.Errorf("%s is not what changes do (-page +found); go test ./internal/cli -run TestMatrix -matrix.update writes it anew:\n%s", file, diff)
	}
}

// matrixLines are the page's lines on a field: one for each way of changing it,
// those that do the same together.
func matrixLines(t *testing.T, row vary.Row) []string {
	name := strings.ReplaceAll(row.Key, "*", "NAME")
	if row.Key == "metadata.name" {
		return []string{fmt.Sprintf("| `%s` | any | a new stack is made, with new, empty pools; the old one stays as it is, and no spec manages it (MLA809) | other | |", name)}
	}
	if vary.Elsewhere[row.Key] != "" {
		return []string{fmt.Sprintf("| `%s` | any | nothing of its own | other | |", name)}
	}
	found := varied(row)
	if len(found) == 0 {
		t.Errorf("%s: no other value is valid", row.Key)
	}
	ways := map[string][]string{}
	for _, way := range []string{"another value", "added", "left out"} {
		if did := found[way]; did != nil {
			cells := did.cells(row.Key)
			if strings.HasPrefix(cells, " |") {
				t.Errorf("%s: changing it does nothing", row.Key)
			}
			ways[cells] = append(ways[cells], way)
		}
	}
	var lines []string
	for _, cells := range slices.Sorted(maps.Keys(ways)) {
		way := strings.Join(ways[cells], ", ")
		if len(ways) == 1 {
			way = "any"
		}
		lines = append(lines, fmt.Sprintf("| `%s` | %s | %s", name, way, cells))
	}
	return lines
}

// enough are the valid values of a field that show what it does, and tries
// those that are looked through for more of them, by the way of changing it.
var enough, tries = map[bool]int{false: 5, true: 2}, map[bool]int{false: 30, true: 6} // true: it is left out

// varied is what changes of a field do, by the way of changing it: many values
// in a few places, and a few values in many places.
func varied(row vary.Row) map[string]*outcome {
	found, seen := map[string]*outcome{}, map[string]bool{}
	note := func(way string, from, to *vary.Base) {
		if found[way] == nil {
			found[way] = newOutcome()
		}
		found[way].add(Consequences(from.Spec, to.Spec, from.Recording, to.Recording))
	}
	inOrder, byTurns := candidates(row)
	for _, all := range [][]candidate{inOrder, byTurns} {
		valid, tried := map[bool]int{}, map[bool]int{}
		for _, c := range all {
			way, back := "another value", "another value"
			if c.Left {
				way, back = "left out", "added"
			}
			if tried[c.Left]++; valid[c.Left] >= enough[c.Left] || tried[c.Left] > tries[c.Left] && (c.Left || valid[false] > 0) {
				continue
			}
			b := vary.New(c.base.File, c.Tree)
			if b == nil || b.Done == c.base.Done || seen[b.Done] {
				continue // not valid, or the default, or looked at
			}
			seen[b.Done] = true
			valid[c.Left]++
			note(way, c.base, b)
			note(back, b, c.base)
		}
	}
	return found
}

type candidate struct {
	vary.Candidate
	base *vary.Base
}

// candidates are those of a field's places, one place after the other, and by
// turns: first the first ones of all places, then their second ones, and so on.
func candidates(row vary.Row) (inOrder, byTurns []candidate) {
	var rounds [][]candidate
	for _, p := range row.Places {
		for i, next := range p.Candidates(row.Key) {
			if i == len(rounds) {
				rounds = append(rounds, nil)
			}
			c := candidate{next, p.Base}
			inOrder, rounds[i] = append(inOrder, c), append(rounds[i], c)
		}
	}
	return inOrder, slices.Concat(rounds...)
}

// outcome is what changes did, all together.
type outcome struct {
	resources map[change.Op]map[string]bool
	classes   map[change.Class]bool
	entries   map[string]bool
}

func newOutcome() *outcome {
	return &outcome{map[change.Op]map[string]bool{}, map[change.Class]bool{}, map[string]bool{}}
}

func (o *outcome) add(steps []change.Step, effects []change.Effect) {
	happens := owners(steps)
	if moved := madeElsewhere(effects); len(moved) > 0 {
		happens = moved
	}
	for owner, op := range happens {
		if o.resources[op] == nil {
			o.resources[op] = map[string]bool{}
		}
		o.resources[op][owner] = true
	}
	o.classes[change.Worst(effects)] = true
	for _, e := range effects {
		if e.Stopped() && e.Within == "" {
			o.entries[entryFor(e)] = true
		}
	}
}

// madeElsewhere is what a stack makes where it moves: its pools, with all that is
// in them, and what is in none.
func madeElsewhere(effects []change.Effect) map[string]change.Op {
	made := map[string]change.Op{}
	for _, e := range effects {
		if e.Change == change.Creates {
			made[e.Resource] = change.OpCreate
		}
	}
	for _, e := range effects {
		if len(made) > 0 && e.Change == change.Replaces {
			made[general(e.Resource)] = change.OpCreate
		}
	}
	return made
}

func entryFor(e change.Effect) string {
	id := ""
	if strings.Contains(change.Entries([]change.Effect{e}, "")[0], ", id: ") {
		id = ", id: …"
	}
	return fmt.Sprintf("`{change: %s, resource: %s%s}`", e.Change, general(e.Resource), id)
}
