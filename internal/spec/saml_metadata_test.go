package spec

import (
	"os"
	"strings"
	"testing"
)

func TestSAMLMetadata(t *testing.T) {
	good, err := os.ReadFile("../../specs/idp/partner-saml.xml")
	if err != nil {
		t.Fatal(err)
	}
	without := func(from, to string) string {
		before, rest, _ := strings.Cut(string(good), from)
		_, after, _ := strings.Cut(rest, to)
		return before + after
	}
	for name, c := range map[string]struct{ text, problem string }{
		"good":       {string(good), ""},
		"empty":      {"", "holds no XML"},
		"cut short":  {string(good[:300]), "is no XML: line"},
		"no XML":     {"entityID: x", "holds no XML"},
		"other XML":  {"<html/>", "its root is html"},
		"namespace":  {strings.Replace(string(good), "metadata\" entity", "other\" entity", 1), "its root is EntityDescriptor"},
		"no entity":  {strings.Replace(string(good), "entityID", "id", 1), "has no entityID"},
		"no role":    {without("<IDPSSODescriptor", "</IDPSSODescriptor>"), "no IDPSSODescriptor"},
		"no sign-on": {without("<SingleSignOn", "/>"), "no SingleSignOnService"},
		"entities":   {"<!DOCTYPE x [<!ENTITY a \"b\">]>" + string(good), "has a document type"},
		"too large":  {string(good) + strings.Repeat(" ", maxMetadata), "more than 131072 bytes"},
	} {
		if problem := samlProblem([]byte(c.text)); (problem == "") != (c.problem == "") || !strings.Contains(problem, c.problem) {
			t.Errorf("%s: %q", name, problem)
		}
	}
}
