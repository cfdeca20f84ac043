package check

import (
	"cmp"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// sameDomain: CloudFront serves a name for one pool, over all accounts.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html
var sameDomain = unique("custom domain", "A custom domain is of one user pool: choose another.")

func claimDomain(s *spec.Spec, claim claimFunc) {
	if s.UserPool != nil && s.UserPool.Domain != nil {
		claim.text("", s.UserPool.Domain.Node.Get("custom"))
	}
}

// home is where a stack's resources are, as far as the spec says.
func home(s *spec.Spec) string {
	return s.AWS.AccountID + " " + s.AWS.Region + " " + s.AWS.Profile + " " + s.AWS.EndpointURL
}

func claimServiceAccounts(s *spec.Spec, claim claimFunc) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if p := t.PodIdentity; p != nil && !p.Node.Poisoned() {
			claim(s.AWS.AccountID+" "+s.AWS.Region, p.Cluster+" "+p.Namespace+" "+p.ServiceAccount, "", p.Node)
		}
	})
}

// sameServiceAccount: within one spec it is MLA613.
func sameServiceAccount(specs []*Summary, made claimsMade, report reportAt) {
	disputes(specs, made, func(mine, first *claimed) {
		if first.by != mine.by {
			report(mine.at, "this service account has a role already, by "+first.by.File+": EKS Pod Identity gives it one",
				"Put what it may do into one workload.", first.at.first())
		}
	})
}

// claimPlaces: a spec's outputs are published under paths.
func claimPlaces(s *spec.Spec, claim claimFunc) {
	for _, kind := range []string{"ssm", "secretsManager"} {
		at := s.Node.Get("publish").Get(kind).Get("path")
		if at == nil || at.Poisoned() {
			continue
		}
		for _, output := range published(s, kind) {
			claim(home(s)+" "+kind, at.Text+"/"+output, output, at)
		}
	}
}

// samePlace: two stacks of which each publishes an output under one path would
// make the same parameter or secret, and AWS refuses the second. Of a path it is
// said once, and what else would be published there stands in nobody's way.
func samePlace(specs []*Summary, made claimsMade, report reportAt) {
	taken := map[[2]string]claimed{}
	for _, s := range specs {
		said := ""
		for _, mine := range made(s) {
			k := [2]string{mine.scope, mine.value}
			first, is := taken[k]
			switch {
			case mine.scope == said:
			case !is:
				taken[k] = mine
			case first.by != s:
				said = mine.scope
				if !s.foreign {
					report(mine.at, first.by.File+" publishes "+mine.shown+" under this path too",
						"Give each stack a path of its own, such as one with its name.", first.at.first())
				}
			}
		}
	}
}

// published are outputs of a spec that another's could meet.
func published(s *spec.Spec, kind string) []string {
	var outputs []string
	if kind == "ssm" && s.UserPool != nil {
		outputs = append(outputs, "user_pool_id")
	}
	if kind == "ssm" && s.IdentityPool != nil {
		outputs = append(outputs, "identity_pool_id")
	}
	for _, key := range keys(s.Clients) {
		switch {
		case kind == "ssm":
			outputs = append(outputs, "clients/"+key)
		case s.Clients[key].Secret:
			outputs = append(outputs, key)
		}
	}
	if kind == "ssm" {
		for _, key := range keys(s.Workloads) {
			outputs = append(outputs, "role_arns/"+key)
		}
	}
	return outputs
}

// claimNames: of identity providers MLA220 knows.
func claimNames(s *spec.Spec, claim claimFunc) {
	for _, key := range keys(s.ResourceServers) {
		claim("resource server", s.ResourceServers[key].Identifier, s.ResourceServers[key].Identifier, s.ResourceServers[key].Node.OwnKey())
	}
	for _, key := range keys(s.Groups) {
		claim("group", key, key, s.Groups[key].Node.OwnKey())
	}
}

