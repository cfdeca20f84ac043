package change

import "fmt"

// felt says what it means that a resource of a type goes.
var felt = map[string]string{
	userPoolType:     "all its users are gone, and their passwords with them: Cognito exports none",
	identityPoolType: "everybody who got AWS credentials from it has a new identity, and nothing that was granted to the old one",
	clientType:       "its client id and secret are gone: whoever uses them can neither log in nor get tokens",
	domainType:       "the login pages and the token endpoint are at that address no more",
	providerType:     "nobody can log in through it meanwhile, and users that it vouched for are not found under another name",
	serverType:       "its scopes are gone meanwhile: nobody gets a token with one of them",
	groupType:        "its members are gone, and what they had by it",
	roleType:         "whatever runs with it has no AWS credentials any more",
	oidcType:         "no role of the account that trusts the issuer can be assumed, those of other stacks included",
}

// loss is what a deleted or replaced resource means.
func (p *plan) loss(s Step) []Effect {
	reason, ok := felt[s.Type]
	if !ok {
		return nil
	}
	e := Effect{Class: BreaksCallers, Change: Deletes, Resource: s.Resource}
	if s.Op == OpReplace {
		e.Change = Replaces
	}
	if s.Type == userPoolType || s.Type == identityPoolType {
		e.Class, e.ID = LosesUsers, s.ID
	}
	verb := "is deleted"
	if s.Op == OpReplace {
		verb = "is deleted and made anew"
		if fields := forced(s); len(fields) > 0 {
			verb += ", because " + enumerate(fields) + " cannot change in place"
			e.Property = fields[0]
		}
	}
	e.Reason = fmt.Sprintf("%s %s: %s", s.Resource, verb, reason)
	return []Effect{e}
}

// forced are the fields of the spec that force a replacement.
func forced(s Step) []string {
	var fields []string
	for _, c := range s.Changes {
		if field := fieldOf(s.Type, c.Path); c.Replaces && field != "" {
			fields = append(fields, field)
		}
	}
	return fields
}
