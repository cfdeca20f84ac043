package check

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// sameDomain: CloudFront serves a name for one pool, over all accounts.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html
func sameDomain(specs []*spec.Spec, report report) {
	unique(specs, "custom domain", "A custom domain is of one user pool: choose another.", report,
		func(s *spec.Spec) *spec.Node {
			if s.UserPool == nil || s.UserPool.Domain == nil {
				return nil
			}
			return s.UserPool.Domain.Node.Get("custom")
		}, nil)
}

// home is where a stack's resources are, as far as the spec says.
func home(s *spec.Spec) string {
	return s.AWS.AccountID + " " + s.AWS.Region + " " + s.AWS.Profile + " " + s.AWS.EndpointURL
}

// sameServiceAccount: within one spec it is MLA613.
func sameServiceAccount(specs []*spec.Spec, report report) {
	taken := holders{}
	for _, s := range specs {
		eachTrust(s, func(_ spec.Workload, t spec.Trust) {
			p := t.PodIdentity
			if p == nil || p.Node.Poisoned() {
				return
			}
			other, is := taken.by(s, p.Node, s.AWS.AccountID+" "+s.AWS.Region, p.Cluster+" "+p.Namespace+" "+p.ServiceAccount)
			if is && other.spec != s {
				report(p.Node, "this service account has a role already, by "+other.spec.File+": EKS Pod Identity gives it one",
					"Put what it may do into one workload.", firstAt(other.at))
			}
		})
	}
}

// samePlace: two stacks of which each publishes an output under one path would
// make the same parameter or secret, and AWS refuses the second.
func samePlace(specs []*spec.Spec, report report) {
	taken := holders{}
	for _, s := range specs {
		for _, kind := range []string{"ssm", "secretsManager"} {
			at := s.Node.Get("publish").Get(kind).Get("path")
			if at == nil || at.Poisoned() {
				continue
			}
			for _, output := range published(s, kind) {
				other, is := taken.by(s, at, home(s)+" "+kind, at.Text+"/"+output)
				if is && other.spec != s {
					report(at, other.spec.File+" publishes "+output+" under this path too", "Give each stack a path of its own, such as one with its name.", firstAt(other.at))
					break
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

// sameNameInPool: specs that live in one pool share its names. That of the pool's
// owner comes first. Of identity providers MLA220 knows.
func sameNameInPool(specs []*spec.Spec, report report) {
	taken := holders{}
	pool := poolsOf(specs)
	for _, s := range owningFirst(specs) {
		if pool[s] == "" {
			continue
		}
		claim := func(what, name string, at *spec.Node) {
			if other, is := taken.by(s, at, pool[s]+" "+what, name); is && other.spec != s {
				report(at, "the pool has a "+what+" "+quote(name)+" already, by "+other.spec.File, "Choose another name, or use the one that is there.", firstAt(other.at))
			}
		}
		for _, key := range keys(s.ResourceServers) {
			claim("resource server", s.ResourceServers[key].Identifier, s.ResourceServers[key].Node.OwnKey())
		}
		for _, key := range keys(s.Groups) {
			claim("group", key, s.Groups[key].Node.OwnKey())
		}
	}
}

// poolsOf names the pool of each spec: by the stack that owns it, or by its id
// where no spec says which stack that is.
func poolsOf(specs []*spec.Spec) map[*spec.Spec]string {
	adopted := map[string]string{}
	for _, s := range specs {
		if id := s.Lifecycle.Adopt.UserPool; id != "" && adopted[id] == "" {
			adopted[id] = s.Metadata.Name
		}
	}
	pools := map[*spec.Spec]string{}
	for _, s := range specs {
		switch {
		case s.OwnsPool():
			pools[s] = s.Metadata.Name
		case s.UsesPool() && s.UserPool.Use.Stack != "":
			pools[s] = s.UserPool.Use.Stack
		case s.UsesPool() && adopted[s.UserPool.Use.ID] != "":
			pools[s] = adopted[s.UserPool.Use.ID]
		case s.UsesPool():
			pools[s] = s.UserPool.Use.ID
		}
	}
	return pools
}

func owningFirst(specs []*spec.Spec) []*spec.Spec {
	sorted := slices.Clone(specs)
	slices.SortStableFunc(sorted, func(a, b *spec.Spec) int {
		switch {
		case a.OwnsPool() == b.OwnsPool():
			return 0
		case a.OwnsPool():
			return -1
		}
		return 1
	})
	return sorted
}

// adoptedTwice: what two stacks have in their states each of them would change
// and destroy.
func adoptedTwice(specs []*spec.Spec, report report) {
	taken := holders{}
	for _, s := range specs {
		adopt := s.Node.Get("lifecycle").Get("adopt")
		claim := func(kind, id string, at *spec.Node) {
			if id == "" || at == nil || at.Poisoned() {
				return
			}
			if other, is := taken.by(s, at, kind, id); is {
				report(at, quote(at.Text)+" is adopted already, in "+place(other.at), "Adopt it in one place: a resource belongs to one stack.", firstAt(other.at))
			}
		}
		for _, kind := range []string{"userPool", "identityPool"} {
			if n := adopt.Get(kind); n != nil {
				claim(kind, n.Text, n)
			}
		}
		for _, entry := range adopt.Get("domain").Entries() {
			claim("domain", entry.Value.Text, entry.Value)
		}
		for kind, id := range map[string]func(string) string{"identityProviders": s.AdoptedProvider, "resourceServers": s.AdoptedServer,
			"clients": s.AdoptedClient, "groups": s.AdoptedGroup} {
			for _, entry := range adopt.Get(kind).Entries() {
				claim(kind, id(entry.Key.Text), entry.Value)
			}
		}
	}
}
