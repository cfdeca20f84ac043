package check

import (
	"sync"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// Summary is what the rules between specs know of one: texts and places, and
// nothing of its tree. Thousands of specs are held against each other so. Few of
// them have to be looked at once more.
type Summary struct {
	File      string
	Fragments []string // that the spec builds on

	again   func() *spec.Spec // the spec itself
	foreign bool              // nothing is said against it

	stack, team     string
	account, region string
	pool            lodging
	identities      bool     // it has an identity pool
	deserted        *spot    // of a pool of its own that it gives nobody a way into
	issuers         []string // in which it declares its account's trust
	mistakenIssuer  bool     // something stands against one of them
	scopes          scopes
	claims          [][]claimed // by the index of the rule that they are for
}

// Stack is the name of the spec's stack.
func (s *Summary) Stack() string { return s.stack }

// Summarize makes a summary of a spec; again is to give the same spec once more,
// should it be needed, to whoever asks and when.
func Summarize(s *spec.Spec, again func() *spec.Spec) *Summary {
	if s.UsesPool() { // it is looked at together with the pool's owner
		again = func() *spec.Spec { return s }
	}
	x := &Summary{
		File: s.File, Fragments: s.Fragments,
		again: sync.OnceValue(again), foreign: lostSection(s),
		stack: s.Metadata.Name, team: s.Metadata.Team, account: s.AWS.AccountID, region: s.AWS.Region,
		pool: lodgingOf(s), identities: s.IdentityPool != nil, deserted: deserted(s), scopes: scopesOf(s),
		claims: make([][]claimed, len(betweenRules)),
	}
	claimIssuers(s, func(_, issuer, _ string, _ *spec.Node) { x.issuers = append(x.issuers, meantIssuer(issuer)) })
	for entry := range s.Node.Get("iamOidcProviders").Entries() {
		x.mistakenIssuer = x.mistakenIssuer || mistaken(entry.Value)
	}
	for i, r := range betweenRules {
		if r.claims != nil {
			r.claims(s, func(scope, value, shown string, at *spec.Node) {
				x.claims[i] = append(x.claims[i], claimed{x, scope, value, shown, spotOf(at)})
			})
		}
	}
	return x
}

// claimed is something of a spec that another gets in the way of that has the
// same value in the same scope.
type claimed struct {
	by           *Summary
	scope, value string
	shown        string // the value as a finding names it
	at           spot
}

// claimFunc takes a claim in.
type claimFunc func(scope, value, shown string, at *spec.Node)

// text claims what a node says, if it is there and nothing is wrong with it.
func (claim claimFunc) text(scope string, at *spec.Node) {
	if at != nil && !at.Poisoned() {
		claim(scope, at.Text, at.Text, at)
	}
}
