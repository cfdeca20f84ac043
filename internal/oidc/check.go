package oidc

import (
	"context"
	"maps"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// Check asks every issuer that the specs name, each once, and says where they
// and the specs do not agree. What is wrong already is not asked about.
func Check(ctx context.Context, specs []*spec.Spec, o Options) diag.List {
	var providers []provider
	var trusts []trust
	for _, s := range specs {
		providers = append(providers, providersOf(s)...)
		trusts = append(trusts, trustsOf(s)...)
	}
	issuers, keySets := map[string]bool{}, map[string]bool{}
	for _, p := range providers {
		issuers[p.Issuer] = true
		if p.Endpoints != nil {
			keySets[p.Endpoints.JWKS] = true
		}
	}
	for _, t := range trusts {
		issuers[t.issuer] = true
	}
	f := newFetcher(o)
	answers, keys := f.askAll(ctx, slices.Sorted(maps.Keys(issuers)), slices.Sorted(maps.Keys(keySets)))
	r := &reporter{options: o}
	for _, p := range providers {
		if p.Endpoints != nil {
			r.withoutDiscovery(p, answers[p.Issuer], keys[p.Endpoints.JWKS])
		} else {
			r.provider(p, answers[p.Issuer])
		}
	}
	for _, t := range trusts {
		r.trust(t, answers[t.issuer])
	}
	return r.findings
}

// reporter collects findings.
type reporter struct {
	options  Options
	findings diag.List
}

func (r *reporter) report(id string, at *spec.Node, message, remedy string) {
	rule, _ := check.Find(id)
	r.findings = append(r.findings, diag.Diagnostic{
		Rule: id, Severity: rule.Severity, Range: at.Range(), Path: at.Path(), Related: at.Uses(),
		Message: message, Remedy: remedy,
	})
}

// shorten keeps what an issuer says from filling the screen.
func shorten(text string) string {
	const most = 100
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
