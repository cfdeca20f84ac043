package render

import (
	"strings"

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
		provider, err := cognito.NewIdentityProvider(st.ctx, "identityProviders."+name, &cognito.IdentityProviderArgs{
			UserPoolId:       st.pool.ID(),
			ProviderName:     pulumi.String(name),
			ProviderType:     pulumi.String("OIDC"),
			ProviderDetails:  st.oidcDetails(p),
			AttributeMapping: pulumi.ToStringMap(p.AttributeMapping),
			IdpIdentifiers:   set(p.Identifiers),
		}, st.protected(pulumi.DeleteBeforeReplace(true))...)
		if err != nil {
			return err
		}
		st.providers[name] = provider
	}
	return nil
}

// oidcDetails are Cognito's settings of an OpenID Connect provider.
// attributes_url_add_attributes comes back from AWS in any case: left out, it
// would be a difference each time.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
func (st *stack) oidcDetails(p spec.IdentityProvider) pulumi.StringMap {
	details := pulumi.StringMap{
		"oidc_issuer":                   pulumi.String(p.Issuer),
		"client_id":                     st.textOrSecret(p.ClientID),
		"authorize_scopes":              pulumi.String(strings.Join(p.Scopes, " ")),
		"attributes_request_method":     pulumi.String(p.AttributesRequestMethod),
		"attributes_url_add_attributes": pulumi.String("false"),
	}
	if !p.ClientSecret.IsZero() {
		details["client_secret"] = st.secret(p.ClientSecret)
	}
	if e := p.Endpoints; e != nil {
		details["authorize_url"] = pulumi.String(e.Authorization)
		details["token_url"] = pulumi.String(e.Token)
		details["attributes_url"] = pulumi.String(e.UserInfo)
		details["jwks_uri"] = pulumi.String(e.JWKS)
	}
	return details
}

// secret is a Pulumi secret from its first moment.
func (st *stack) secret(ref spec.SecretRef) pulumi.StringInput {
	return pulumi.ToSecret(pulumi.String(st.secrets(ref))).(pulumi.StringOutput)
}

func (st *stack) textOrSecret(t spec.TextOrSecret) pulumi.StringInput {
	if t.Secret.IsZero() {
		return pulumi.String(t.Text)
	}
	return st.secret(t.Secret)
}
