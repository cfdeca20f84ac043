package change

import (
	"fmt"
	"slices"
	"strings"
)

var roleWeakenings = []weakening{
	{"maxSessionDuration", grows, "sessions may last longer, %s seconds"},
}

// widenedRole says who else can take on a role, and what else it may do.
func (p *plan) widenedRole(s Step) []Effect {
	var effects []Effect
	if who := newlyTrusted(s); len(who) > 0 {
		effects = append(effects, widening(s, "trust", "it can be assumed by "+enumerate(who)))
	}
	if may := p.newlyGranted(s); len(may) > 0 {
		effects = append(effects, widening(s, "grants", "it may now "+enumerate(may)))
	}
	if arns := missing(p.attached(s, after), p.attached(s, before)); len(arns) > 0 {
		effects = append(effects, widening(s, "managedPolicies", "it may do what is in "+enumerate(arns)))
	}
	const boundary = "permissionsBoundary"
	if was, is := text(s.Old, boundary), text(s.New, boundary); was != "" && is != "" && is != was {
		effects = append(effects, widening(s, boundary, fmt.Sprintf("another policy limits what it may do, %s instead of %s", is, was)))
	}
	return effects
}

func before(s Step) map[string]any { return s.Old }
func after(s Step) map[string]any  { return s.New }

// tagSession comes with another action of a trust, and lets nobody in.
const tagSession = "sts:TagSession"

// newlyTrusted are those who can assume the role now. A policy that is not
// known yet, because the identity pool in it is made anew, is compared when it
// is.
func newlyTrusted(s Step) []string {
	was, okWas := parseDocument(text(s.Old, "assumeRolePolicy"))
	is, okIs := parseDocument(text(s.New, "assumeRolePolicy"))
	if !okWas || !okIs {
		return nil
	}
	return trusted(gained(was, is))
}

func trusted(list []access) []string {
	var who []string
	for _, a := range list {
		if a.action != tagSession {
			who = append(who, a.bearer())
		}
	}
	return who
}

// bearer says who an access of a trust policy is for: the subject and audience
// of a token where there are some, else the principal with what it has to bring.
func (a access) bearer() string {
	if strings.HasPrefix(a.principal, "cognito-identity") {
		return a.login()
	}
	subject, audience, more := a.principal, "", []string{}
	for _, c := range a.conditions {
		values := strings.Join(c.values, " or ")
		switch {
		case strings.HasSuffix(c.key, ":sub"):
			subject = values
		case strings.HasSuffix(c.key, ":aud"):
			audience = " for " + values
		default:
			more = append(more, c.key+" "+values)
		}
	}
	if len(more) > 0 {
		audience += " with " + strings.Join(more, ", ")
	}
	return subject + audience
}

// login says who gets a role from an identity pool.
func (a access) login() string {
	for _, c := range a.conditions {
		if strings.HasSuffix(c.key, ":amr") && slices.Contains(c.values, "unauthenticated") {
			return "guests of the identity pool"
		}
	}
	return "users of the identity pool"
}

// newlyGranted is what the role may do now, by resource.
func (p *plan) newlyGranted(s Step) []string {
	list := gained(p.permissions(s, before), p.permissions(s, after))
	actions := map[string][]string{}
	for _, a := range list {
		actions[a.resource] = append(actions[a.resource], a.action)
	}
	var may []string
	for _, resource := range sortedKeys(actions) {
		may = append(may, strings.TrimSuffix(enumerate(actions[resource])+" on "+resource, " on "))
	}
	return may
}

// permissions are the statements of all policies of a role, whatever resources
// they are spread over.
func (p *plan) permissions(role Step, when func(Step) map[string]any) []statement {
	var all []statement
	for _, s := range p.steps {
		if (s.Type == rolePolicyType || s.Type == policyType) && under(s.Resource, role.Resource) {
			statements, _ := parseDocument(text(when(s), "policy"))
			all = append(all, statements...)
		}
	}
	return all
}

// attached are the managed policies of others that a role has: those whose
// statements the stack does not know.
func (p *plan) attached(role Step, when func(Step) map[string]any) any {
	var arns []any
	for _, s := range p.steps {
		if s.Type == attachedType && under(s.Resource, role.Resource+".managedPolicies") && when(s) != nil {
			arns = append(arns, text(when(s), "policyArn"))
		}
	}
	return arns
}

// newcomer is what a resource lets in that is made in a stack that exists: one
// line for each. That a whole stack is new says enough by itself.
func (p *plan) newcomer(s Step) []Effect {
	if p.fresh {
		return nil
	}
	switch s.Type {
	case clientType:
		return []Effect{widening(s, "", "a new client, "+p.clientSummary(s))}
	case providerType:
		return []Effect{widening(s, "", "a new identity provider vouches for users")}
	case identityPoolType:
		return []Effect{widening(s, "", "a new identity pool hands out AWS credentials")}
	case oidcType:
		return []Effect{widening(s, "", "the account trusts a new issuer, "+text(s.New, "url"))}
	case groupType:
		if role := p.groupRole(s); role != "" {
			return []Effect{widening(s, "", "a new group, whose members get the role "+role)}
		}
	case roleType:
		return []Effect{widening(s, "", "a new role"+p.roleSummary(s))}
	}
	return nil
}

func (p *plan) clientSummary(s Step) string {
	scopes := texts(value(s.New, "allowedOauthScopes"))
	for i, scope := range scopes {
		scopes[i] = p.scopeName(scope)
	}
	if len(scopes) == 0 {
		return "without scopes"
	}
	return "which can get tokens with " + enumerate(scopes)
}

// roleSummary says who may have a new role and what it may do.
func (p *plan) roleSummary(s Step) string {
	summary := ""
	if statements, ok := parseDocument(text(s.New, "assumeRolePolicy")); ok {
		if who := trusted(gained(nil, statements)); len(who) > 0 {
			summary += ", which can be assumed by " + enumerate(who)
		}
	}
	may := append(p.newlyGranted(s), texts(p.attached(s, after))...)
	if len(may) > 0 {
		summary += "; it may " + enumerate(may)
	}
	return summary
}
