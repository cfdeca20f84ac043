package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var warns = regexp.MustCompile(`# warns: (MLA\d+(?:, MLA\d+)*)`)

// The repository's specs have no finding but the warnings that are listed on
// the lines that they stand against.
func TestSpecsHaveTheirListedWarningsOnly(t *testing.T) {
	command := exec.Command("mlauth-compile", "validate", "--format", "json")
	command.Dir = "../.."
	out, err := command.Output()
	if err != nil {
		t.Fatalf("validate: %v\n%s", err, out)
	}
	var findings struct {
		Diagnostics []struct {
			Rule, Severity, File string
			Line                 int
		}
	}
	if err := json.Unmarshal(out, &findings); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range findings.Diagnostics {
		got = append(got, fmt.Sprintf("%s:%d %s", d.File, d.Line, d.Rule))
	}
	want := listedWarnings(t)
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("findings (-listed +found):\n%s", diff)
	}
}

func listedWarnings(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../specs/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no specs: %v", err)
	}
	rule := regexp.MustCompile(`MLA\d+`)
	var listed []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range regexp.MustCompile(`\n`).Split(string(text), -1) {
			if m := warns.FindStringSubmatch(line); m != nil {
				for _, id := range rule.FindAllString(m[1], -1) {
					listed = append(listed, fmt.Sprintf("specs/%s:%d %s", filepath.Base(file), i+1, id))
				}
			}
		}
	}
	return listed
}
