package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/mlauth/mlauth-compile/test/stack"
)

// poolView is a user pool and all that is in it as AWS describes it, by name.
type poolView struct {
	Pool            any
	MFA             any
	Domains         map[string]any
	Providers       map[string]any
	ResourceServers map[string]any
	Clients         map[string]any
	Risk            any
	Groups          map[string]any `json:",omitempty"`
}

// describe looks at a pool through AWS's API.
func describe(t *testing.T, c stack.Clients, pool string) poolView {
	t.Helper()
	ctx, id := context.Background(), aws.String(pool)
	described := must(c.Cognito.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: id}))(t).UserPool
	view := poolView{
		Pool:            described,
		MFA:             mfa(t, c, pool),
		Domains:         domains(t, c, described),
		Providers:       providers(t, c, pool),
		ResourceServers: resourceServers(t, c, pool),
		Clients:         clients(t, c, pool),
		Groups:          groups(t, c, pool),
	}
	risk := must(c.Cognito.DescribeRiskConfiguration(ctx, &cognitoidentityprovider.DescribeRiskConfigurationInput{UserPoolId: id}))(t)
	if a := described.UserPoolAddOns; a != nil && a.AdvancedSecurityMode != types.AdvancedSecurityModeTypeOff {
		view.Risk = risk.RiskConfiguration // AWS ignores it while threat protection is off
	}
	return view
}

func mfa(t *testing.T, c stack.Clients, pool string) any {
	t.Helper()
	out := must(c.Cognito.GetUserPoolMfaConfig(context.Background(), &cognitoidentityprovider.GetUserPoolMfaConfigInput{UserPoolId: &pool}))(t)
	return map[string]any{
		"Configuration": out.MfaConfiguration, "SoftwareToken": out.SoftwareTokenMfaConfiguration,
		"Email": out.EmailMfaConfiguration, "SMS": out.SmsMfaConfiguration, "WebAuthn": out.WebAuthnConfiguration,
	}
}

func domains(t *testing.T, c stack.Clients, pool *types.UserPoolType) map[string]any {
	t.Helper()
	found := map[string]any{}
	for _, name := range []*string{pool.Domain, pool.CustomDomain} {
		if aws.ToString(name) == "" {
			continue
		}
		d := must(c.Cognito.DescribeUserPoolDomain(context.Background(), &cognitoidentityprovider.DescribeUserPoolDomainInput{Domain: name}))(t).DomainDescription
		found[*name] = map[string]any{"CustomDomainConfig": d.CustomDomainConfig, "ManagedLoginVersion": d.ManagedLoginVersion, "UserPoolId": d.UserPoolId}
	}
	return found
}

func providers(t *testing.T, c stack.Clients, pool string) map[string]any {
	t.Helper()
	found := map[string]any{}
	list := must(c.Cognito.ListIdentityProviders(context.Background(), &cognitoidentityprovider.ListIdentityProvidersInput{UserPoolId: &pool}))(t)
	for _, p := range list.Providers {
		found[*p.ProviderName] = must(c.Cognito.DescribeIdentityProvider(context.Background(), &cognitoidentityprovider.DescribeIdentityProviderInput{
			UserPoolId: &pool, ProviderName: p.ProviderName}))(t).IdentityProvider
	}
	return found
}

func resourceServers(t *testing.T, c stack.Clients, pool string) map[string]any {
	t.Helper()
	found := map[string]any{}
	list := must(c.Cognito.ListResourceServers(context.Background(), &cognitoidentityprovider.ListResourceServersInput{UserPoolId: &pool, MaxResults: aws.Int32(50)}))(t)
	for _, r := range list.ResourceServers {
		slices.SortFunc(r.Scopes, func(a, b types.ResourceServerScopeType) int {
			return strings.Compare(*a.ScopeName, *b.ScopeName)
		})
		found[*r.Identifier] = r
	}
	return found
}

func clients(t *testing.T, c stack.Clients, pool string) map[string]any {
	t.Helper()
	found := map[string]any{}
	list := must(c.Cognito.ListUserPoolClients(context.Background(), &cognitoidentityprovider.ListUserPoolClientsInput{UserPoolId: &pool, MaxResults: aws.Int32(60)}))(t)
	for _, summary := range list.UserPoolClients {
		client := must(c.Cognito.DescribeUserPoolClient(context.Background(), &cognitoidentityprovider.DescribeUserPoolClientInput{
			UserPoolId: &pool, ClientId: summary.ClientId}))(t).UserPoolClient
		for _, set := range [][]string{client.CallbackURLs, client.LogoutURLs, client.AllowedOAuthScopes,
			client.ReadAttributes, client.WriteAttributes, client.SupportedIdentityProviders} {
			slices.Sort(set)
		}
		slices.Sort(client.ExplicitAuthFlows)
		slices.Sort(client.AllowedOAuthFlows)
		found[*client.ClientName] = client
	}
	return found
}

func groups(t *testing.T, c stack.Clients, pool string) map[string]any {
	t.Helper()
	found := map[string]any{}
	list := must(c.Cognito.ListGroups(context.Background(), &cognitoidentityprovider.ListGroupsInput{UserPoolId: &pool}))(t)
	for _, g := range list.Groups {
		found[*g.GroupName] = g
	}
	return found
}

// volatile are the members that differ from run to run.
var volatile = []string{"CreationDate", "LastModifiedDate", "EstimatedNumberOfUsers", "ResultMetadata", "ClientId", "SchemaVersion", "ActiveEncryptionCertificate"}

// normal is a view as JSON: without what AWS left out and what differs from run
// to run, with ids under fixed names.
func (v poolView) normal(t *testing.T, p *project, pool string) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	raw = bytes.ReplaceAll(raw, []byte(pool), []byte("POOL"))
	raw = bytes.ReplaceAll(raw, []byte(p.account.ID), []byte("ACCOUNT"))
	raw = bytes.ReplaceAll(raw, []byte(p.prefix()), []byte("acme"))
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(strip(tree)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// strip takes out volatile members and empty values, and sorts lists of
// attributes by name: AWS gives no order.
func strip(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, value := range v {
			value = strip(value)
			if key == "UserPoolAddOns" {
				value = inert(value)
			}
			if value != nil && (key == "ClientSecret" || key == "client_secret") {
				value = "SECRET"
			}
			if value != nil && value != "" && !slices.Contains(volatile, key) {
				out[key] = value
			}
		}
		return out
	case []any:
		for i := range v {
			v[i] = strip(v[i])
		}
		slices.SortStableFunc(v, func(a, b any) int { return strings.Compare(nameOf(a), nameOf(b)) })
		return v
	}
	return v
}

// inert drops what the provider keeps of threat protection once it is off: the
// mode for custom authentication, which has no effect then.
func inert(addOns any) any {
	if m, ok := addOns.(map[string]any); ok && m["AdvancedSecurityMode"] == "OFF" {
		delete(m, "AdvancedSecurityAdditionalFlows")
	}
	return addOns
}

func nameOf(v any) string {
	if m, ok := v.(map[string]any); ok {
		return fmt.Sprint(m["Name"])
	}
	return fmt.Sprint(v)
}

// must takes the result of a call and ends the test on its error.
func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
