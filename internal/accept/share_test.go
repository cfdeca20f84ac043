package accept_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/mlauth/mlauth-compile/internal/accept"
	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var full = flag.Bool("accept.full", false, "look for every value of the specs, not for some")

// Whatever value of a spec is another in AWS, most are found again: what the
// edited spec renders is what AWS has.
func TestMostValuesAreFoundAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("renders thousands of specs")
	}
	files, err := filepath.Glob("../../specs/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no specs: %v", err)
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".yaml"), func(t *testing.T) {
			t.Parallel()
			shareOf(t, path)
		})
	}
}

func shareOf(t *testing.T, path string) {
	bytes, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text, found, all, at := string(bytes), 0, 0, len(bytes)
	var missed []string
	walk(compile(bytes).Node, nil, func(path []string, n *spec.Node) {
		const one = 3 // of so many
		if at++; path[0] == "aws" || !*full && at%one > 0 {
			return // what is somewhere else has not changed here
		}
		changed := otherwise(text, path, n)
		if changed == nil {
			return
		}
		steps := drift(t, text, string(changed))
		if !inPlace(steps) {
			return // it cannot happen to a resource that stays
		}
		all++
		r := find(t, text, steps)
		if same(t, r.Text, changed) {
			found++
		} else {
			missed = append(missed, fmt.Sprint(path, r.Rest, r.Beside, "\n", accept.Unified(file, []byte(text), r.Text)))
		}
	})
	t.Logf("%d of %d; not %v", found, all, missed)
	if found*10 < all*9 {
		t.Errorf("found %d of %d", found, all)
	}
}

// walk visits the values of a spec: lists of maps by item, other lists whole.
func walk(n *spec.Node, path []string, visit func([]string, *spec.Node)) {
	at := func(name string) []string { return append(slices.Clone(path), name) }
	switch items := n.Items(); {
	case n.Kind == spec.Map:
		for e := range n.Entries() {
			walk(e.Value, at(e.Key.Text), visit)
		}
	case len(items) > 0 && items[0].Kind == spec.Map:
		for i, item := range items {
			walk(item, at(strconv.Itoa(i)), visit)
		}
	default:
		visit(path, n)
	}
}

// more is a text with one letter more, before what closes it: a/* is ax/*.
func more(text string) string {
	at := strings.LastIndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) + 1
	return text[:at] + "x" + text[at:]
}

var digits = regexp.MustCompile(`[0-9]+`)

// otherwise is the text with another value that is valid; nil for none.
func otherwise(text string, path []string, n *spec.Node) []byte {
	values := []any{more(n.Text), n.Text == "false"}
	if at := digits.FindStringIndex(n.Text); at != nil {
		number, _ := strconv.Atoi(n.Text[at[0]:at[1]])
		values = []any{n.Text[:at[0]] + strconv.Itoa(number+1) + n.Text[at[1]:], number + 1}
	}
	if n.Kind == spec.List {
		var fewer []any
		for _, item := range n.Items()[1:] {
			fewer = append(fewer, item.Text)
		}
		values = []any{append(fewer, more(n.Items()[0].Text)), fewer}
	}
	for _, value := range values {
		changed, err := spec.Set(file, []byte(text), path, value)
		if err == nil && compile(changed) != nil {
			return changed
		}
	}
	return nil
}

// inPlace reports that something is changed, and nothing is made or lost.
func inPlace(steps []change.Step) bool {
	c := change.Count(steps)
	return c.Update > 0 && c.Changed() == c.Update
}

func same(t *testing.T, a, b []byte) bool {
	t.Helper()
	one, err := json.Marshal(recorded(t, string(a)))
	other, err2 := json.Marshal(recorded(t, string(b)))
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	return bytes.Equal(one, other)
}

// A patch is what patch applies, at the end of a file too.
func TestUnified(t *testing.T) {
	for _, c := range [][3]string{
		{"a\n", "a\n", ""},
		{"1\n2\n3\n4\n5\n6\n", "1\n2\n3\n4\nfive\n6\n", "--- f\n+++ f\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-5\n+five\n 6\n"},
		{"a", "a\nb", "--- f\n+++ f\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n"},
	} {
		if got := accept.Unified("f", []byte(c[0]), []byte(c[1])); got != c[2] {
			t.Errorf("%q → %q:\n%s", c[0], c[1], got)
		}
	}
}
