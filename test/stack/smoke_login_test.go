package stack

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// TestLogin deploys what nearly every spec has: a pool, a provider that it is
// federated with, an API, a domain, a client.
func TestLogin(t *testing.T) {
	account := Start(t).Account(t)
	run := newEngineRun(t, account)
	run.quiet(login)

	ctx, clients := context.Background(), account.Clients(Region)
	pools, err := clients.Cognito.ListUserPools(ctx, &cognitoidentityprovider.ListUserPoolsInput{MaxResults: pointer(int32(10))})
	if err != nil || len(pools.UserPools) != 1 {
		t.Fatalf("pools: %v %v", pools, err)
	}
	pool := pools.UserPools[0].Id
	list, err := clients.Cognito.ListUserPoolClients(ctx, &cognitoidentityprovider.ListUserPoolClientsInput{UserPoolId: pool})
	if err != nil || len(list.UserPoolClients) != 1 {
		t.Fatalf("clients: %v %v", list, err)
	}
	client, err := clients.Cognito.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{
		UserPoolId: pool, ClientId: list.UserPoolClients[0].ClientId,
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := client.UserPoolClient.TokenValidityUnits.AccessToken; got != "minutes" {
		t.Errorf("access tokens are counted in %s", got)
	}
	run.destroy()
	pools, err = clients.Cognito.ListUserPools(ctx, &cognitoidentityprovider.ListUserPoolsInput{MaxResults: pointer(int32(10))})
	if err != nil || len(pools.UserPools) != 0 {
		t.Errorf("left over: %v %v", pools, err)
	}
}

func login(ctx *pulumi.Context, provider pulumi.ResourceOption) error {
	pool, err := cognito.NewUserPool(ctx, "pool", &cognito.UserPoolArgs{Name: pulumi.String("login")}, provider)
	if err != nil {
		return err
	}
	idp, err := cognito.NewIdentityProvider(ctx, "idp", &cognito.IdentityProviderArgs{
		UserPoolId: pool.ID(), ProviderName: pulumi.String("corp"), ProviderType: pulumi.String("OIDC"),
		ProviderDetails: pulumi.StringMap{
			"client_id": pulumi.String("id"), "client_secret": pulumi.ToSecret(pulumi.String("s3cret")).(pulumi.StringOutput),
			"oidc_issuer": pulumi.String("https://corp.example.com"), "authorize_scopes": pulumi.String("openid email"),
			"attributes_request_method": pulumi.String("GET"), "attributes_url_add_attributes": pulumi.String("false"),
		},
		AttributeMapping: pulumi.StringMap{"email": pulumi.String("email"), "username": pulumi.String("sub")},
	}, provider)
	if err != nil {
		return err
	}
	server, err := cognito.NewResourceServer(ctx, "server", &cognito.ResourceServerArgs{
		UserPoolId: pool.ID(), Identifier: pulumi.String("https://api.example.com"), Name: pulumi.String("API"),
		Scopes: cognito.ResourceServerScopeArray{cognito.ResourceServerScopeArgs{
			ScopeName: pulumi.String("read"), ScopeDescription: pulumi.String("Read"),
		}},
	}, provider)
	if err != nil {
		return err
	}
	domain, err := cognito.NewUserPoolDomain(ctx, "domain", &cognito.UserPoolDomainArgs{
		UserPoolId: pool.ID(), Domain: pulumi.String("login-smoke"), ManagedLoginVersion: pulumi.Int(1),
	}, provider)
	if err != nil {
		return err
	}
	_, err = cognito.NewUserPoolClient(ctx, "client", &cognito.UserPoolClientArgs{
		UserPoolId: pool.ID(), Name: pulumi.String("console"), GenerateSecret: pulumi.Bool(true),
		AllowedOauthFlows: pulumi.ToStringArray([]string{"code"}), AllowedOauthFlowsUserPoolClient: pulumi.Bool(true),
		AllowedOauthScopes:         pulumi.ToStringArray([]string{"openid", "https://api.example.com/read"}),
		CallbackUrls:               pulumi.ToStringArray([]string{"https://console.example.com/cb"}),
		SupportedIdentityProviders: pulumi.StringArray{idp.ProviderName},
		ExplicitAuthFlows:          pulumi.ToStringArray([]string{"ALLOW_CUSTOM_AUTH"}),
		AccessTokenValidity:        pulumi.Int(30), IdTokenValidity: pulumi.Int(30), RefreshTokenValidity: pulumi.Int(12),
		TokenValidityUnits: cognito.UserPoolClientTokenValidityUnitsArgs{
			AccessToken: pulumi.String("minutes"), IdToken: pulumi.String("minutes"), RefreshToken: pulumi.String("hours"),
		},
		RefreshTokenRotation: cognito.UserPoolClientRefreshTokenRotationArgs{
			Feature: pulumi.String("ENABLED"), RetryGracePeriodSeconds: pulumi.Int(30),
		},
	}, provider, pulumi.DependsOn([]pulumi.Resource{server, domain}))
	return err
}

func pointer[T any](v T) *T { return &v }
