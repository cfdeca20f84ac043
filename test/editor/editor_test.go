package editor_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/schema"
)

// modeline names the schema of a whole spec, layerModeline that of a file that
// is merged with others.
const (
	modeline      = "# yaml-language-server: $schema=../schema/mlauth.schema.json\n"
	layerModeline = "# yaml-language-server: $schema=../schema/mlauth-layer.schema.json\n"
)

// absolute is a path of the repository.
func absolute(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(filepath.Join("..", "..", filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

// An editor has no complaint about the repository's specs, fragments and
// templates.
func TestEditorHasNoComplaint(t *testing.T) {
	c := start(t)
	for _, pattern := range []string{"specs/*.yaml", "base/*.yaml", "internal/cli/templates/*.yaml"} {
		files, err := filepath.Glob(absolute(t, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files like %s: %v", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			path := absolute(t, "specs/"+filepath.Base(file)) // where a template goes
			wanted := modeline
			if strings.Contains(string(text), "\nextends:") || strings.Contains(string(text), "\nkind: AuthFragment") {
				wanted = layerModeline
			}
			if !strings.HasPrefix(string(text), wanted) {
				t.Errorf("%s does not begin with %s", file, wanted)
			}
			for _, d := range c.open(path, string(text)) {
				t.Errorf("%s:%d: %s", file, d.Range.Start.Line+1, d.Message)
			}
		}
	}
}

// It complains about a mistake, at its line.
func TestEditorComplains(t *testing.T) {
	c := start(t)
	for name, m := range map[string]struct {
		wrong string // the last line
		says  string
	}{
		"unknown field": {"usserPool: {}", "usserPool"},
		"wrong value":   {"userPool: {tier: premium}", "essentials"},
		"wrong type":    {"userPool: {password: {minLength: long}}", "Incorrect type"},
		"too small":     {"userPool: {password: {minLength: 2}}", "6"},
		"wrong form":    {"userPool: {domain: {custom: x.acme.ai, certificateArn: nonsense}}", "pattern"},
	} {
		text := modeline + "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: a, team: t}\naws: {region: us-east-1}\n"
		found := c.open(absolute(t, "specs/"+strings.ReplaceAll(name, " ", "-")+".yaml"), text+m.wrong+"\n")
		if len(found) == 0 {
			t.Errorf("%s: no complaint", name)
		}
		if !slices.ContainsFunc(found, func(d diagnostic) bool {
			return d.Range.Start.Line == 5 && strings.Contains(d.Message, m.says)
		}) {
			t.Errorf("%s: no complaint in its line that speaks of %q: %+v", name, m.says, found)
		}
	}
}

// In a fragment a null is fine, and what is required may be elsewhere; a mistake
// is one all the same.
func TestEditorKnowsFragments(t *testing.T) {
	c := start(t)
	const text = layerModeline + "apiVersion: mlauth/v1\nkind: AuthFragment\nclients: {batch: {tokens: null}}\nuserPool: {tier: null}\n"
	if found := c.open(absolute(t, "base/fragment.yaml"), text); len(found) > 0 {
		t.Errorf("it complains: %+v", found)
	}
	found := c.open(absolute(t, "base/wrong.yaml"), text+"usserPool: {}\n")
	if !slices.ContainsFunc(found, func(d diagnostic) bool { return strings.Contains(d.Message, "usserPool") }) {
		t.Errorf("it does not complain: %+v", found)
	}
}

// It completes fields and values, and explains them in the schema's words.
func TestEditorCompletesAndExplains(t *testing.T) {
	c := start(t)
	path := absolute(t, "specs/complete.yaml")
	c.open(path, modeline+"apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: a, team: t}\naws: {region: us-east-1}\nuserPool:\n  tier: \n  ti\n")
	at := func(line, character int) map[string]any {
		return map[string]any{"textDocument": map[string]any{"uri": uri(path)}, "position": position{line, character}}
	}
	var values, fields struct {
		Items []struct {
			Label         string
			Documentation json.RawMessage
		}
	}
	c.call("textDocument/completion", at(6, 8), &values)
	c.call("textDocument/completion", at(7, 4), &fields)
	labels := func() (all []string) {
		for _, i := range append(slices.Clone(values.Items), fields.Items...) {
			all = append(all, i.Label)
		}
		return all
	}()
	for _, want := range []string{"lite", "essentials", "plus", "password", "mfa"} {
		if !slices.Contains(labels, want) {
			t.Errorf("%s is not offered: %v", want, labels)
		}
	}
	words := description(t, "userPool", "password")
	if !slices.ContainsFunc(fields.Items, func(i struct {
		Label         string
		Documentation json.RawMessage
	}) bool {
		return i.Label == "password" && strings.Contains(plain(string(i.Documentation)), plain(words))
	}) {
		t.Errorf("password is not explained by %q", words)
	}
	var hover struct{ Contents json.RawMessage }
	c.call("textDocument/hover", at(6, 3), &hover)
	if words := description(t, "userPool", "tier"); !strings.Contains(plain(string(hover.Contents)), plain(words)) {
		t.Errorf("tier is explained by %s, not by %q", hover.Contents, words)
	}
}

// description is what the schema says of a field of a definition.
func description(t *testing.T, definition, field string) string {
	t.Helper()
	var s struct {
		Definitions map[string]struct {
			Properties map[string]struct{ Description string }
		}
	}
	if err := json.Unmarshal(schema.JSON, &s); err != nil {
		t.Fatal(err)
	}
	words := s.Definitions[definition].Properties[field].Description
	if words == "" {
		t.Fatalf("the schema does not describe %s.%s", definition, field)
	}
	return words
}

// plain is a text without what Markdown or JSON add to it.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\\`\"", r) {
			return -1
		}
		return r
	}, text)
}
