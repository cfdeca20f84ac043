package check_test

import (
	"bytes"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// A section at the top that is misspelt, or is no map, is one mistake: what
// hangs on it is not wrong too.
func TestMistakenSectionIsOneError(t *testing.T) {
	for _, f := range validSpecs(t) {
		if bytes.Contains(f.text, []byte("\nextends:")) {
			continue // a fragment may have the section too
		}
		for _, section := range sectionStart.FindAllIndex(f.text, -1) {
			colon := section[1] - 1
			before, after := f.text[:colon], f.text[colon:]
			onlyOne(t, "MLA010", f.name, slices.Concat(before, []byte("s"), after))
			if next := nextStart.FindIndex(after); next != nil {
				onlyOne(t, "MLA012", f.name, slices.Concat(before, []byte(": [nonsense]"), after[next[0]:]))
			}
		}
	}
}

var (
	sectionStart = regexp.MustCompile(`(?m)^(userPool|identityProviders|resourceServers|clients|groups|identityPool|iamOidcProviders|workloads):`)
	nextStart    = regexp.MustCompile(`\n([a-z]|$)`)
)

func onlyOne(t *testing.T, rule, name string, text []byte) {
	t.Helper()
	if found := errorsOf(name, text); len(found) != 1 || found[0].Rule != rule {
		t.Errorf("%s has not %s alone: %+v\n%s", name, rule, found, text)
	}
}

// A misspelt section is read as what it was meant to be: mistakes in it, and in
// what hangs on it, are found at once.
func TestMisspeltSectionIsRead(t *testing.T) {
	text, err := os.ReadFile("../cli/templates/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{"\nresourceServers:", "\nresourceServer:"}, {"[inference/predict]", "[inference/predct]"}, {"name: Inference API", "nam: Inference API"},
	} {
		text = bytes.Replace(text, []byte(change[0]), []byte(change[1]), 1)
	}
	var rules []string
	for _, d := range errorsOf("specs/full.yaml", text) {
		rules = append(rules, d.Rule)
	}
	if want := []string{"MLA010", "MLA010", "MLA402"}; !slices.Equal(rules, want) {
		t.Errorf("found %v, not %v", rules, want)
	}
}

// A provider whose name is misspelt in a client is not said to be of no use too.
func TestMisspeltProviderIsOneFinding(t *testing.T) {
	text, err := os.ReadFile("../cli/templates/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("identityProviders: [corp-sso]"), []byte("identityProviders: [corp-ssso]"), 1)
	if found := findingsOf("specs/full.yaml", text); len(found) != 1 || found[0].Rule != "MLA403" || found[0].Severity != diag.Error {
		t.Errorf("found %+v", found)
	}
}
