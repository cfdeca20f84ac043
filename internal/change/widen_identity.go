package change

import (
	"fmt"
	"reflect"
)

var identityPoolWeakenings = []weakening{
	{"allowUnauthenticatedIdentities", turnedOn, "anybody gets AWS credentials without logging in"},
	{"allowClassicFlow", turnedOn, "who has logged in can ask for any role that trusts the pool"},
}

// logins says which tokens an identity pool takes: of which clients, and
// whether it asks the user pool about each.
func logins(p *plan, pool map[string]any) (clients map[string]bool) {
	clients = map[string]bool{}
	for _, c := range objects(value(pool, "cognitoIdentityProviders")) {
		if id := text(c, "clientId"); id != "" {
			clients[p.name(id)] = flag(c, "serverSideTokenCheck")
		}
	}
	return clients
}

func (p *plan) widenedIdentityPool(s Step) []Effect {
	var effects []Effect
	was, is := logins(p, s.Old), logins(p, s.New)
	unchecked := false
	for _, client := range sortedKeys(is) {
		checked, known := was[client]
		if !known {
			effects = append(effects, widening(s, client, "its users get AWS credentials"))
		}
		unchecked = unchecked || known && checked && !is[client]
	}
	if p.newLogins(s) > len(is) && p.lost[userPoolName].Resource == "" {
		effects = append(effects, widening(s, "clients", "users of a client that is made new get AWS credentials"))
	}
	if unchecked {
		effects = append(effects, widening(s, "serverSideTokenCheck", "tokens that were revoked are still taken"))
	}
	for _, list := range []struct{ property, field string }{
		{"openidConnectProviderArns", "oidcProviders"}, {"samlProviderArns", "samlProviders"},
	} {
		for _, arn := range missing(value(s.New, list.property), value(s.Old, list.property)) {
			effects = append(effects, widening(s, list.field, "who logs in through it gets AWS credentials: "+p.name(arn)))
		}
	}
	return effects
}

// newLogins is the number of clients that the pool takes tokens of after the
// change, less those that are made anew: they had them before.
func (p *plan) newLogins(s Step) int {
	was := logins(p, s.Old)
	n := len(objects(value(s.New, "cognitoIdentityProviders")))
	for _, c := range p.steps {
		if _, had := was[c.Resource]; had && c.Op == OpReplace {
			n--
		}
	}
	return n
}

// mappingOf is how one client's users get their roles.
type mappingOf struct {
	kind, otherwise string
	rules           []map[string]any
}

func (p *plan) mappings(attachment map[string]any) map[string]mappingOf {
	found := map[string]mappingOf{}
	for _, m := range objects(value(attachment, "roleMappings")) {
		_, id, ok := cutLast(text(m, "identityProvider"), ":")
		if !ok {
			continue
		}
		found[p.name(id)] = mappingOf{text(m, "type"), text(m, "ambiguousRoleResolution"), objects(value(m, "mappingRules"))}
	}
	return found
}

// widenedRoles says who gets another role of an identity pool.
func (p *plan) widenedRoles(s Step) []Effect {
	pool := Step{Resource: identityPoolName}
	was, is := p.mappings(s.Old), p.mappings(s.New)
	var effects []Effect
	for _, client := range sortedKeys(is) {
		before, known := was[client]
		if !known {
			before = mappingOf{kind: "", otherwise: "AuthenticatedRole"}
		}
		for _, e := range p.widenedMapping(before, is[client]) {
			effects = append(effects, widening(pool, client+"."+e[0], e[1]))
		}
	}
	for _, client := range sortedKeys(was) {
		if _, stays := is[client]; !stays && p.serves(client) {
			effects = append(effects, widening(pool, client+".roleFrom", "all its users get the authenticated role"))
		}
	}
	return effects
}

// serves reports whether the identity pool takes a client's tokens after the
// change.
func (p *plan) serves(client string) bool {
	for _, s := range p.steps {
		if s.Type == identityPoolType {
			_, ok := logins(p, s.New)[client]
			return ok
		}
	}
	return false
}

// widenedMapping are pairs of field and reason.
func (p *plan) widenedMapping(was, is mappingOf) (found [][2]string) {
	if was.kind != is.kind && is.kind == "Token" {
		found = append(found, [2]string{"roleFrom", "users get the roles of their groups"})
	}
	if was.otherwise != "AuthenticatedRole" && is.otherwise == "AuthenticatedRole" {
		found = append(found, [2]string{"otherwise", "users for whom no role is found get the authenticated role"})
	}
	if is.kind != "Rules" {
		return found
	}
	for _, rule := range is.rules {
		if !holds(was.rules, rule) {
			found = append(found, [2]string{"rules", fmt.Sprintf("users with %s %s %s get the role %s",
				text(rule, "claim"), inSpec(text(rule, "matchType")), text(rule, "value"), p.roleName(text(rule, "roleArn")))})
		}
	}
	if len(found) == 0 && reordered(was, is) {
		found = append(found, [2]string{"rules", "the first rule that fits decides, and they come in another order or fewer"})
	}
	return found
}

// roleName is a role by its path in the spec; one that is made new has no ARN
// yet.
func (p *plan) roleName(arn string) string {
	if arn == "" {
		return "that is made new"
	}
	return p.name(arn)
}

func holds(rules []map[string]any, rule map[string]any) bool {
	for _, r := range rules {
		if same(r, rule) {
			return true
		}
	}
	return false
}

// same compares rules. The ARN of a role that is made anew is not known, and
// taken for the same.
func same(a, b map[string]any) bool {
	for _, property := range []string{"claim", "matchType", "value", "roleArn"} {
		x, y := a[property], b[property]
		if !reflect.DeepEqual(x, y) && (property != "roleArn" || x != nil && y != nil) {
			return false
		}
	}
	return true
}

// reordered reports whether rules changed places or went, so that others decide
// for some users. When the last ones go and nobody gets a role in their place,
// nobody gains.
func reordered(was, is mappingOf) bool {
	for i, rule := range is.rules {
		if i >= len(was.rules) || !same(was.rules[i], rule) {
			return true
		}
	}
	return len(is.rules) < len(was.rules) && is.otherwise == "AuthenticatedRole"
}
