package cli

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Every rule has one section in docs/checks.md, and every section a rule, of
// the same severity, by ID.
func TestEveryRuleHasItsSection(t *testing.T) {
	sections := checksPage(t)
	if !slices.IsSortedFunc(sections, func(a, b section) int { return strings.Compare(a.id, b.id) }) {
		t.Error("the sections are not sorted by ID")
	}
	count := map[string]int{}
	for _, s := range sections {
		count[s.id]++
		rule, known := check.Find(s.id)
		switch {
		case !known:
			t.Errorf("docs/checks.md has %s, which is no rule", s.id)
		case rule.Severity.String() != s.severity:
			t.Errorf("%s is of severity %s, and docs/checks.md says %s", s.id, rule.Severity, s.severity)
		case count[s.id] > 1:
			t.Errorf("%s has several sections", s.id)
		}
	}
	for _, rule := range check.All() {
		if count[rule.ID] == 0 {
			t.Errorf("docs/checks.md has no section on %s: %s", rule.ID, rule.Title)
		}
	}
}

// The sections stand under the heading of their family.
func TestSectionsStandInTheirFamily(t *testing.T) {
	page, err := os.ReadFile("../../docs/checks.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range strings.Split(string(page), "\n## ")[1:] {
		for line := range strings.Lines(family) {
			if m := heading.FindStringSubmatch(strings.TrimSpace(line)); m != nil && m[1][3] != family[0] {
				t.Errorf("%s stands under ## %s", m[1], strings.SplitN(family, "\n", 2)[0])
			}
		}
	}
}

// The examples of docs/checks.md do what it says: one that fails has the rule's
// finding and no error but it, one that passes has neither it nor an error. What
// an issuer has to be asked for is not found here.
func TestExamplesOfChecks(t *testing.T) {
	for _, s := range checksPage(t) {
		t.Run(s.id, func(t *testing.T) {
			for _, f := range s.fails {
				found := runExample(t, f)
				if count(found, s.id) == 0 && !s.online {
					t.Errorf("what fails does not give %s, but:\n%s", s.id, listed(found))
				}
				for _, d := range found {
					if d.Severity == diag.Error && d.Rule != s.id {
						t.Errorf("what fails has other errors:\n%s", listed(found))
						break
					}
				}
			}
			for _, f := range s.passes {
				if found := runExample(t, f); count(found, s.id) > 0 || found.HasErrors() {
					t.Errorf("what passes does not:\n%s", listed(found))
				}
			}
		})
	}
}

var update = flag.Bool("update", false, "write the golden files anew")

// What is said of files that cannot be read, of the schema and of reuse, to the
// letter: the examples of the family 0xx that fail.
func TestWordsOnLoading(t *testing.T) {
	const golden = "testdata/loading.txt"
	where, err := filepath.Abs(golden)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	for _, s := range checksPage(t) {
		for _, f := range s.fails {
			if !strings.HasPrefix(s.id, "MLA0") {
				continue
			}
			c := compileExample(t, f)
			if err := diag.WriteText(&got, c.findings, c.sources(), diag.Look{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if *update {
		if err := os.WriteFile(where, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(where)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("%s differs (-want +got; -update writes it):\n%s", golden, diff)
	}
}

func runExample(t *testing.T, f fence) diag.List {
	t.Helper()
	return compileExample(t, f).findings
}

// compileExample validates an example in a repository of its own, on a day that
// stays the same. One of a change is validated against what it was before.
func compileExample(t *testing.T, f fence) *compiled {
	t.Helper()
	now = func() time.Time { return time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC) }
	t.Cleanup(func() { now = time.Now })
	files, err := f.files()
	if err != nil {
		t.Fatalf("an example cannot be read: %v", err)
	}
	root := t.TempDir()
	if err := os.Mkdir(filepath.Join(root, ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	before := &revision{ref: "main", files: map[string]string{}, fetch: func(text string) ([]byte, error) { return []byte(text), nil }}
	for name, text := range files {
		revision, name := revisionOf(name)
		if revision == "before" {
			before.files[name] = text
			continue
		}
		file := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
	c, err := readSpecs(nil, strings.NewReader(""), wanted{users: true, specs: len(before.files) > 0})
	if err != nil {
		t.Fatal(err)
	}
	if len(before.files) > 0 {
		found, _, err := c.against(before, nil)
		if err != nil {
			t.Fatal(err)
		}
		c.findings = append(c.findings, found...)
	}
	c.judge(c.findings, true)
	return c
}

func count(l diag.List, id string) int {
	n := 0
	for _, d := range l {
		if d.Rule == id {
			n++
		}
	}
	return n
}

func listed(l diag.List) string {
	var b strings.Builder
	if err := diag.WriteText(&b, l, nil, diag.Look{}); err != nil {
		return err.Error()
	}
	return b.String()
}

// given is a finding in a .findings file, in text output, or in a pattern for it.
var given = regexp.MustCompile(`(?:(?:error|warning|info) |\[)(MLA[0-9]{3})\b`)

// Every rule is broken by some case of the tests' data, or where an issuer has
// to be asked by one of internal/oidc.
func TestEveryRuleIsBrokenBySomeCase(t *testing.T) {
	var all strings.Builder
	for _, pattern := range []string{"../check/testdata/*/*.findings", "../spec/testdata/findings/*.txt", "testdata/*.txt", "../../cmd/mlauth-compile/testdata/script/*.txtar"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal("no cases like ", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
		}
	}
	found := map[string]bool{}
	for _, m := range given.FindAllStringSubmatch(all.String(), -1) {
		found[m[1]] = true
	}
	for _, rule := range check.All() {
		if slices.Contains(check.OnlineRules(), rule) {
			continue
		}
		if !found[rule.ID] {
			t.Errorf("no case breaks %s: %s", rule.ID, rule.Title)
		}
	}
}
