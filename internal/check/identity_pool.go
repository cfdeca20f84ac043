package check

import (
	"regexp"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var identityPoolRules = []Rule{
	{"MLA501", diag.Error, "An identity pool takes the tokens of declared clients that have users.", identityClients},
	{"MLA502", diag.Error, "Guests have a role of their own, and only where they are allowed.", guests},
	{"MLA503", diag.Error, "A rule gives a role of the identity pool that is not the guests'.", ruleRoles},
	{"MLA504", diag.Error, "Rules and otherwise stand where roleFrom makes use of them.", roleSources},
	{"MLA505", diag.Error, "Rules and principal tags read claims that the client's tokens have.", claims},
	{"MLA506", diag.Error, "An identity pool takes tokens from somebody.", identitySources},
	{"MLA507", diag.Error, "An OIDC provider of an identity pool is one of iamOidcProviders, or an ARN.", identityIssuers},
}

// eachIdentityClient walks the clients of the identity pool in order.
func eachIdentityClient(s *spec.Spec, do func(key string, c spec.IdentityPoolClient)) {
	if s.IdentityPool == nil {
		return
	}
	for _, key := range keys(s.IdentityPool.Clients) {
		do(key, s.IdentityPool.Clients[key])
	}
}

func identityClients(s *spec.Spec, report report) {
	eachIdentityClient(s, func(key string, c spec.IdentityPoolClient) {
		client, declared := s.Clients[key]
		switch {
		case !declared:
			message, remedy := unknown("client", key, keys(s.Clients))
			report(c.Node.OwnKey(), message, remedy)
		case client.Type == spec.Machine && !client.Node.Poisoned():
			report(c.Node.OwnKey(), "client "+quote(key)+" is a machine: its tokens are of no user, and an identity pool takes ID tokens of users",
				"Give the machine a workload, or name a client with users.")
		}
	})
}

func guests(s *spec.Spec, report report) {
	p := s.IdentityPool
	if p == nil || mistaken(p.Node) {
		return
	}
	guest, given := p.Roles[spec.GuestRole]
	switch {
	case p.AllowGuests && !given:
		remedy := "Add roles.guest, or take allowGuests out."
		if near := diag.Nearest(spec.GuestRole, keys(p.Roles)); near != "" {
			remedy = "Call the role " + near + " " + spec.GuestRole + "."
		}
		report(p.Node.Get("allowGuests"), "guests are allowed, and no role is there for them", remedy)
	case given && !p.AllowGuests:
		report(guest.Node.OwnKey(), "nobody gets the role guest: guests are not allowed", "Take the role out, or set allowGuests: true.")
	}
}

func ruleRoles(s *spec.Spec, report report) {
	eachIdentityClient(s, func(_ string, c spec.IdentityPoolClient) {
		for _, rule := range c.Rules {
			_, declared := s.IdentityPool.Roles[rule.Role]
			switch {
			case rule.Role == spec.GuestRole:
				report(rule.Node.Get("role"), "the role guest trusts guests only, and a rule is about users who logged in", "Give them a role of their own.")
			case !declared && rule.Node.Has("role"):
				message, remedy := unknown("role", rule.Role, keys(s.IdentityPool.Roles))
				report(rule.Node.Get("role"), message, remedy)
			}
		}
	})
}

func roleSources(s *spec.Spec, report report) {
	eachIdentityClient(s, func(key string, c spec.IdentityPoolClient) {
		rules := c.Node.Has("rules")
		switch {
		case c.Node.Get("roleFrom").Poisoned():
		case c.RoleFrom == spec.RoleFromRules && !rules:
			report(c.Node.OwnKey(), "client "+quote(key)+" takes roles from rules, and has none", "Add rules, or set roleFrom to groups or default.")
		case c.RoleFrom != spec.RoleFromRules && rules:
			report(c.Node.Key("rules"), "rules have no effect with roleFrom: "+c.RoleFrom, "Set roleFrom: rules, or take them out.")
		case c.RoleFrom == spec.RoleFromDefault && c.Node.Has("otherwise"):
			report(c.Node.Key("otherwise"), "otherwise has no effect with roleFrom: default: everybody gets the role authenticated",
				"Set roleFrom to groups or rules, or take it out.")
		}
	})
	if p := s.IdentityPool; p != nil && len(p.PrincipalTags) > 0 && len(p.Clients) == 0 {
		report(p.Node.Key("principalTags"), "principal tags come from the tokens of clients, and the identity pool takes none", "Add clients, or take the tags out.")
	}
}

// tokenClaims are in every ID token, whatever attributes the client reads.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
var tokenClaims = []string{"sub", "aud", "iss", "exp", "iat", "auth_time", "token_use", "event_id", "jti", "origin_jti", "nonce", "at_hash",
	"identities", "cognito:username", "cognito:groups", "cognito:roles", "cognito:preferred_role"}

// claims is silent where a function makes claims up before the token is signed,
// and where the pool is another's.
func claims(s *spec.Spec, report report) {
	if s.IdentityPool == nil || !s.OwnsPool() || s.UserPool.Triggers.PreTokenGeneration.ARN != "" {
		return
	}
	reported := map[*spec.Node]bool{}
	eachIdentityClient(s, func(key string, c spec.IdentityPoolClient) {
		client, declared := s.Clients[key]
		if !declared || client.Type == spec.Machine {
			return
		}
		known := append(slices.Clone(tokenClaims), client.ReadAttributes...)
		for _, rule := range c.Rules {
			claim(rule.Node.Get("claim"), rule.Claim, key, known, report)
		}
		for entry := range s.IdentityPool.Node.Get("principalTags").Entries() {
			if !reported[entry.Value] && claim(entry.Value, entry.Value.Text, key, known, report) {
				reported[entry.Value] = true // once, not for each client
			}
		}
	})
}

// claim reports a claim that is not known, and whether it did.
func claim(at *spec.Node, name, client string, known []string, report report) bool {
	if at == nil || slices.Contains(known, name) {
		return false
	}
	remedy := "Declare it under userPool.attributes.custom and let the client read it."
	if near := diag.Nearest(name, known); near != "" {
		remedy = "Did you mean " + quote(near) + "?"
	}
	report(at, "tokens of the client "+quote(client)+" have no claim "+quote(name), remedy)
	return true
}

func identitySources(s *spec.Spec, report report) {
	p := s.IdentityPool
	if p == nil || mistaken(p.Node) || p.AllowGuests || p.Node.Has("clients") && len(p.Clients) > 0 || len(p.OIDCProviders)+len(p.SAMLProviders) > 0 {
		return
	}
	report(p.Node.OwnKey(), "nobody can use this identity pool: it takes no tokens, and no guests", "Add clients, oidcProviders or samlProviders.")
}

var oidcProviderARN = regexp.MustCompile(`^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/[!-~]+$`)

func identityIssuers(s *spec.Spec, report report) {
	if s.IdentityPool == nil {
		return
	}
	for _, item := range s.IdentityPool.Node.Get("oidcProviders").Items() {
		_, declared := s.IAMOIDCProviders[item.Text]
		switch {
		case declared:
		case strings.HasPrefix(item.Text, "arn:"):
			if !oidcProviderARN.MatchString(item.Text) {
				report(item, "this is not the ARN of an IAM OIDC provider", "It reads arn:aws:iam::ACCOUNT:oidc-provider/ISSUER.")
			}
		default:
			message, remedy := unknown("IAM OIDC provider", item.Text, keys(s.IAMOIDCProviders))
			report(item, message, remedy)
		}
	}
}
