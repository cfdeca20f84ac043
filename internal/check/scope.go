package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var scopeRules = []Rule{
	{"MLA303", diag.Warning, "An identifier has no slash at its end.", identifierSlash},
	{"MLA421", diag.Error, "The scopes of OpenID Connect are asked for with openid.", besideOpenID},
}

func identifierSlash(s *spec.Spec, report report) {
	for _, key := range keys(s.ResourceServers) {
		if r := s.ResourceServers[key]; strings.HasSuffix(r.Identifier, "/") {
			report(r.Node.Get("identifier"), "tokens will say "+r.Identifier+"/SCOPE, with two slashes, and the identifier is fixed once it exists", "Take the slash off.")
		}
	}
}

// besideOpenID: Cognito gives the claims in an ID token, which openid asks for.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
func besideOpenID(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		if c.Type == spec.Machine || slices.Contains(c.Scopes, "openid") {
			return
		}
		for _, item := range c.Node.Get("scopes").Items() {
			if slices.Contains([]string{"email", "phone", "profile"}, item.Text) && !mistaken(c.Node) {
				report(item, "the scope "+item.Text+" is given with openid only", "Add openid.")
				return // one is missing, however many need it
			}
		}
	})
}
