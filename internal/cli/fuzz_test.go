package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/check"
)

// FuzzValidate: whatever a spec, the fragment that it may extend and mlauth.yaml
// hold, validate ends soon and without a panic, every finding has a rule that
// there is and a place in a file that there is, nothing dangerous goes to a
// terminal, and the same files give the same words.
func FuzzValidate(f *testing.F) {
	seeds(f)
	repository := f.TempDir()
	write(f, filepath.Join(repository, "specs/b.yaml"), []byte(neighbour))
	f.Fuzz(func(t *testing.T, spec, fragment, settings []byte) {
		t.Chdir(repository)
		write(t, "specs/a.yaml", spec)
		write(t, "base/f.yaml", fragment)
		write(t, "mlauth.yaml", settings)
		started := time.Now()
		for _, format := range formats {
			out := validated(t, format)
			if diff := cmp.Diff(out, validated(t, format)); diff != "" {
				t.Fatalf("a second time it says otherwise (-first +second):\n%s", diff)
			}
			if i := strings.IndexFunc(out, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }); i >= 0 {
				t.Fatalf("a control character is written: %.80q", out[i:])
			}
			if format == "json" {
				placed(t, out)
			}
		}
		if spent := time.Since(started); spent > 20*time.Second {
			t.Fatalf("it took %s", spent)
		}
	})
}

// formats are all that validate writes.
var formats = strings.Split(newValidate(Streams{}).Flag("format").Value.Type(), "|")

// neighbour is a spec of the same repository that is right whatever the other
// one says, unless the fragment is wrong.
const neighbour = `apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: neighbour, team: docs}
extends: ../base/f.yaml
aws: {region: us-east-1, accountId: "123456789012"}
userPool: {domain: {prefix: neighbour}}
clients: {app: {type: web, callbackUrls: ["https://app.acme.ai/"]}}
`

// seeds are the specs, fragments and settings that the repository has.
func seeds(f *testing.F) {
	const fragment = "apiVersion: mlauth/v1\nkind: AuthFragment\nuserPool: {tier: plus}\nclients: {app: {tokens: {access: 15m}}}\n"
	const settings = "apiVersion: mlauth/v1\nkind: AuthRepository\ndefaults: {aws: {region: us-east-1}}\nrules: {MLA214: off}\n"
	for _, pattern := range []string{"../../specs/*.yaml", "templates/*.yaml", "../check/testdata/*/*.yaml", "../spec/testdata/findings/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("no specs like %s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(text, []byte(fragment), []byte{})
			extending := bytes.Replace(text, []byte("\nkind: AuthStack\n"), []byte("\nkind: AuthStack\nextends: ../base/f.yaml\n"), 1)
			f.Add(extending, []byte(fragment), []byte(settings))
		}
	}
	f.Add([]byte(neighbour), []byte(neighbour), []byte("rules: {MLA214: loud}\n# mlauth:ignore MLA214\n"))
}

func write(t testing.TB, name string, text []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// validated is what validate prints about the repository of the working folder.
func validated(t *testing.T, format string) string {
	t.Helper()
	var out bytes.Buffer
	code := Run(context.Background(), []string{"validate", "--format", format}, Streams{In: strings.NewReader(""), Out: &out, Err: &out})
	if code != exitOK && code != exitFailed {
		t.Fatalf("exit code %d: %s", code, out.String())
	}
	return out.String()
}

// placed holds findings to what every finding has.
func placed(t *testing.T, out string) {
	t.Helper()
	var found struct {
		Diagnostics []struct {
			Rule, File, Message              string
			Line, Column, EndLine, EndColumn int
		}
	}
	if err := json.Unmarshal([]byte(out), &found); err != nil {
		t.Fatal(err)
	}
	for _, d := range found.Diagnostics {
		text, err := os.ReadFile(filepath.FromSlash(d.File))
		lines := bytes.Count(text, []byte("\n")) + 1
		_, known := check.Find(d.Rule)
		if !known || err != nil || d.Message == "" || d.Line < 1 || d.Column < 1 || d.EndLine > lines ||
			d.EndLine < d.Line || d.EndLine == d.Line && d.EndColumn < d.Column {
			t.Fatalf("%+v in a file of %d lines: %v", d, lines, err)
		}
	}
}
