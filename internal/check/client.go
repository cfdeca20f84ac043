package check

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var clientRules = []Rule{
	{"MLA401", diag.Error, "Clients that use OAuth have a domain to do it at.", domainNeeded},
	{"MLA402", diag.Error, "A client's scopes are declared, or are OpenID Connect's.", clientScopes},
	{"MLA403", diag.Error, "A client's identity providers are declared.", clientProviders},
	{"MLA404", diag.Error, "A client of the code or implicit flow has a callback.", callbackNeeded},
	{"MLA405", diag.Error, "The default redirect is one of the callbacks.", defaultRedirect},
	{"MLA406", diag.Error, "A client reads and writes attributes that the pool has and that are not retired.", clientAttributes},
	{"MLA407", diag.Error, "The client-credentials flow is for machines, which have a secret and no other flow.", machineFlows},
	{"MLA408", diag.Error, "Tokens live as long as Cognito allows.", tokenBounds},
	{"MLA409", diag.Error, "Passing on user context needs a client secret.", contextSecret},
}

// oidcScopes are the scopes that a client may ask for without a resource
// server (OpenID Connect Core, section 5.4), and Cognito's own for the API of
// the signed-in user.
var oidcScopes = []string{"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"}

// eachClient walks the clients in order.
func eachClient(s *spec.Spec, do func(key string, c spec.Client)) {
	for _, key := range keys(s.Clients) {
		if c := s.Clients[key]; !c.Node.Get("type").Poisoned() { // everything follows from the type
			do(key, c)
		}
	}
}

func domainNeeded(s *spec.Spec, report report) {
	if !s.OwnsPool() || s.UserPool.Domain != nil {
		return
	}
	eachClient(s, func(key string, c spec.Client) {
		if c.OAuth() {
			report(c.Node.OwnKey(), "client "+quote(key)+" gets its tokens from the pool's domain, and the pool has none",
				"Add userPool.domain with a prefix.")
		}
	})
}

func clientScopes(s *spec.Spec, report report) {
	known := slices.Clone(oidcScopes)
	for _, key := range keys(s.ResourceServers) {
		for _, name := range keys(s.ResourceServers[key].Scopes) {
			known = append(known, key+"/"+name)
		}
	}
	eachClient(s, func(_ string, c spec.Client) {
		for _, item := range c.Node.Get("scopes").Items() {
			switch {
			case !slices.Contains(known, item.Text) && !ofUsedPool(s, item.Text) && !ofMistakenServer(s, item.Text):
				message, remedy := unknownScope(s, item.Text, known)
				report(item, message, remedy)
			case c.Type == spec.Machine && slices.Contains(oidcScopes, item.Text):
				report(item, "a machine has no user, and the scope "+quote(item.Text)+" is about one",
					"Name scopes of resource servers only.")
			}
		}
	})
}

// ofMistakenServer tells whether something stands against the scopes of a scope's
// resource server.
func ofMistakenServer(s *spec.Spec, scope string) bool {
	key, _, _ := strings.Cut(scope, "/")
	server := s.Node.Get("resourceServers").Get(key)
	return server.Poisoned() || doubtful(server.Get("scopes"))
}

// unknownScope knows what other authorization servers have, and scopes as tokens
// carry them.
func unknownScope(s *spec.Spec, scope string, known []string) (message, remedy string) {
	message, remedy = unknown("scope", scope, known)
	if scope == "offline_access" {
		return message, "Take it out: Cognito gives refresh tokens without being asked."
	}
	for _, key := range keys(s.ResourceServers) {
		server := s.ResourceServers[key]
		if name, is := strings.CutPrefix(scope, server.Identifier+"/"); is && slices.Contains(known, key+"/"+name) {
			return message, "Write " + key + "/" + name + ": a resource server is named by its key here."
		}
		if name, is := strings.CutPrefix(scope, textOf(server.Node.OwnKey())+"/"); is && slices.Contains(known, key+"/"+name) {
			return message, "Write " + key + "/" + name + ": another stack's resource server is named by its identifier."
		}
	}
	return message, remedy
}

// ofUsedPool reports that a scope is not for this spec to know: it is none of a
// server that it declares, and the pool is another's.
func ofUsedPool(s *spec.Spec, scope string) bool {
	key, _, _ := strings.Cut(scope, "/")
	_, declared := s.ResourceServers[key]
	return s.UsesPool() && !declared
}

func clientProviders(s *spec.Spec, report report) {
	if s.UsesPool() {
		return
	}
	known := append(keys(s.IdentityProviders), spec.LocalUsers)
	eachClient(s, func(_ string, c spec.Client) {
		for _, item := range c.Node.Get("identityProviders").Items() {
			if !slices.Contains(known, item.Text) {
				message, remedy := unknown("identity provider", item.Text, known)
				report(item, message, remedy)
			}
		}
	})
}

