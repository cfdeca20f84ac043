package oidc

import (
	"context"
	"strings"
	"sync"
)

// document is what an issuer says of itself.
// https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
type document struct {
	Issuer        string   `json:"issuer"`
	Authorization string   `json:"authorization_endpoint"`
	Token         string   `json:"token_endpoint"`
	UserInfo      string   `json:"userinfo_endpoint"`
	JWKS          string   `json:"jwks_uri"`
	Scopes        []string `json:"scopes_supported"`
	Claims        []string `json:"claims_supported"`
	ResponseTypes []string `json:"response_types_supported"`
	Algorithms    []string `json:"id_token_signing_alg_values_supported"`
}

// keySet is a set of keys.
// https://www.rfc-editor.org/rfc/rfc7517#section-5
type keySet struct {
	Keys []key `json:"keys"`
}

type key struct {
	Type      string `json:"kty"`
	Use       string `json:"use"`
	ID        string `json:"kid"`
	Algorithm string `json:"alg"`
}

// usable reports that AWS can check a signature with one of the keys: RSA or
// elliptic, for signatures, and with an id by which tokens name it.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-oidc-idp.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
func (s keySet) usable() bool {
	for _, k := range s.Keys {
		if (k.Type == "RSA" || k.Type == "EC") && (k.Use == "" || k.Use == "sig") && k.ID != "" && checkable(k.Algorithm) {
			return true
		}
	}
	return false
}

// checkable is about the name of an algorithm; a key needs to have none.
func checkable(algorithm string) bool {
	return algorithm == "" || strings.HasPrefix(algorithm, "RS") || strings.HasPrefix(algorithm, "ES")
}

// answer is what came of asking an issuer.
type answer struct {
	document document
	err      error // of the document; then there are no keys
	keys     keySet
	keysErr  error // of the keys
}

// documentOf is the address of an issuer's document.
// https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfigurationRequest
func documentOf(issuer string) string {
	return strings.TrimSuffix(issuer, "/") + "/.well-known/openid-configuration"
}

func (f *fetcher) ask(ctx context.Context, issuer string) answer {
	var a answer
	if a.err = f.object(ctx, documentOf(issuer), &a.document); a.err == nil && a.document.JWKS != "" {
		a.keysErr = f.object(ctx, a.document.JWKS, &a.keys)
	}
	return a
}

// askAll asks several issuers side by side, and gets key sets that are named
// without one.
func (f *fetcher) askAll(ctx context.Context, issuers, keySets []string) (map[string]answer, map[string]answer) {
	var wait sync.WaitGroup
	answers, keys := make([]answer, len(issuers)), make([]answer, len(keySets))
	for i, issuer := range issuers {
		wait.Go(func() { answers[i] = f.ask(ctx, issuer) })
	}
	for i, address := range keySets {
		wait.Go(func() { keys[i].keysErr = f.object(ctx, address, &keys[i].keys) })
	}
	wait.Wait()
	return byName(issuers, answers), byName(keySets, keys)
}

func byName(names []string, answers []answer) map[string]answer {
	m := map[string]answer{}
	for i, name := range names {
		m[name] = answers[i]
	}
	return m
}
