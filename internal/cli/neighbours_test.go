package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestYAMLPaths(t *testing.T) {
	for text, want := range map[string][]string{
		"":                              nil,
		"extends: ../base/a.yaml # x":   {"../base/a.yaml"},
		"extends: [a.yml,\"b c.yaml\"]": {"a.yml", "c.yaml"},
		"a.b.yaml.y":                    {"a.b.yaml"},
		".yam .yaml":                    {".yaml"},
		"- x.yaml\n- 'y/é.yml'\n":       {"x.yaml", "y/é.yml"},
	} {
		if diff := cmp.Diff(want, yamlPaths([]byte(text))); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
