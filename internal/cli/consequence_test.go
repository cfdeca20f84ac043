package cli

import "testing"

// One mistake is one finding, where its consequences would be found by other
// stages, or in other files.
func TestOneMistakeIsOneFinding(t *testing.T) {
	for name, c := range map[string]struct{ rule, text string }{
		"a section under a wrong name, and in a fragment under the right one": {"MLA010", `
-- specs/a.yaml --
extends: ../base/f.yaml
userpool: {domain: {prefix: acme-x}, mfa: {mode: optional, methods: [totp]}}
clients: {c: {type: web, callbackUrls: ["https://a.ai/cb"]}}
-- base/f.yaml --
apiVersion: mlauth/v1
kind: AuthFragment
userPool: {tier: lite}
`},
	} {
		t.Run(name, func(t *testing.T) {
			if found := runExample(t, fence{text: c.text}); len(found) != 1 || found[0].Rule != c.rule {
				t.Errorf("not one %s, but:\n%s", c.rule, listed(found))
			}
		})
	}
}
