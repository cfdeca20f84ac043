package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/parallel"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// mates are the specs whose stacks live in one user pool.
type mates struct {
	owner *Summary // nil: none of these
	specs []*Summary
}

// poolMates groups the specs that have a pool, in their order.
func poolMates(specs []*Summary) []*mates {
	var all []*mates
	byPool := map[string]*mates{}
	for _, s := range specs {
		var pool string
		switch {
		case s.pool.owns:
			pool = "stack " + s.stack
		case s.pool.uses && s.pool.stack != "":
			pool = "stack " + s.pool.stack
		case s.pool.uses && s.pool.id != "":
			pool = "id " + s.pool.id
		default:
			continue
		}
		if byPool[pool] == nil {
			byPool[pool] = &mates{}
			all = append(all, byPool[pool])
		}
		byPool[pool].specs = append(byPool[pool].specs, s)
		if s.pool.owns {
			byPool[pool].owner = s
		}
	}
	return all
}

// promotedByMates finds users who can promote themselves by a client of one
// spec and the identity pool of another: the user is the same.
func promotedByMates(specs []*Summary) diag.List {
	all := poolMates(specs)
	found := make([]diag.List, len(all))
	parallel.Each(len(all), func(i int) { found[i] = all[i].promotions() })
	return slices.Concat(found...)
}

func (m *mates) promotions() diag.List {
	var findings diag.List
	for _, identities := range m.specs {
		for _, s := range m.specs {
			known := s == identities && (s.pool.owns || s.pool.stack == "") // to the rule itself
			if !identities.identities || known || s.foreign {
				continue
			}
			report := collect("MLA410", diag.Error, &findings)
			if m.owner != nil && m.owner.again().UserPool.Triggers.PreTokenGeneration.ARN != "" {
				report = collect("MLA411", diag.Warning, &findings)
			}
			promotions(identities.again(), m.inPool(s), report)
		}
	}
	return findings
}

// inPool is a spec with the settings of the pool that it uses, where they are
// known.
func (m *mates) inPool(s *Summary) *spec.Spec {
	if m.owner == nil || m.owner == s {
		return s.again()
	}
	view := *s.again()
	view.UserPool = m.owner.again().UserPool
	return &view
}

// scopes are what the clients of a spec ask for, and what its resource servers
// offer, by full names. A server of which a client asks for a scope that it does
// not have is left out.
type scopes struct {
	clients        bool // there are some
	asked, offered []string
}

func scopesOf(s *spec.Spec) scopes {
	all := scopes{clients: len(s.Clients) > 0}
	for _, c := range s.Clients {
		for _, scope := range c.Scopes {
			key, name, _ := strings.Cut(scope, "/")
			if server, declared := s.ResourceServers[key]; declared {
				scope = server.Scope(name)
			}
			all.asked = append(all.asked, scope)
		}
	}
	for key, server := range s.ResourceServers {
		if misspelt(s, key) {
			continue
		}
		for entry := range server.Node.Get("scopes").Entries() {
			if full := server.Scope(entry.Key.Text); !slices.Contains(all.asked, full) {
				all.offered = append(all.offered, full)
			}
		}
	}
	return all
}

// unaskedScopes is silent on a pool without clients.
func unaskedScopes(specs []*Summary, _ claimsMade, report reportAt) {
	for _, m := range poolMates(specs) {
		asked, clients := map[string]bool{}, false
		for _, s := range m.specs {
			clients = clients || s.scopes.clients
			for _, scope := range s.scopes.asked {
				asked[scope] = true
			}
		}
		for _, s := range m.specs {
			if clients && !s.foreign && slices.ContainsFunc(s.scopes.offered, func(scope string) bool { return !asked[scope] }) {
				unaskedIn(s.again(), asked, report)
			}
		}
	}
}

func unaskedIn(s *spec.Spec, asked map[string]bool, report reportAt) {
	for _, key := range keys(s.ResourceServers) {
		server := s.ResourceServers[key]
		if misspelt(s, key) {
			continue
		}
		for entry := range server.Node.Get("scopes").Entries() {
			if !asked[server.Scope(entry.Key.Text)] {
				report(spotOf(entry.Key), "no client asks for "+unaskedOf(server, asked), "Name it in a client's scopes, or take it out.")
				break // they are named all at once
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

func misspelt(s *spec.Spec, key string) bool {
	server := s.ResourceServers[key]
	for _, c := range s.Clients {
		for _, scope := range c.Scopes {
			of, name, _ := strings.Cut(scope, "/")
			if _, has := server.Scopes[name]; of == key && !has {
				return true
			}
			if _, declared := s.ResourceServers[of]; !declared && diag.Nearest(of, []string{key}) != "" {
				return true
			}
		}
		if c.Node.Poisoned() || mistaken(c.Node) {
			return true
		}
	}
	return false
}
