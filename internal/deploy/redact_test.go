package deploy

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestScrub(t *testing.T) {
	t.Setenv("AWS_SECRET_ACCESS_KEY", "aws-very-secret")
	key := "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0B\n-----END KEY-----\n"
	s := newScrubber("hunter2-long", "hunter2", `with "quotes" & more`, key, "abcde", "")
	for text, want := range map[string]string{
		"login as hunter2-long failed":             "login as [secret] failed",
		"login as hunter2 failed":                  "login as [secret] failed",
		"key aws-very-secret":                      "key [secret]",
		`{"s":"with \"quotes\" & more"}`:           `{"s":"[secret]"}`,
		"?s=with+%22quotes%22+%26+more":            "?s=[secret]",
		"at line 2:\n    MIIEvQIBADANBgkqhkiG9w0B": "at line 2:\n    [secret]",
		"abcde is too short to hide":               "abcde is too short to hide",
	} {
		if got := s.text(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	value := map[string]any{"a": []any{"x hunter2", 1.0, nil}, "hunter2": true}
	want := map[string]any{"a": []any{"x [secret]", 1.0, nil}, "[secret]": true}
	if diff := cmp.Diff(want, s.value(value)); diff != "" {
		t.Error(diff)
	}
}
