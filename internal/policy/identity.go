package policy

import (
	"strings"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// TrustIdentity is the same text for trusts that let in the same.
func TrustIdentity(t spec.Trust, at Place) string {
	var b strings.Builder
	say := func(parts ...string) {
		for _, part := range parts {
			b.WriteString(part)
			b.WriteByte(0)
		}
	}
	for _, s := range merge(trusted(t, at)) {
		say("statement", s.Effect)
		for _, kind := range sortedKeys(s.Principal) {
			say("principal", kind, s.Principal[kind])
		}
		say("actions")
		say(s.Actions...)
		for _, operator := range sortedKeys(s.Conditions) {
			for _, name := range sortedKeys(s.Conditions[operator]) {
				say("condition", operator, name)
				say(s.Conditions[operator][name]...)
			}
		}
	}
	return b.String()
}
