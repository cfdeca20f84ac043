package change

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

var clientWeakenings = []weakening{
	{"allowedOauthFlows", gains, "tokens can be had by another flow: %s"},
	{"explicitAuthFlows", gains, "users can sign in by another flow: %s"},
	{"callbackUrls", gainsOrigins, "logins can be sent to another place: %s"},
	{"enableTokenRevocation", turnedOff, "a refresh token that leaked cannot be revoked"},
	{"preventUserExistenceErrors", falls("LEGACY", "ENABLED"), "sign-in errors tell which users exist"},
	{"authSessionValidity", grows, "a sign-in may take longer, %s minutes"},
	{"refreshTokenRotation", goes, "a refresh token that leaked is good until it expires"},
	{"refreshTokenRotation.retryGracePeriodSeconds", grows, "a used refresh token is good for longer, %s seconds"},
}

// gainsOrigins compares where callbacks go: scheme and host, or the scheme of
// an app.
func gainsOrigins(older, newer any) (string, bool) {
	return gains(origins(older), origins(newer))
}

func origins(urls any) []any {
	var list []any
	for _, address := range texts(urls) {
		u, err := url.Parse(address)
		if err != nil {
			list = append(list, address)
			continue
		}
		list = append(list, u.Scheme+"://"+u.Host)
	}
	return list
}

// widenedClient says what a client can get or do that it could not.
func (p *plan) widenedClient(s Step) []Effect {
	var effects []Effect
	for _, scope := range missing(value(s.New, "allowedOauthScopes"), value(s.Old, "allowedOauthScopes")) {
		name := p.scopeName(scope)
		effects = append(effects, widening(s, "scopes."+name, "the client can get tokens with it"))
	}
	for _, name := range missing(value(s.New, "supportedIdentityProviders"), value(s.Old, "supportedIdentityProviders")) {
		effects = append(effects, widening(s, "identityProviders."+inSpec(name), "its users can log in to the client"))
	}
	if added := p.newlyWritable(s); len(added) > 0 {
		effects = append(effects, widening(s, "writeAttributes", "users of the client can change "+enumerate(added)))
	}
	return append(effects, longerTokens(s)...)
}

// newlyWritable are the attributes that the client may write now. One that a
// provider has come to map is said there.
func (p *plan) newlyWritable(s Step) []string {
	return slices.DeleteFunc(missing(value(s.New, "writeAttributes"), value(s.Old, "writeAttributes")), func(name string) bool {
		return slices.ContainsFunc(p.steps, func(other Step) bool {
			return other.Type == providerType && text(other.New, "attributeMapping."+name) != "" && text(other.Old, "attributeMapping."+name) == ""
		})
	})
}

var tokenKinds = []struct{ property, unit, field, what string }{
	{"accessTokenValidity", "accessToken", "tokens.access", "access"},
	{"idTokenValidity", "idToken", "tokens.id", "id"},
	{"refreshTokenValidity", "refreshToken", "tokens.refresh", "refresh"},
}

func longerTokens(s Step) []Effect {
	var effects []Effect
	for _, k := range tokenKinds {
		was, okWas := lifetime(s.Old, k.property, k.unit)
		is, okIs := lifetime(s.New, k.property, k.unit)
		if okWas && okIs && is > was {
			effects = append(effects, widening(s, k.field, fmt.Sprintf("%s tokens are good for longer, %s instead of %s", k.what, brief(is), brief(was))))
		}
	}
	return effects
}

var units = map[string]time.Duration{
	"seconds": time.Second, "minutes": time.Minute, "hours": time.Hour, "days": 24 * time.Hour,
}

func lifetime(client map[string]any, property, unit string) (time.Duration, bool) {
	n, ok := number(value(client, property))
	per, known := units[text(client, "tokenValidityUnits."+unit)]
	return time.Duration(n) * per, ok && known
}

// brief writes a duration as a spec does, such as 15m or 30d.
func brief(d time.Duration) string {
	if day := 24 * time.Hour; d >= day && d%day == 0 {
		return fmt.Sprintf("%dd", d/day)
	}
	text := strings.TrimSuffix(d.String(), "0s")
	if short, ok := strings.CutSuffix(text, "h0m"); ok {
		return short + "h"
	}
	return text
}
