package spec

import (
	"maps"
	"slices"
)

// SecretRefs are the secret references of a spec in a stable order.
func (s *Spec) SecretRefs() []SecretRef {
	var refs []SecretRef
	for _, name := range sortedKeys(s.IdentityProviders) {
		p := s.IdentityProviders[name]
		for _, ref := range []SecretRef{p.ClientID.Secret, p.ClientSecret, p.PrivateKey} {
			if !ref.IsZero() {
				refs = append(refs, ref)
			}
		}
	}
	return refs
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