// sameNameInPool: specs that live in one pool share its names.
func sameNameInPool(specs []*Summary, made claimsMade, report reportAt) {
	inPools(specs, made, func(mine, first *claimed, what string) {
		report(mine.at, "the pool has a "+what+" "+quote(mine.value)+" already, by "+first.by.File, "Choose another name, or use the one that is there.", first.at.first())
	})
}

// inPools walks the claims in a pool that another spec which lives there stands in
// the way of. What the pool's owner claims comes first.
func inPools(specs []*Summary, made claimsMade, do func(mine, first *claimed, what string)) {
	pool := poolsOf(specs)
	inPool := func(s *Summary) []claimed {
		all := slices.Clone(made(s))
		for i := range all {
			all[i].scope = pool[s] + " " + all[i].scope
		}
		return all
	}
	lodged := slices.DeleteFunc(owningFirst(specs), func(s *Summary) bool { return pool[s] == "" })
	disputes(lodged, inPool, func(mine, first *claimed) {
		if first.by != mine.by {
			do(mine, first, strings.TrimPrefix(mine.scope, pool[mine.by]+" "))
		}
	})
}

// lodging is where a stack's users are: in a pool of its own, or in another's.
type lodging struct {
	owns, uses bool
	stack, id  string // of the pool that it uses
	adopted    string // the id of its own pool, where it adopts one
}

func lodgingOf(s *spec.Spec) lodging {
	l := lodging{owns: s.OwnsPool(), uses: s.UsesPool(), adopted: s.Lifecycle.Adopt.UserPool}
	if l.uses {
		l.stack, l.id = s.UserPool.Use.Stack, s.UserPool.Use.ID
	}
	return l
}

// poolsOf names the pool of each spec: by the stack that owns it, or by its id
// where no spec says which stack that is.
func poolsOf(specs []*Summary) map[*Summary]string {
	adopted := map[string]string{}
	for _, s := range specs {
		if id := s.pool.adopted; id != "" && adopted[id] == "" {
			adopted[id] = s.stack
		}
	}
	pools := map[*Summary]string{}
	for _, s := range specs {
		switch {
		case s.pool.owns:
			pools[s] = s.stack
		case s.pool.uses:
			pools[s] = cmp.Or(s.pool.stack, adopted[s.pool.id], s.pool.id)
		}
	}
	return pools
}

func owningFirst(specs []*Summary) []*Summary {
	sorted := slices.Clone(specs)
	slices.SortStableFunc(sorted, func(a, b *Summary) int {
		switch {
		case a.pool.owns == b.pool.owns:
			return 0
		case a.pool.owns:
			return -1
		}
		return 1
	})
	return sorted
}

// claimAdoptions: what is taken over is known by the id that the engine imports.
func claimAdoptions(s *spec.Spec, claim claimFunc) {
	adopt := s.Node.Get("lifecycle").Get("adopt")
	take := func(kind, id string, at *spec.Node) {
		if id != "" && at != nil && !at.Poisoned() {
			claim(kind, id, at.Text, at)
		}
	}
	for _, kind := range []string{"userPool", "identityPool"} {
		claim.text(kind, adopt.Get(kind))
	}
	for entry := range adopt.Get("domain").Entries() {
		claim.text("domain", entry.Value)
	}
	for _, each := range []struct {
		kind string
		id   func(string) string
	}{
		{"identityProviders", s.AdoptedProvider},
		{"resourceServers", s.AdoptedServer},
		{"clients", s.AdoptedClient},
		{"groups", s.AdoptedGroup},
	} {
		for entry := range adopt.Get(each.kind).Entries() {
			take(each.kind, each.id(entry.Key.Text), entry.Value)
		}
	}
}

// adoptedTwice: what two stacks have in their states each of them would change
// and destroy.
func adoptedTwice(specs []*Summary, made claimsMade, report reportAt) {
	disputes(specs, made, func(mine, first *claimed) {
		report(mine.at, quote(mine.shown)+" is adopted already, in "+holder(first.at), "Adopt it in one place: a resource belongs to one stack.", first.at.first())
	})
}
