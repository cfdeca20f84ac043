package spec

import "strings"

// The import ids of what the spec adopts, as the provider documents them; ""
// for what it does not adopt. What lies in a pool is named by the pool and its
// own name; the pool may be left out where the spec says which it is.
// https://www.pulumi.com/registry/packages/aws/api-docs/cognito/

// AdoptedProvider is POOL:NAME.
func (s *Spec) AdoptedProvider(name string) string {
	return s.inPool(s.Lifecycle.Adopt.IdentityProviders[name], ":")
}

// AdoptedServer is POOL|IDENTIFIER.
func (s *Spec) AdoptedServer(key string) string {
	return s.inPool(s.Lifecycle.Adopt.ResourceServers[key], "|")
}

// AdoptedClient is POOL/CLIENT-ID.
func (s *Spec) AdoptedClient(key string) string {
	return s.inPool(s.Lifecycle.Adopt.Clients[key], "/")
}

// AdoptedGroup is POOL/NAME.
func (s *Spec) AdoptedGroup(name string) string {
	return s.inPool(s.Lifecycle.Adopt.Groups[name], "/")
}

// inPool completes the id of something in a pool. An identifier may hold the
// separator itself, so that the pool is looked for, not the separator.
func (s *Spec) inPool(id, separator string) string {
	pool := s.knownPool()
	if id == "" || pool == "" || strings.HasPrefix(id, pool+separator) {
		return id
	}
	return pool + separator + id
}

// knownPool is the id of the pool where the spec says it.
func (s *Spec) knownPool() string {
	if s.UsesPool() {
		return s.UserPool.Use.ID
	}
	return s.Lifecycle.Adopt.UserPool
}
