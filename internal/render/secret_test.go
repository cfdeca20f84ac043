package render

import (
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

func TestPickSaysNothingOfTheSecret(t *testing.T) {
	const held = `{"a": "the-secret", "n": 7, "e": ""}`
	for key, want := range map[string]string{"a": "the-secret", "": held} {
		got, err := pick(held, spec.SecretRef{SecretsManager: "s", Key: key})
		if err != nil || got != want {
			t.Errorf("key %q: %v", key, err)
		}
	}
	for _, c := range []struct{ text, key, words string }{
		{held, "b", "is not there"}, {held, "n", "is no text"}, {held, "e", "is empty"}, {"", "", "is empty"},
		{"the-secret", "a", "no JSON object"},
	} {
		_, err := pick(c.text, spec.SecretRef{SecretsManager: "s", Key: c.key})
		if err == nil || !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "the-secret") {
			t.Errorf("%q, key %q: %v", c.text, c.key, err)
		}
	}
}
