package check

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// limitRules are AWS's limits on what comes of several values. Those on one
// value are in the schema.
var limitRules = []Rule{
	{"MLA191", diag.Error, "A published parameter has 4,096 characters.", parameterSize},
	{"MLA390", diag.Error, "A scope has 256 characters as tokens carry it.", scopeLength},
	{"MLA391", diag.Warning, "A pool stays within the quotas that AWS gives at first.", poolQuotas},
	{"MLA990", diag.Error, "The path of a spec can be a tag.", pathTag},
}

// parameterSize: a parameter of the standard tier holds so much. What may be
// longer are names that are listed.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
func parameterSize(s *spec.Spec, report report) {
	const most = 4096
	if s.Publish.SSM == nil || s.UserPool == nil {
		return
	}
	check := func(at *spec.Node, output string, names []string) {
		if n := utf8.RuneCountInString(strings.Join(names, ",")); n > most {
			report(at, fmt.Sprintf("the output %s lists these in %d characters, and the parameter it is published as takes %d", output, n, most),
				"Shorten names, divide the section over several stacks, or publish without ssm.")
		}
	}
	check(s.Node.Key("identityProviders"), "identity_provider_names", keys(s.IdentityProviders))
	for _, key := range keys(s.ResourceServers) {
		server := s.ResourceServers[key]
		var names []string
		for _, name := range keys(server.Scopes) {
			names = append(names, server.Scope(name))
		}
		check(server.Node.Key("scopes"), "resource_server_scopes", names)
	}
}

// scopeLength: in tokens a scope begins with its resource server's identifier.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
func scopeLength(s *spec.Spec, report report) {
	const most = 256
	eachClient(s, func(_ string, c spec.Client) {
		for _, item := range c.Node.Get("scopes").Items() {
			full := item.Text
			key, name, _ := strings.Cut(full, "/")
			server, declared := s.ResourceServers[key]
			if declared {
				full = server.Scope(name)
			}
			if n := utf8.RuneCountInString(full); n > most && !server.Node.Get("identifier").Poisoned() {
				report(item, fmt.Sprintf("as IDENTIFIER/SCOPE it has %d characters; Cognito takes %d", n, most),
					"Shorten the identifier of the resource server, or the scope's name.")
			}
		}
	})
}

// poolQuotas are raised on request.
// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
func poolQuotas(s *spec.Spec, report report) {
	for _, quota := range []struct {
		section, what string
		has, most     int
	}{
		{"identityProviders", "identity providers", len(s.IdentityProviders), 300},
		{"resourceServers", "resource servers", len(s.ResourceServers), 25},
		{"clients", "clients", len(s.Clients), 1000},
	} {
		if quota.has > quota.most {
			report(s.Node.Key(quota.section), fmt.Sprintf("a pool has %d %s at first, and here are %d", quota.most, quota.what, quota.has),
				"Ask AWS for a higher quota before this is deployed (Service Quotas, Amazon Cognito user pools), or divide the stack.")
		}
	}
}

// isTagValue tells whether IAM takes a text as the value of a tag. The pattern
// of the documentation, of classes that Unicode fills and up to 256 times, would
// take longer to compile than a small spec to check.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
func isTagValue(text string) bool {
	allowed := func(r rune) bool {
		return unicode.In(r, unicode.L, unicode.Z, unicode.N) || strings.ContainsRune("_.:/=+-@", r)
	}
	n := utf8.RuneCountInString(text)
	return n > 0 && n <= 256 && !strings.ContainsFunc(text, func(r rune) bool { return !allowed(r) })
}

func pathTag(s *spec.Spec, report report) {
	if !isTagValue(s.File) {
		report(s.Node.Key("kind"), "the path "+quote(s.File)+" becomes the tag mlauth:spec, and AWS does not take it as one",
			"Rename the file: letters, digits, spaces and _ . : / = + - @ are taken, and 256 characters.")
	}
}
