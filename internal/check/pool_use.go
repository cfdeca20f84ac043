package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/parallel"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var poolUseRules = []Rule{
	{"MLA115", diag.Error, "A pool that is used lies in the stack's region.", usedRegion},
}

// usedRegion: the region is part of a pool's id.
func usedRegion(s *spec.Spec, report report) {
	if !s.UsesPool() || s.UserPool.Use.ID == "" || s.AWS.Region == "" {
		return
	}
	if region, _, _ := strings.Cut(s.UserPool.Use.ID, "_"); region != s.AWS.Region {
		report(s.UserPool.Use.Node.Get("id"), "the pool is in "+region+", and this stack in "+s.AWS.Region, "Set aws.region to "+region+".")
	}
}

// use is a spec whose pool another spec of the repository owns.
type use struct{ user, owner *Summary }

// uses are those of some specs. The names of a pool of another repository are taken
// as they are.
func uses(specs []*Summary) []use {
	owners := map[string]*Summary{}
	for _, s := range specs {
		owners[s.stack] = s
	}
	var all []use
	for _, s := range specs {
		if s.pool.uses && s.pool.stack != "" && owners[s.pool.stack] != nil && !s.foreign {
			all = append(all, use{s, owners[s.pool.stack]})
		}
	}
	return all
}

func unfitOwners(specs []*Summary, _ claimsMade, report reportAt) {
	for _, u := range uses(specs) {
		if message, remedy := unfit(u.user, u.owner); message != "" {
			report(spotOf(u.user.again().UserPool.Use.Node.Get("stack")), message, remedy)
		}
	}
}

// strayUses: the stack may have its spec in another repository; not one that is
// called nearly like one of this.
func strayUses(specs []*Summary, _ claimsMade, report reportAt) {
	var stacks []string
	for _, s := range specs {
		stacks = append(stacks, s.stack)
	}
	for _, s := range specs {
		if !s.pool.uses || s.pool.stack == "" || s.foreign || slices.Contains(stacks, s.pool.stack) {
			continue
		}
		if near := diag.Nearest(s.pool.stack, stacks); near != "" && near != s.stack {
			report(spotOf(s.again().UserPool.Use.Node.Get("stack")), "no spec of the repository has the stack "+quote(s.pool.stack), "Did you mean "+quote(near)+"?")
		}
	}
}

// inUsedPools applies the rules on single specs that need to know the pool.
func inUsedPools(specs []*Summary) diag.List {
	pool, providers := rules(inPoolRules...), rules("MLA403", "MLA412", "MLA413")
	all := uses(specs)
	found := make([]diag.List, len(all))
	parallel.Each(len(all), func(i int) {
		user, owner := all[i].user, all[i].owner
		if message, _ := unfit(user, owner); message == "" {
			found[i] = inPoolOf(user.again(), owner.again(), pool, providers)
		}
	})
	return slices.Concat(found...)
}

// unfit says why a stack cannot lend its pool.
func unfit(s, owner *Summary) (message, remedy string) {
	name := quote(s.pool.stack)
	switch {
	case owner == s:
		return "the stack uses its own pool", "Name the stack that owns the pool, or take use out to make one here."
	case !owner.pool.owns && !owner.pool.uses:
		return "the stack " + name + " has no user pool", "Name the stack that owns the pool."
	case owner.pool.uses:
		return "the stack " + name + " uses the pool of another itself", "Name the stack that owns the pool."
	case owner.region != s.region && !slices.Contains(regions, owner.region) && slices.Contains(regions, s.region):
		return "", "" // MLA135 asks about the owner's region
	case owner.region != s.region:
		return "the pool of " + name + " is in " + owner.region + ", and this stack in " + s.region, "Set aws.region to " + owner.region + "."
	case owner.account != "" && s.account != "" && owner.account != s.account:
		return "the pool of " + name + " is in another account", "A stack lives in the account of its pool."
	}
	return "", ""
}

// inPoolRules need to know the pool, or find more when they do.
var inPoolRules = []string{"MLA202", "MLA210", "MLA211", "MLA401", "MLA402", "MLA406", "MLA427", "MLA428", "MLA431", "MLA432", "MLA433", "MLA517"}

// inPoolOf applies the rules that need the pool to the spec as it stands in it:
// with the owner's domain, attributes and providers, and with its scopes under
// their full names.
func inPoolOf(s, owner *spec.Spec, pool, providers []Rule) diag.List {
	view := *s
	view.UserPool = owner.UserPool
	view.ResourceServers = maps.Clone(s.ResourceServers)
	if view.ResourceServers == nil {
		view.ResourceServers = map[string]spec.ResourceServer{}
	}
	for _, server := range owner.ResourceServers {
		view.ResourceServers[server.Identifier] = server
	}
	known := one(s, pool) // found without the pool already
	findings := slices.DeleteFunc(one(&view, pool), func(d diag.Diagnostic) bool {
		return slices.ContainsFunc(known, func(k diag.Diagnostic) bool { return k.Rule == d.Rule && k.Range == d.Range })
	})
	view.IdentityProviders = maps.Clone(owner.IdentityProviders)
	if view.IdentityProviders == nil {
		view.IdentityProviders = map[string]spec.IdentityProvider{}
	}
	maps.Copy(view.IdentityProviders, s.IdentityProviders)
	return append(byOwnersKeys(s, owner, findings), one(&view, providers)...)
}

// byOwnersKeys says of a scope that is named by its key in the owner's spec how
// it is named here. A key is known in its own spec only.
func byOwnersKeys(s, owner *spec.Spec, findings diag.List) diag.List {
	names := map[diag.Range]string{}
	eachClient(s, func(_ string, c spec.Client) {
		for _, item := range c.Node.Get("scopes").Items() {
			key, scope, _ := strings.Cut(item.Text, "/")
			if server, has := owner.ResourceServers[key]; has && server.Scopes[scope] != "" {
				names[item.Range()] = server.Identifier + "/" + scope
			}
		}
	})
	for i, d := range findings {
		if name := names[d.Range]; name != "" && d.Rule == "MLA402" {
			findings[i].Remedy = "Say " + name + ": the key of a resource server is known in its own spec only."
		}
	}
	return findings
}

// rules are some rules, by their IDs.
func rules(ids ...string) []Rule {
	return slices.DeleteFunc(Rules(), func(r Rule) bool { return !slices.Contains(ids, r.ID) })
}
