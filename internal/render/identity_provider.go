package render

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// identityProviders are deleted before they are replaced: AWS refuses a second
// one of a name.
func (st *stack) identityProviders() error {
	st.providers = map[string]*cognito.IdentityProvider{}
	if st.pool == nil {
		return nil
	}
	for _, name := range sortedKeys(st.spec.IdentityProviders) {
		p := st.spec.IdentityProviders[name]
		options := append(providerOptions(p), pulumi.DeleteBeforeReplace(true))
		options = append(options, adopted(st.spec.AdoptedProvider(name))...)
		provider, err := cognito.NewIdentityProvider(st.ctx, "identityProviders."+name, &cognito.IdentityProviderArgs{
			UserPoolId:       st.pool.ID(),
			ProviderName:     pulumi.String(name),
			ProviderType:     pulumi.String(spec.ProviderTypes[p.Type]),
			ProviderDetails:  st.providerDetails("identityProviders."+name, p),
			AttributeMapping: pulumi.ToStringMap(p.AttributeMapping),
			IdpIdentifiers:   set(p.Identifiers),
		}, st.protected(options...)...)
		if err != nil {
			return err
		}
		st.providers[name] = provider
	}
	return nil
}
