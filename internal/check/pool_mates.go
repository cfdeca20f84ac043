package check

import (
	"fmt"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// mates are the specs whose stacks live in one user pool.
type mates struct {
	owner *spec.Spec // nil: none of these
	specs []*spec.Spec
}

// poolMates groups the specs that have a pool, in their order.
func poolMates(specs []*spec.Spec) []*mates {
	var all []*mates
	byPool := map[string]*mates{}
	for _, s := range specs {
		var pool string
		switch {
		case s.OwnsPool():
			pool = "stack " + s.Metadata.Name
		case s.UsesPool() && s.UserPool.Use.Stack != "":
			pool = "stack " + s.UserPool.Use.Stack
		case s.UsesPool() && s.UserPool.Use.ID != "":
			pool = "id " + s.UserPool.Use.ID
		default:
			continue
		}
		if byPool[pool] == nil {
			byPool[pool] = &mates{}
			all = append(all, byPool[pool])
		}
		byPool[pool].specs = append(byPool[pool].specs, s)
		if s.OwnsPool() {
			byPool[pool].owner = s
		}
	}
	return all
}

// promotedByMates finds users who can promote themselves by a client of one
// spec and the identity pool of another: the user is the same.
func promotedByMates(specs []*spec.Spec, foreign map[*spec.Node]bool) diag.List {
	var findings diag.List
	for _, m := range poolMates(specs) {
		report := collect("MLA410", diag.Error, &findings)
		if m.owner != nil && m.owner.UserPool.Triggers.PreTokenGeneration.ARN != "" {
			report = collect("MLA411", diag.Warning, &findings)
		}
		for _, identities := range m.specs {
			for _, s := range m.specs {
				known := s == identities && (s.OwnsPool() || s.UserPool.Use.Stack == "") // to the rule itself
				if identities.IdentityPool != nil && !known && !foreign[s.Node] {
					promotions(identities, m.inPool(s), report)
				}
			}
		}
	}
	return findings
}

// inPool is a spec with the settings of the pool that it uses, where they are
// known.
func (m *mates) inPool(s *spec.Spec) *spec.Spec {
	if m.owner == nil || m.owner == s {
		return s
	}
	view := *s
	view.UserPool = m.owner.UserPool
	return &view
}

// unaskedScopes is silent on a pool without clients, and on a server of which
// a client asks for a scope that it does not have.
func unaskedScopes(specs []*spec.Spec, report report) {
	for _, m := range poolMates(specs) {
		asked, clients := m.askedScopes()
		for _, s := range m.specs {
			for _, key := range keys(s.ResourceServers) {
				server := s.ResourceServers[key]
				if !clients || misspelt(s, key) {
					continue
				}
				for _, entry := range server.Node.Get("scopes").Entries() {
					if !asked[server.Scope(entry.Key.Text)] {
						report(entry.Key, "no client asks for "+unaskedOf(server, asked), "Name it in a client's scopes, or take it out.")
						break // they are named all at once
					}
				}
			}
		}
	}
}

func unaskedOf(server spec.ResourceServer, asked map[string]bool) string {
	var names []string
	for _, name := range keys(server.Scopes) {
		if !asked[server.Scope(name)] {
			names = append(names, quote(name))
		}
	}
	switch rest := len(names) - 3; {
	case len(names) == 1:
		return "the scope " + names[0]
	case rest > 1:
		return fmt.Sprintf("the scopes %s and %d more", strings.Join(names[:3], ", "), rest)
	}
	return "the scopes " + strings.Join(names, ", ")
}

// askedScopes are the full names of what clients ask for, and whether there are
// clients at all.
func (m *mates) askedScopes() (asked map[string]bool, clients bool) {
	asked = map[string]bool{}
	for _, s := range m.specs {
		for _, c := range s.Clients {
			clients = true
			for _, scope := range c.Scopes {
				key, name, _ := strings.Cut(scope, "/")
				if server, declared := s.ResourceServers[key]; declared {
					scope = server.Scope(name)
				}
				asked[scope] = true
			}
		}
	}
	return asked, clients
}

func misspelt(s *spec.Spec, key string) bool {
	server := s.ResourceServers[key]
	for _, c := range s.Clients {
		for _, scope := range c.Scopes {
			of, name, _ := strings.Cut(scope, "/")
			if _, has := server.Scopes[name]; of == key && !has {
				return true
			}
		}
		if c.Node.Poisoned() || mistaken(c.Node) {
			return true
		}
	}
	return false
}
