package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var promotionRules = []Rule{
	{"MLA410", diag.Error, "Users cannot write an attribute that decides their role or a session tag.", selfPromotion(false)},
	{"MLA411", diag.Warning, "Users do not write an attribute that decides their role, though a function may overrule it.", selfPromotion(true)},
	{"MLA412", diag.Warning, "Users cannot overwrite what a provider says of them.", overwrittenClaims},
	{"MLA413", diag.Error, "A client may write what its providers map.", unwritableMapping},
}

const saferDecision = "Safe to decide by are a group (the claim cognito:groups, or roleFrom: groups), a claim that a pre-token trigger makes, " +
	"an attribute with mutable: false that administrators set, and one that a provider maps for clients whose users have no user API."

// selfPromotion finds users who can promote themselves. Where a function makes
// claims before the token is signed, nobody here knows which of them it
// overrules.
func selfPromotion(overruled bool) func(*spec.Spec, report) {
	return func(s *spec.Spec, report report) {
		if s.UserPool == nil || s.UsesPool() && s.UserPool.Use.Stack != "" { // see promotedByMates
			return
		}
		if overruled == (s.UserPool.Triggers.PreTokenGeneration.ARN != "") {
			promotions(s, s, report)
		}
	}
}

// promotions reports every attribute that users of one spec's clients can write
// and by which another's identity pool, in most cases the same one's, decides.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
func promotions(identities, s *spec.Spec, report report) {
	decides := identities.DecidingAttributes()
	eachClient(s, func(key string, c spec.Client) {
		for _, name := range c.WriteAttributes {
			if decides[name] != "" && s.UserWrites(c, name, identities) {
				report(writeAt(s, c, name), "users of the client "+quote(key)+" can write their own "+quote(name)+", which "+decides[name], keepFromUsers(s, c, name)+" "+saferDecision)
			}
		}
	})
}

// keepFromUsers is the shortest way to it.
func keepFromUsers(s *spec.Spec, c spec.Client, attribute string) string {
	required := s.OwnsPool() && s.UserPool.Attributes.Standard[attribute].Required
	switch {
	case attribute == "email" || attribute == "phone_number":
		return "Add it to userPool.verify: users can then change it to an address of theirs only."
	case required:
		return "Every client may write what users must have: decide by something else."
	case !slices.Contains(mappedFor(s, c), attribute) && writeAt(s, c, attribute).Parent().Kind == spec.List:
		return "Take it out of writeAttributes."
	case len(c.AuthFlows) > 0:
		return "Take authFlows out, or decide by something else."
	case slices.Contains(c.Scopes, spec.UserAPIScope):
		return "Take the scope " + spec.UserAPIScope + " out, or decide by something else."
	}
	return "Decide by something else."
}

// writeAt is the place that lets users write an attribute: its name, else what
// opens the API to them.
func writeAt(s *spec.Spec, c spec.Client, attribute string) *spec.Node {
	for _, item := range c.Node.Get("writeAttributes").Items() {
		if item.Text == attribute {
			return item
		}
	}
	return openAt(s, c)
}

// openAt is the place that lets users of a client call the user API.
func openAt(s *spec.Spec, c spec.Client) *spec.Node {
	for _, item := range c.Node.Get("scopes").Items() {
		if item.Text == spec.UserAPIScope {
			return item
		}
	}
	if flows := c.Node.Key("authFlows"); flows != nil && len(c.AuthFlows) > 0 {
		return flows
	}
	return c.Node.OwnKey()
}

// overwrittenClaims: what reads the token takes the attribute for the
// provider's word. Standard attributes are the user's own affair.
func overwrittenClaims(s *spec.Spec, report report) {
	if !s.OwnsPool() {
		return
	}
	decides := s.DecidingAttributes()
	eachClient(s, func(key string, c spec.Client) {
		var names []string
		for _, name := range mappedFor(s, c) {
			writes := slices.Contains(c.WriteAttributes, name) && s.UserAPI(c) && s.UserPool.Attributes.Mutable(name)
			if strings.HasPrefix(name, spec.CustomPrefix) && decides[name] == "" && writes {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			report(openAt(s, c), "users of the client "+quote(key)+" can overwrite what a provider says of them: "+strings.Join(names, ", "),
				"Decide nothing by it, or leave the user API to clients of users without a provider.")
		}
	})
}

// mappedFor are the attributes that the providers of a client write.
func mappedFor(s *spec.Spec, c spec.Client) []string {
	names := s.MappedAttributes(c.IdentityProviders)
	slices.Sort(names)
	return slices.Compact(names)
}

// unwritableMapping: Cognito writes what a provider maps by the client that the
// user signs in to.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
func unwritableMapping(s *spec.Spec, report report) {
	if !s.OwnsPool() {
		return
	}
	decides := s.DecidingAttributes()
	undeclared := func(name string) bool { return !hasAttribute(s, name) }
	eachClient(s, func(key string, c spec.Client) {
		if slices.ContainsFunc(c.WriteAttributes, undeclared) {
			return // one of them is another that was meant
		}
		for _, name := range mappedFor(s, c) {
			switch {
			case slices.Contains(c.WriteAttributes, name) || undeclared(name):
			case decides[name] != "" && s.UserWrites(c, name, s):
				report(openAt(s, c), "users of a provider cannot sign in to "+quote(key)+": the client may not write "+quote(name)+
					", which the provider maps; nor should it, since its users could write it themselves, and it "+decides[name],
					"Let them have no user API here: no "+spec.UserAPIScope+", authFlows or open sign-up. Or decide by a group or a claim of a pre-token trigger.")
			default:
				report(at(c.Node.Get("writeAttributes"), c.Node.OwnKey()), "users of a provider cannot sign in to "+quote(key)+": the client may not write "+
					quote(name)+", which the provider maps", "Add it to writeAttributes.")
			}
		}
	})
}

// at is the first of some nodes that is there.
func at(nodes ...*spec.Node) *spec.Node {
	for _, n := range nodes {
		if n != nil {
			return n
		}
	}
	return nil
}
