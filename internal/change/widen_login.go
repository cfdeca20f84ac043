package change

import "fmt"

// judges are the details of a provider that decide whose word is taken for who
// a user is.
var judges = []struct{ detail, field string }{
	{"authorize_url", "endpoints.authorization"}, {"token_url", "endpoints.token"},
	{"attributes_url", "endpoints.userInfo"}, {"jwks_uri", "endpoints.jwks"},
}

// widenedProvider says who else is believed, and about what.
func widenedProvider(s Step) []Effect {
	if text(s.Old, "providerType") != text(s.New, "providerType") {
		return nil // another provider: that is said
	}
	var effects []Effect
	social := text(s.New, "providerDetails.api_version") != "" // its version is in its addresses
	for _, j := range judges {
		path := "providerDetails." + j.detail
		if is := text(s.New, path); !social && is != "" && is != text(s.Old, path) {
			effects = append(effects, widening(s, j.field, "another address vouches for users: "+is))
		}
	}
	const file = "providerDetails.MetadataFile"
	if text(s.Old, file) != text(s.New, file) && sameEntity(s.Old, s.New) {
		effects = append(effects, widening(s, "metadata", "the metadata name who may sign for users, and they change"))
	}
	for _, w := range []struct{ detail, field, strong, reason string }{
		{"IDPInit", "idpInitiated", "false", "logins that nobody asked for are taken"},
		{"RequestSigningAlgorithm", "signRequests", "rsa-sha256", "login requests are no longer signed"},
		{"EncryptedResponses", "encryptedAssertions", "true", "assertions are no longer encrypted"},
	} {
		path := "providerDetails." + w.detail
		if text(s.Old, path) == w.strong && text(s.New, path) != w.strong {
			effects = append(effects, widening(s, w.field, w.reason))
		}
	}
	older, newer := without(s, "username")
	mapping := Step{Resource: s.Resource, Old: map[string]any{"m": older}, New: map[string]any{"m": newer}}
	return append(effects, mapped(mapping, "m", s.Resource, "attributeMapping", "the provider decides the attribute %s")...)
}

// without is the attribute mapping before and after, less one attribute.
func without(s Step, attribute string) (older, newer map[string]any) {
	pick := func(properties map[string]any) map[string]any {
		picked := map[string]any{}
		all, _ := value(properties, "attributeMapping").(map[string]any)
		for name, claim := range all {
			if name != attribute {
				picked[name] = claim
			}
		}
		return picked
	}
	return pick(s.Old), pick(s.New)
}

func (p *plan) widenedGroup(s Step) []Effect {
	was, is := text(s.Old, "roleArn"), p.groupRole(s)
	if is != "" && is != p.name(was) {
		return []Effect{widening(s, "role", "its members get the role "+is)}
	}
	before, _ := number(value(s.Old, "precedence"))
	if after, set := number(value(s.New, "precedence")); set && is != "" && (after < before || value(s.Old, "precedence") == nil) {
		return []Effect{widening(s, "precedence", fmt.Sprintf("its role comes before those of other groups, at %g", after))}
	}
	return nil
}

// groupRole is the role that members of a group get after a change, by its path
// in the spec; "" for none.
func (p *plan) groupRole(s Step) string {
	arn, has := s.New["roleArn"]
	if !has {
		return ""
	}
	id, _ := arn.(string)
	return p.roleName(id)
}