func callbackNeeded(s *spec.Spec, report report) {
	eachClient(s, func(key string, c spec.Client) {
		redirects := slices.Contains(c.Flows, spec.CodeFlow) || slices.Contains(c.Flows, spec.ImplicitFlow)
		if redirects && c.Type != spec.Machine && len(c.CallbackURLs) == 0 && !mistaken(c.Node) {
			report(c.Node.OwnKey(), "client "+quote(key)+" has no callback to send its users back to",
				"Add callbackUrls, or hostedLogin: false when it signs in through the SDK.")
		}
	})
}

// mistaken reports whether a finding stands against a field of a node, or an
// item of one: what seems to be missing may be there, misspelt.
func mistaken(n *spec.Node) bool {
	for e := range n.Entries() {
		if e.Value.Poisoned() || slices.ContainsFunc(e.Value.Items(), (*spec.Node).Poisoned) {
			return true
		}
	}
	return false
}

func defaultRedirect(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		if c.DefaultRedirectURL != "" && !slices.Contains(c.CallbackURLs, c.DefaultRedirectURL) {
			report(c.Node.Get("defaultRedirectUrl"), "the default redirect is not among callbackUrls", "Add it there.")
		}
	})
}

func clientAttributes(s *spec.Spec, report report) {
	if !s.OwnsPool() {
		return
	}
	eachClient(s, func(_ string, c spec.Client) {
		for _, field := range []string{"readAttributes", "writeAttributes"} {
			for _, item := range c.Node.Get(field).Items() {
				if custom, ok := s.UserPool.Attributes.Custom[strings.TrimPrefix(item.Text, spec.CustomPrefix)]; ok && custom.Retired {
					report(item, "attribute "+quote(item.Text)+" is retired", "Take it out, or take retired off the attribute.")
				} else if !hasAttribute(s, item.Text) {
					message, remedy := unknownAttribute(item.Text, attributeNames(s))
					report(item, message, remedy)
				}
			}
		}
	})
}

func machineFlows(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		credentials := slices.Contains(c.Flows, spec.ClientCredentialsFlow)
		switch {
		case c.Type == spec.Machine && !c.Secret:
			report(c.Node.Get("secret"), "a machine proves itself with a secret", "Take secret out.")
		case c.Type == spec.Machine && (!credentials || len(c.Flows) > 1):
			report(c.Node.Get("flows"), "a machine has the flow client_credentials and no other", "Take flows out.")
		case c.Type != spec.Machine && credentials:
			report(c.Node.Get("flows"), "client_credentials is for clients of type machine: Cognito allows it beside no other flow",
				"Declare a second client of type machine.")
		}
	})
}

// tokenBounds are Cognito's.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-with-identity-providers.html
func tokenBounds(s *spec.Spec, report report) {
	const day = 24 * time.Hour
	eachClient(s, func(_ string, c spec.Client) {
		t := c.Tokens
		for _, bound := range []struct {
			key      string
			value    spec.Duration
			min, max time.Duration
		}{
			{"access", t.Access, 5 * time.Minute, day},
			{"id", t.ID, 5 * time.Minute, day},
			{"refresh", t.Refresh, time.Hour, 3650 * day},
			{"authSession", t.AuthSession, 3 * time.Minute, 15 * time.Minute},
		} {
			if !within(time.Duration(bound.value), bound.min, bound.max) {
				report(t.Node.Get(bound.key), fmt.Sprintf("%s is %s; Cognito allows %s to %s",
					bound.key, bound.value, spec.Duration(bound.min), spec.Duration(bound.max)), nearestBound(bound.value, bound.min, bound.max))
			}
		}
		if time.Duration(t.AuthSession) > 3*time.Minute && time.Duration(t.AuthSession)%time.Minute != 0 {
			report(t.Node.Get("authSession"), "Cognito counts authSession in whole minutes", "Write it in m.")
		}
		const longest, least = spec.Duration(day), spec.Duration(time.Hour) // beyond these they are wrong themselves
		if c.Type != spec.Machine && t.Access <= longest && t.ID <= longest && t.Refresh >= least && (t.Refresh <= t.Access || t.Refresh <= t.ID) {
			report(t.Node.Get("refresh"), "refresh tokens have to live longer than the tokens that they renew", "Make refresh the longest.")
		}
	})
}

func within(v, least, most time.Duration) bool { return v >= least && v <= most }

// nearestBound is the remedy for a duration that is out of bounds.
func nearestBound(v spec.Duration, least, most time.Duration) string {
	if time.Duration(v) < least {
		return "Write " + spec.Duration(least).String() + " or more."
	}
	return "Write " + spec.Duration(most).String() + " or less."
}

func contextSecret(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		if c.PropagateUserContext && !c.Secret {
			report(c.Node.Get("propagateUserContext"), "a client without a secret cannot pass on user context", "Add secret: true, or take it out.")
		}
	})
}
