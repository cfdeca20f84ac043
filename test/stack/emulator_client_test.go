package stack

import (
	"context"
	"testing"

	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/google/go-cmp/cmp"
)

// TestClientsAreChecked tries one wrong client after the other.
func TestClientsAreChecked(t *testing.T) {
	ctx, account := context.Background(), Start(t).Account(t)
	client, pool := account.Clients(Region).Cognito, newPool(t, account, nil)
	for name, c := range map[string]struct {
		want   string
		change func(*idp.CreateUserPoolClientInput)
	}{
		"unknown scope": {"ScopeDoesNotExistException", func(i *idp.CreateUserPoolClientInput) {
			i.AllowedOAuthFlowsUserPoolClient = true
			i.AllowedOAuthFlows = []types.OAuthFlowType{"code"}
			i.AllowedOAuthScopes = []string{"api/read"}
		}},
		"unknown provider": {"InvalidParameterException", func(i *idp.CreateUserPoolClientInput) {
			i.SupportedIdentityProviders = []string{"corp"}
		}},
		"machine without a secret": {"InvalidOAuthFlowException", func(i *idp.CreateUserPoolClientInput) {
			i.AllowedOAuthFlowsUserPoolClient = true
			i.AllowedOAuthFlows = []types.OAuthFlowType{"client_credentials"}
			i.AllowedOAuthScopes = []string{"openid"}
		}},
		"plain http": {"InvalidParameterException", func(i *idp.CreateUserPoolClientInput) {
			i.CallbackURLs = []string{"http://example.com/cb"}
		}},
		"unknown attribute": {"InvalidParameterException", func(i *idp.CreateUserPoolClientInput) {
			i.ReadAttributes = []string{"custom:nope"}
		}},
		"access token too long": {"InvalidParameterException", func(i *idp.CreateUserPoolClientInput) {
			i.AccessTokenValidity = pointer(int32(48))
		}},
		"name with a bad character": {"InvalidParameterException", func(i *idp.CreateUserPoolClientInput) {
			i.ClientName = pointer("a/b")
		}},
		"rotation and refresh": {"InvalidParameterException", func(i *idp.CreateUserPoolClientInput) {
			i.RefreshTokenRotation = &types.RefreshTokenRotationType{Feature: "ENABLED"}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			input := &idp.CreateUserPoolClientInput{UserPoolId: pool.Id, ClientName: pointer("c")}
			c.change(input)
			_, err := client.CreateUserPoolClient(ctx, input)
			wantError(t, err, c.want)
		})
	}
}

// TestClientReset sets settings, and updates the client without them.
func TestClientReset(t *testing.T) {
	ctx, account := context.Background(), Start(t).Account(t)
	client, pool := account.Clients(Region).Cognito, newPool(t, account, nil)
	created, err := client.CreateUserPoolClient(ctx, &idp.CreateUserPoolClientInput{
		UserPoolId: pool.Id, ClientName: pointer("c"), GenerateSecret: true,
		CallbackURLs: []string{"https://a.example.com", "app://cb", "http://localhost:8080"}, AccessTokenValidity: pointer(int32(5)),
		TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: "minutes"},
		ExplicitAuthFlows:  []types.ExplicitAuthFlowsType{"ALLOW_USER_AUTH"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := created.UserPoolClient.TokenValidityUnits; got.IdToken != "hours" || got.RefreshToken != "days" {
		t.Errorf("units: %v", got)
	}
	updated, err := client.UpdateUserPoolClient(ctx, &idp.UpdateUserPoolClientInput{UserPoolId: pool.Id, ClientId: created.UserPoolClient.ClientId})
	if err != nil {
		t.Fatal(err)
	}
	got := updated.UserPoolClient
	if got.CallbackURLs != nil || got.AccessTokenValidity != nil || *got.ClientSecret != *created.UserPoolClient.ClientSecret {
		t.Errorf("kept %v %v, or changed the secret", got.CallbackURLs, got.AccessTokenValidity)
	}
	flows := []types.ExplicitAuthFlowsType{"ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"}
	if diff := cmp.Diff(flows, got.ExplicitAuthFlows); diff != "" {
		t.Error(diff)
	}
}

func TestProviderDetails(t *testing.T) {
	ctx, account := context.Background(), Start(t).Account(t)
	client, pool := account.Clients(Region).Cognito, newPool(t, account, nil)
	input := &idp.CreateIdentityProviderInput{
		UserPoolId: pool.Id, ProviderName: pointer("corp"), ProviderType: types.IdentityProviderTypeTypeOidc,
		ProviderDetails: map[string]string{
			"client_id": "id", "oidc_issuer": "https://corp.example.com",
			"authorize_scopes": "openid", "attributes_request_method": "GET",
		},
		AttributeMapping: map[string]string{"email": "email"},
	}
	created, err := client.CreateIdentityProvider(ctx, input)
	if err != nil {
		t.Fatal(err)
	}
	if got := created.IdentityProvider.ProviderDetails["attributes_url_add_attributes"]; got != "false" {
		t.Errorf("attributes_url_add_attributes is %q", got)
	}
	if got := created.IdentityProvider.AttributeMapping["username"]; got != "sub" {
		t.Errorf("username is mapped to %q", got)
	}
	_, err = client.CreateIdentityProvider(ctx, input)
	wantError(t, err, "DuplicateProviderException")
	input.ProviderName, input.AttributeMapping = pointer("other"), map[string]string{"custom:nope": "x"}
	_, err = client.CreateIdentityProvider(ctx, input)
	wantError(t, err, "InvalidParameterException")
	input.ProviderName = pointer("with_underscore")
	_, err = client.CreateIdentityProvider(ctx, input)
	wantError(t, err, "InvalidParameterException")
}

func TestResourceServers(t *testing.T) {
	ctx, account := context.Background(), Start(t).Account(t)
	client, pool := account.Clients(Region).Cognito, newPool(t, account, nil)
	scope := types.ResourceServerScopeType{ScopeName: pointer("read"), ScopeDescription: pointer("Read")}
	input := &idp.CreateResourceServerInput{
		UserPoolId: pool.Id, Identifier: pointer("api"), Name: pointer("API"), Scopes: []types.ResourceServerScopeType{scope},
	}
	if _, err := client.CreateResourceServer(ctx, input); err != nil {
		t.Fatal(err)
	}
	_, err := client.CreateResourceServer(ctx, input)
	wantError(t, err, "InvalidParameterException")
	updated, err := client.UpdateResourceServer(ctx, &idp.UpdateResourceServerInput{UserPoolId: pool.Id, Identifier: input.Identifier, Name: pointer("API 2")})
	if err != nil || len(updated.ResourceServer.Scopes) != 0 {
		t.Errorf("scopes that were not sent: %v %v", updated, err)
	}
	if _, err := client.DeleteResourceServer(ctx, &idp.DeleteResourceServerInput{UserPoolId: pool.Id, Identifier: input.Identifier}); err != nil {
		t.Error(err)
	}
}
