package render

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// iamOIDCProviders are protected: without one, every role of the account that
// trusts its issuer stops working, those of other stacks included.
//
// IAM finds the issuer's certificate by itself; thumbprints are left to it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html
func (st *stack) iamOIDCProviders() error {
	st.issuers = map[string]*iam.OpenIdConnectProvider{}
	for _, key := range sortedKeys(st.spec.IAMOIDCProviders) {
		p := st.spec.IAMOIDCProviders[key]
		provider, err := iam.NewOpenIdConnectProvider(st.ctx, "iamOidcProviders."+key, &iam.OpenIdConnectProviderArgs{
			Url:           pulumi.String(p.Issuer),
			ClientIdLists: set(p.Audiences),
			Tags:          st.tags,
		}, st.protected()...)
		if err != nil {
			return err
		}
		st.issuers[key] = provider
	}
	return nil
}

// ownIssuers are the providers of this spec that trusts rest on.
func (st *stack) ownIssuers(trusts []spec.Trust) []pulumi.Resource {
	var behind []pulumi.Resource
	for _, key := range sortedKeys(st.issuers) {
		for _, t := range trusts {
			if t.Issuer() == st.spec.IAMOIDCProviders[key].Issuer {
				behind = append(behind, st.issuers[key])
				break
			}
		}
	}
	return behind
}
