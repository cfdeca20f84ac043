package change_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// Each archive in testdata/compare holds a spec before and after a change, and
// what the engine would do and what that means.
var update = os.Getenv("UPDATE") != ""

func TestCompareAndJudge(t *testing.T) {
	files, err := filepath.Glob("testdata/compare/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			parts := strings.SplitN(string(data), "-- ", 4)
			if len(parts) != 4 {
				t.Fatal("want the parts before, after and effects")
			}
			before, after := parts[1], parts[2]
			got := report(compare(t, strings.TrimPrefix(before, "before --\n"), strings.TrimPrefix(after, "after --\n")))
			if update {
				out := parts[0] + "-- " + before + "-- " + after + "-- effects --\n" + got
				if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(strings.TrimPrefix(parts[3], "effects --\n"), got); diff != "" && !update {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func compare(t *testing.T, before, after string) []change.Step {
	t.Helper()
	var sticky []change.Sticky
	for _, s := range render.StickyProperties() {
		sticky = append(sticky, change.Sticky(s))
	}
	return change.Compare(recorded(t, before), recorded(t, after), sticky)
}

func recorded(t *testing.T, text string) []change.Resource {
	t.Helper()
	if strings.TrimSpace(text) == "" {
		return nil
	}
	const head = "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: example, team: tests}\naws: {region: us-east-1, accountId: \"123456789012\"}\n"
	s, findings := spec.NewLoader(nil, nil).Compile("specs/example.yaml", []byte(head+text))
	if findings.HasErrors() {
		t.Fatal(findings)
	}
	recording, err := render.Record(s)
	if err != nil {
		t.Fatal(err)
	}
	var resources []change.Resource
	for _, r := range recording.Resources {
		resources = append(resources, change.Resource{
			Name: r.Name, Type: r.Type, Properties: r.Properties, References: r.References, Protected: r.Options.Protect,
			DeletedFirst: r.Options.DeleteBeforeReplace, Ignored: r.Options.IgnoreChanges, Adopted: r.Options.Import != "",
		})
	}
	return resources
}

// report lists what happens, then what it means.
func report(steps []change.Step) string {
	var b strings.Builder
	for _, s := range steps {
		if !s.Changed() {
			continue
		}
		b.WriteString(string(s.Op) + " " + s.Resource)
		for _, c := range s.Changes {
			b.WriteString(" " + c.Path)
			if c.Replaces {
				b.WriteString("!")
			}
		}
		b.WriteString("\n")
	}
	for i, e := range change.Judge(steps) {
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString(string(e.Class) + " " + e.Change + " " + e.Resource)
		if e.Within != "" {
			b.WriteString(" within " + e.Within)
		}
		b.WriteString(": " + e.Reason + "\n")
	}
	return b.String()
}
