package check_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var update = flag.Bool("update", false, "write the .findings files anew")

// Every case of testdata has the findings that its .findings file lists, one a
// line: LINE:COLUMN severity RULE. Cases in ok have no errors, those in err at
// least one; a case without such a file has no findings at all. Cases of one
// name up to the first dot are specs of one repository, and are checked
// together.
func TestCases(t *testing.T) {
	for _, kind := range []string{"ok", "err"} {
		files, err := filepath.Glob(filepath.Join("testdata", kind, "*.yaml"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no cases: %v", err)
		}
		for name, group := range together(files) {
			t.Run(kind+"/"+name, func(t *testing.T) {
				findings := compileAll(t, group)
				if findings.HasErrors() != (kind == "err") {
					t.Errorf("errors: %v", findings.HasErrors())
				}
				for _, file := range group {
					if *update {
						write(t, file, lines(findings, file))
					}
					if diff := cmp.Diff(wanted(t, file), lines(findings, file)); diff != "" {
						t.Errorf("%s has other findings (-want +got):\n%s\n%s", file, diff, messages(findings, file))
					}
				}
			})
		}
	}
}

func write(t *testing.T, file string, lines []string) {
	t.Helper()
	if len(lines) == 0 {
		return
	}
	if err := os.WriteFile(strings.TrimSuffix(file, ".yaml")+".findings", []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

// together groups files by the first part of their names.
func together(files []string) map[string][]string {
	groups := map[string][]string{}
	for _, file := range files {
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		groups[name] = append(groups[name], file)
	}
	return groups
}

func compileAll(t *testing.T, files []string) diag.List {
	t.Helper()
	var findings diag.List
	var specs []*spec.Spec
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, found := spec.Compile(file, text)
		s.ReadFiles(os.ReadFile)
		specs, findings = append(specs, s), append(append(findings, found...), check.Expired(s, "2026-11-24")...)
	}
	findings = append(findings, check.Specs(specs)...)
	findings.Sort()
	return findings
}

// The rules between specs say the same of specs that were let go and have to be
// compiled again as of those at hand.
func TestSpecsThatWereLetGo(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*", "*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	groups := together(files)
	groups["all of them"] = files
	for name, group := range groups {
		var held, found diag.List
		var specs []*spec.Spec
		var known []*check.Summary
		for _, file := range group {
			compile := func() *spec.Spec {
				text, err := os.ReadFile(file)
				if err != nil {
					t.Error(err)
				}
				s, _ := spec.Compile(file, text)
				s.ReadFiles(os.ReadFile)
				return s
			}
			s := compile()
			specs, known = append(specs, s), append(known, check.Summarize(s, compile))
			found = append(found, check.Alone(s)...)
		}
		held, found = check.Specs(specs), append(found, check.Between(known, nil)...)
		held.Sort()
		found.Sort()
		if diff := cmp.Diff(held, found); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func wanted(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(strings.TrimSuffix(file, ".yaml") + ".findings")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func lines(findings diag.List, file string) []string {
	var out []string
	for _, d := range findings {
		if d.Range.File == file {
			out = append(out, fmt.Sprintf("%d:%d %s %s", d.Range.Start.Line, d.Range.Start.Column, d.Severity, d.Rule))
		}
	}
	return out
}

func messages(findings diag.List, file string) string {
	var b strings.Builder
	for _, d := range findings {
		if d.Range.File == file {
			fmt.Fprintf(&b, "%d:%d %s %s: %s | %s\n", d.Range.Start.Line, d.Range.Start.Column, d.Severity, d.Rule, d.Message, d.Remedy)
		}
	}
	return b.String()
}
