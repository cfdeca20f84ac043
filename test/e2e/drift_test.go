package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/mlauth/mlauth-compile/test/stack"
)

// What somebody changes by hand in AWS is found, said, and brought back by the
// next deploy; what AWS makes up by itself is not taken for a change.
func TestDriftIsFoundAndSettled(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const spec = "specs/model-console.yaml"
	p.write(spec, repositorySpec(t, "model-console.yaml"))
	r := p.must(0, "drift", spec)
	contains(t, r.out, "model-console: not deployed")
	p.must(0, "deploy", spec)
	r = p.must(0, "drift", spec)
	contains(t, r.out, "model-console: as deployed\n")

	outputs := p.outputs(spec)
	pool := outputs["user_pool_id"].(string)
	before := string(describe(t, p.account.Clients("us-east-1"), pool).normal(t, p, pool))
	tamper(t, p.account.Clients("us-east-1"), pool, outputs["clients"].(map[string]any)["labeller"].(string))

	r = p.must(3, "drift", spec)
	contains(t, r.out, "model-console: 3 changed, 1 gone\n",
		"- gone clients.labeller", "~ changed userPool", "attributeMapping.nickname: \"alias\"", "passwordPolicy.minimumLength: 12 → 6", "callbackUrls",
		"defaultRedirectUri: \"https://console.acme.ai/oauth2/callback\" → \"\"")
	if strings.Contains(r.out, "deploy will refuse") {
		t.Errorf("what has happened cannot be refused:\n%s", r.out)
	}
	r = p.must(3, "drift", "--format", "json", spec)
	contains(t, r.out, `"command": "drift"`, `"resource": "clients.labeller"`, `"operation": "delete"`)
	r = p.must(3, "drift", "--format", "markdown")
	contains(t, r.out, "1 of 1 stack drifted", "`clients.labeller`")

	r = p.must(0, "deploy", spec)
	contains(t, r.out, "model-console: 1 created, 3 updated\n")
	p.must(0, "drift", spec)
	p.must(0, "preview", "--expect-no-changes", spec)
	if after := string(describe(t, p.account.Clients("us-east-1"), pool).normal(t, p, pool)); after != before {
		t.Errorf("a deploy did not bring it back:\n%s", after)
	}
}

// A provider's client secret that somebody changed by hand is found, though neither
// value is told, and brought back.
func TestASecretChangedByHandIsDrift(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const spec = "specs/ml-user-pool.yaml"
	p.write(spec, repositorySpec(t, "ml-user-pool.yaml")+ephemeral)
	p.must(0, "deploy", spec)
	contains(t, p.must(0, "drift", spec).out, "ml-user-pool: as deployed\n")
	ctx, c, pool := context.Background(), p.account.Clients("us-east-1").Cognito, p.poolIDs()[0]
	name := aws.ToString(must(c.ListIdentityProviders(ctx, &cognitoidentityprovider.ListIdentityProvidersInput{UserPoolId: &pool}))(t).Providers[0].ProviderName)
	details := func() map[string]string {
		return must(c.DescribeIdentityProvider(ctx, &cognitoidentityprovider.DescribeIdentityProviderInput{UserPoolId: &pool, ProviderName: &name}))(t).IdentityProvider.ProviderDetails
	}
	const another = "by-hand-client-secret-0b77"
	changed := details()
	changed["client_secret"] = another
	must(c.UpdateIdentityProvider(ctx, &cognitoidentityprovider.UpdateIdentityProviderInput{UserPoolId: &pool, ProviderName: &name, ProviderDetails: changed}))(t)

	r := p.must(3, "drift", spec)
	contains(t, r.out, "ml-user-pool: 1 changed\n", "~ changed identityProviders."+name, `providerDetails: "[secret]" → "[secret]"`)
	p.must(3, "drift", spec, "--accept")
	p.must(0, "deploy", spec)
	if details()["client_secret"] != oidcSecret {
		t.Error("a deploy did not bring the secret back")
	}
	contains(t, p.must(0, "drift", spec).out, "ml-user-pool: as deployed\n")
	for _, value := range []string{another, oidcSecret} {
		if where := p.search(value); len(where) > 0 {
			t.Errorf("the secret %s… is in %v", value[:8], where)
		}
	}
}

