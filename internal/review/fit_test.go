package review

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// Whatever there is to tell, the comment fits into GitHub's, begins with the
// mark and the table, closes what it opens, and counts what it leaves out; and
// the JSON is what its schema says.
func TestAnyReport(t *testing.T) {
	schema := jsonschema.MustCompile("../../schema/mlauth-plan.schema.json")
	for seed := range uint64(40) {
		report := anyReport(rand.New(rand.NewPCG(seed, 0)))
		var out bytes.Buffer
		if err := report.WriteMarkdown(&out); err != nil {
			t.Fatal(err)
		}
		text := out.String()
		if n := utf8.RuneCountInString(text); n > Longest || !utf8.ValidString(text) {
			t.Errorf("seed %d: %d characters", seed, n)
		}
		if lines := strings.SplitN(text, "\n", 5); lines[0] != Marker || !strings.HasPrefix(lines[1], "### ") || !strings.HasPrefix(lines[3], "| stack |") {
			t.Errorf("seed %d begins with %q", seed, lines[:4])
		}
		if strings.Count(text, "\n<details>") != strings.Count(text, "\n</details>") {
			t.Errorf("seed %d: a fold is open", seed)
		}
		told := strings.Count(text, "\n<details>")
		if left := leftOut(text); told+left < report.totals().Stacks-report.totals().Unchanged {
			t.Errorf("seed %d: %d stacks are told, and %d left out, of %+v", seed, told, left, report.totals())
		}
		out.Reset()
		if err := report.WriteJSON(&out); err != nil {
			t.Fatal(err)
		}
		var value any
		if err := json.Unmarshal(out.Bytes(), &value); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("seed %d: %#v", seed, err)
		}
	}
}

// leftOut is how many stacks a comment says that it has no details of.
func leftOut(text string) (n int) {
	if _, words, found := strings.Cut(text, "_The details of "); found {
		_, _ = fmt.Sscan(words, &n)
	}
	return n
}

// anyReport is one of any size, with each class, outcome, operation and kind.
func anyReport(r *rand.Rand) Report {
	report := Report{Command: []string{"preview", "drift"}[r.IntN(2)]}
	for i := range []int{0, 1, 3, 20, 80}[r.IntN(5)] {
		s := Stack{Name: fmt.Sprintf("stack-%04d", i), File: "specs/" + words(r, 8) + ".yaml", New: r.IntN(2) == 0}
		switch r.IntN(5) {
		case 0:
			s.Failure, s.Remedy = words(r, 4000), words(r, 40)
		case 1: // unchanged
		default:
			anyChanges(r, &s)
		}
		for range r.IntN(3) {
			s.Notes = append(s.Notes, words(r, 30))
		}
		report.Stacks = append(report.Stacks, s)
	}
	return report
}

func anyChanges(r *rand.Rand, s *Stack) {
	ops := []change.Op{change.OpCreate, change.OpAdopt, change.OpUpdate, change.OpReplace, change.OpDelete, change.OpSame, change.OpRead}
	kinds := []change.Kind{change.Added, change.Updated, change.Removed}
	for i := range 1 + r.IntN(12) {
		step := change.Step{Resource: fmt.Sprintf("clients.c%d", i), Type: "t", Op: ops[r.IntN(len(ops))], ID: words(r, 1), Protected: r.IntN(2) == 0}
		for j := range []int{0, 1, 5, 100}[r.IntN(4)] {
			step.Changes = append(step.Changes, change.Difference{
				Path: fmt.Sprintf("p%d", j), Kind: kinds[r.IntN(3)], Replaces: r.IntN(3) == 0, Old: anyValue(r), New: anyValue(r),
			})
		}
		s.Steps = append(s.Steps, step)
		if r.IntN(2) == 0 {
			class := change.Classes[r.IntN(len(change.Classes))]
			s.Effects = append(s.Effects, Effect{
				Effect:  change.Effect{Class: class, Resource: step.Resource, Reason: words(r, 20)},
				Refused: class != change.Other && class != change.WidensAccess, Acknowledged: r.IntN(2) == 0,
			})
		}
	}
}

func anyValue(r *rand.Rand) any {
	switch r.IntN(6) {
	case 0:
		return nil
	case 1:
		return float64(r.IntN(100))
	case 2:
		return []any{words(r, 3), words(r, 50)}
	case 3:
		return map[string]any{words(r, 1): words(r, 9), "b": r.IntN(2) == 0}
	case 4:
		return `{"Statement": [{"Resource": "` + strings.Repeat("x", r.IntN(200)) + `"}]}`
	}
	return words(r, 1+r.IntN(60))
}

// words are so many, of texts that take several bytes, that Markdown obeys, or
// that are no text at all.
func words(r *rand.Rand, n int) string {
	all := []string{"a", "ä", "日本語", "🛑🛑", "`", "```", "|", "<details>", "@all", "\n", "\xff", "\x1b[31m", "_*#"}
	var b strings.Builder
	for range n {
		b.WriteString(all[r.IntN(len(all))] + " ")
	}
	return b.String()
}

// What matters most is told when not all can be.
func TestWhatMattersMostIsTold(t *testing.T) {
	report := Report{Command: "preview"}
	for i := range 2000 {
		report.Stacks = append(report.Stacks, Stack{Name: fmt.Sprintf("harmless-%04d", i), Steps: []change.Step{{Resource: "userPool", Op: change.OpUpdate}}})
	}
	lost := change.Step{Resource: "userPool", Op: change.OpReplace}
	for i := range 4000 {
		lost.Changes = append(lost.Changes, change.Difference{Path: fmt.Sprintf("p%d", i), Kind: change.Updated, Old: strings.Repeat("a ", 30), New: strings.Repeat("b ", 30)})
	}
	steps := make([]change.Step, 20)
	for i := range steps {
		steps[i] = lost
		steps[i].Resource = fmt.Sprintf("clients.c%02d", i)
	}
	report.Stacks = append(report.Stacks, Stack{Name: "worst", File: "specs/worst.yaml", Steps: steps, Effects: []Effect{
		{Effect: change.Effect{Class: change.LosesUsers, Resource: "clients.c00", Reason: "all is lost"}, Refused: true},
	}})
	var out bytes.Buffer
	if err := report.WriteMarkdown(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| `worst` | 20 to replace | **⛔ loses users or identities**: stopped |\n", "**stopped:** all is lost",
		"_What differs of each does not fit into a comment: `mlauth-compile preview specs/worst.yaml` shows it._",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q", want)
		}
	}
}
