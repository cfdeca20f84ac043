package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var poolWholeRules = []Rule{
	{"MLA136", diag.Warning, "The triggers of custom authentication come together.", challengeTriggers},
	{"MLA147", diag.Error, "A pool is made with fifty attributes at most.", schemaSize},
	{"MLA149", diag.Warning, "A custom attribute is called otherwise than the standard ones.", customStandard},
}

// challengeTriggers: https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
var challengeTriggers = onPool(func(p *spec.UserPool, report report) {
	names := []string{"defineAuthChallenge", "createAuthChallenge", "verifyAuthChallengeResponse"}
	missing := slices.DeleteFunc(slices.Clone(names), p.Triggers.Node.Has)
	if len(missing) == 0 || len(missing) == len(names) || mistaken(p.Triggers.Node) {
		return
	}
	for _, name := range names {
		if p.Triggers.Node.Has(name) {
			report(p.Triggers.Node.Key(name), name+" is one of three that work together; missing: "+strings.Join(missing, ", "),
				"Add the missing triggers, or take it out.")
			return
		}
	}
})

// schemaSize: the standard attributes that a spec speaks of stand in the same
// list as the custom ones.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
var schemaSize = onPool(func(p *spec.UserPool, report report) {
	const most = 50
	if len(p.Attributes.Custom) > most {
		return // the schema says so
	}
	if n := len(p.Attributes.Standard) + len(p.Attributes.Custom); n > most {
		report(p.Attributes.Node.Key("custom"), fmt.Sprintf("%d custom and %d standard attributes are more than the %d that a pool is made with",
			len(p.Attributes.Custom), len(p.Attributes.Standard), most), "Leave out standard attributes that are neither required nor fixed, or custom ones.")
	}
})

// customStandard: custom:email is an attribute beside email, which Cognito
// neither verifies nor sends anything to.
var customStandard = onPool(func(p *spec.UserPool, report report) {
	for _, name := range keys(p.Attributes.Custom) {
		if _, standard := spec.StandardAttributes[name]; standard || name == "sub" {
			report(p.Attributes.Node.Get("custom").Key(name), quote(spec.CustomPrefix+name)+" is another attribute than "+name+", which every pool has",
				"Take it out, and say under attributes.standard what is to differ; or choose another name.")
		}
	}
})

// deserted is the place of a spec's own pool that has no way in, in this spec; nil
// where there is one. A pool that has providers waits for clients of other stacks.
func deserted(s *spec.Spec) *spot {
	if !s.OwnsPool() || s.UserPool.Domain != nil || s.Lifecycle.Adopt.UserPool != "" ||
		len(s.Clients)+len(s.IdentityProviders) > 0 || s.Node.Has("clients") || s.Node.Has("identityProviders") || anyMistake(s.Node) {
		return nil
	}
	at := spotOf(s.UserPool.Node.OwnKey())
	return &at
}

// emptyPools reports pools that no spec gives a way in.
func emptyPools(specs []*Summary, _ claimsMade, report reportAt) {
	used := map[string]bool{}
	for _, s := range specs {
		if s.pool.uses {
			used[s.pool.stack] = true
		}
	}
	for _, s := range specs {
		if s.deserted != nil && !s.foreign && !used[s.stack] {
			report(*s.deserted, "nobody can sign in to this pool: it has no client, no domain and no identity provider",
				"Add clients here, or in another spec with userPool: {use: {stack: "+s.stack+"}}.")
		}
	}
}