// tamper changes an attribute of the pool, a provider's mapping and a client by
// hand, and deletes a client.
func tamper(t *testing.T, c stack.Clients, pool, gone string) {
	t.Helper()
	ctx := context.Background()
	must(c.Cognito.DeleteUserPoolClient(ctx, &cognitoidentityprovider.DeleteUserPoolClientInput{UserPoolId: &pool, ClientId: &gone}))(t)

	name := "corp-sso"
	provider := must(c.Cognito.DescribeIdentityProvider(ctx, &cognitoidentityprovider.DescribeIdentityProviderInput{UserPoolId: &pool, ProviderName: &name}))(t).IdentityProvider
	provider.AttributeMapping["nickname"] = "alias"
	must(c.Cognito.UpdateIdentityProvider(ctx, &cognitoidentityprovider.UpdateIdentityProviderInput{
		UserPoolId: &pool, ProviderName: &name, AttributeMapping: provider.AttributeMapping, ProviderDetails: provider.ProviderDetails,
	}))(t)

	for _, listed := range must(c.Cognito.ListUserPoolClients(ctx, &cognitoidentityprovider.ListUserPoolClientsInput{UserPoolId: &pool}))(t).UserPoolClients {
		if *listed.ClientName == "console" {
			app := must(c.Cognito.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &pool, ClientId: listed.ClientId}))(t).UserPoolClient
			must(c.Cognito.UpdateUserPoolClient(ctx, &cognitoidentityprovider.UpdateUserPoolClientInput{
				UserPoolId: &pool, ClientId: app.ClientId, ClientName: app.ClientName,
				CallbackURLs:      append(app.CallbackURLs, "https://elsewhere.example.com/"),
				LogoutURLs:        app.LogoutURLs, // and the default redirect goes, as it does in the console
				AllowedOAuthFlows: app.AllowedOAuthFlows, AllowedOAuthScopes: app.AllowedOAuthScopes,
				AllowedOAuthFlowsUserPoolClient: *app.AllowedOAuthFlowsUserPoolClient,
				SupportedIdentityProviders:      app.SupportedIdentityProviders, ExplicitAuthFlows: app.ExplicitAuthFlows,
				ReadAttributes: app.ReadAttributes, WriteAttributes: app.WriteAttributes,
				AccessTokenValidity: app.AccessTokenValidity, IdTokenValidity: app.IdTokenValidity,
				RefreshTokenValidity: app.RefreshTokenValidity, TokenValidityUnits: app.TokenValidityUnits,
				AuthSessionValidity: app.AuthSessionValidity, EnableTokenRevocation: app.EnableTokenRevocation,
				PreventUserExistenceErrors: app.PreventUserExistenceErrors,
			}))(t)
		}
	}
	described := must(c.Cognito.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &pool}))(t).UserPool
	described.Policies.PasswordPolicy.MinimumLength = ptr(int32(6))
	must(c.Cognito.UpdateUserPool(ctx, &cognitoidentityprovider.UpdateUserPoolInput{
		UserPoolId: &pool, Policies: described.Policies, AutoVerifiedAttributes: described.AutoVerifiedAttributes,
		DeletionProtection: described.DeletionProtection, AccountRecoverySetting: described.AccountRecoverySetting,
		AdminCreateUserConfig: described.AdminCreateUserConfig, UserPoolTags: described.UserPoolTags, UserPoolTier: described.UserPoolTier,
		LambdaConfig: described.LambdaConfig, MfaConfiguration: described.MfaConfiguration, UserPoolAddOns: described.UserPoolAddOns,
		EmailConfiguration: described.EmailConfiguration, SmsConfiguration: described.SmsConfiguration,
		DeviceConfiguration: described.DeviceConfiguration, UserAttributeUpdateSettings: described.UserAttributeUpdateSettings,
		VerificationMessageTemplate: described.VerificationMessageTemplate,
	}))(t)
}

func ptr[T any](v T) *T { return &v }
