package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// What validate writes as SARIF, with all rules and what docs/checks.md says of
// them, is valid against the schema of SARIF 2.1.0.
func TestSARIFOfAllRulesIsValid(t *testing.T) {
	text, err := os.ReadFile("../diag/testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat = true
	if err := compiler.AddResource("sarif.json", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	found := diag.Diagnostic{Rule: spec.RuleSyntax, Range: diag.Range{File: "a.yaml", Start: diag.Pos{Line: 1, Column: 1}, End: diag.Pos{Line: 1, Column: 1}}}
	c := &compiled{repo: repository{root: t.TempDir()}, findings: diag.List{found}}
	if err := c.report(Streams{Out: &out}, "sarif"); err != nil {
		t.Fatal(err)
	}
	var log any
	if err := json.Unmarshal(out.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	if err := compiler.MustCompile("sarif.json").Validate(log); err != nil {
		t.Errorf("%#v", err)
	}
}

// Each documented rule leads to its section, in plain words.
func TestRulePages(t *testing.T) {
	pages := map[string]diag.RulePage{}
	for _, p := range rulePages() {
		pages[p.ID] = p
	}
	for _, s := range checksPage(t) {
		p := pages[s.id]
		if !strings.HasPrefix(p.URI, checksURL+"#"+strings.ToLower(s.id)+"-") {
			t.Errorf("%s leads to %s", s.id, p.URI)
		}
		if p.Words == "" || strings.Contains(p.Words, "**") || strings.Contains(p.Words, "](") || strings.Contains(p.Words, "```") {
			t.Errorf("%s is explained by %q", s.id, p.Words)
		}
	}
	const want = checksURL + "#mla026-mlauthyaml-speaks-of-a-rule-that-there-is-not"
	if got := pages["MLA026"].URI; got != want {
		t.Errorf("the anchor is not as GitHub makes it: %s", got)
	}
	if got := explanation("\n**error.** See [a](https://b) and [c](d.md),\nthen.\n\nMore.\n\nFails:\n\nx"); got != "See a (https://b) and c, then.\nMore." {
		t.Errorf("explained as %q", got)
	}
}
