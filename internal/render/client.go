package render

import (
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// authFlows are Cognito's names of the sign-in flows of its API.
var authFlows = map[string]string{
	"userSrp":           "ALLOW_USER_SRP_AUTH",
	"userPassword":      "ALLOW_USER_PASSWORD_AUTH",
	"adminUserPassword": "ALLOW_ADMIN_USER_PASSWORD_AUTH",
	"custom":            "ALLOW_CUSTOM_AUTH",
	"user":              "ALLOW_USER_AUTH",
}

const refreshFlow = "ALLOW_REFRESH_TOKEN_AUTH"

func (st *stack) clients() error {
	st.apps = map[string]*cognito.UserPoolClient{}
	if st.pool == nil {
		return nil
	}
	for _, key := range sortedKeys(st.spec.Clients) {
		c := st.spec.Clients[key]
		client, err := cognito.NewUserPoolClient(st.ctx, "clients."+key, st.client(c),
			st.protected(append(st.adoptedClient(key), pulumi.DependsOn(st.behind(c)))...)...)
		if err != nil {
			return err
		}
		st.apps[key] = client
	}
	return nil
}

func (st *stack) client(c spec.Client) *cognito.UserPoolClientArgs {
	args := &cognito.UserPoolClientArgs{
		UserPoolId:                      st.pool.ID(),
		Name:                            pulumi.String(c.Name),
		GenerateSecret:                  pulumi.Bool(c.Secret),
		AllowedOauthFlowsUserPoolClient: pulumi.Bool(c.OAuth()),
		AllowedOauthFlows:               set(c.Flows),
		AllowedOauthScopes:              set(st.scopes(c)),
		SupportedIdentityProviders:      set(words(c.IdentityProviders, map[string]string{spec.LocalUsers: "COGNITO"})),
		CallbackUrls:                    set(c.CallbackURLs),
		LogoutUrls:                      set(c.LogoutURLs),
		DefaultRedirectUri:              optional(c.DefaultRedirectURL), // see Sticky
		ExplicitAuthFlows:               set(st.explicitAuthFlows(c)),
		ReadAttributes:                  set(c.ReadAttributes),
		WriteAttributes:                 set(c.WriteAttributes),
		EnableTokenRevocation:           pulumi.Bool(c.Revocation),
		PreventUserExistenceErrors:      pulumi.String(map[bool]string{true: "ENABLED", false: "LEGACY"}[c.HideUserExistence]),

		EnablePropagateAdditionalUserContextData: pulumi.Bool(c.PropagateUserContext),
	}
	tokens(args, c.Tokens)
	if c.Rotation != nil {
		args.RefreshTokenRotation = cognito.UserPoolClientRefreshTokenRotationArgs{
			Feature:                 pulumi.String("ENABLED"),
			RetryGracePeriodSeconds: pulumi.Int(c.Rotation.GracePeriod.In(time.Second)),
		}
	}
	return args
}

// tokens sends values and units together: a value alone is read in a unit of
// Cognito's choice.
func tokens(args *cognito.UserPoolClientArgs, t spec.Tokens) {
	access, accessUnit := t.Access.CognitoUnits()
	id, idUnit := t.ID.CognitoUnits()
	refresh, refreshUnit := t.Refresh.CognitoUnits()
	args.AccessTokenValidity = pulumi.Int(access)
	args.IdTokenValidity = pulumi.Int(id)
	args.RefreshTokenValidity = pulumi.Int(refresh)
	args.TokenValidityUnits = cognito.UserPoolClientTokenValidityUnitsArgs{
		AccessToken:  pulumi.String(accessUnit),
		IdToken:      pulumi.String(idUnit),
		RefreshToken: pulumi.String(refreshUnit),
	}
	args.AuthSessionValidity = pulumi.Int(t.AuthSession.In(time.Minute))
}

// explicitAuthFlows is never empty: for an empty list Cognito opens the SRP and
// custom flows. Refresh is always among them but beside rotation, which
// excludes it; then custom stands in, which does nothing without a trigger, and
// with one the flow that takes IAM credentials.
func (st *stack) explicitAuthFlows(c spec.Client) []string {
	flows := words(c.AuthFlows, authFlows)
	if c.Rotation == nil {
		flows = append(flows, refreshFlow)
	}
	if c.Type != spec.Machine && len(st.spec.UserPool.SignIn.FirstFactors) > 1 {
		flows = append(flows, authFlows["user"])
	}
	if len(flows) == 0 {
		flows = []string{authFlows["custom"]}
		if st.spec.UserPool.Triggers.DefineAuthChallenge != "" {
			flows = []string{authFlows["adminUserPassword"]}
		}
	}
	slices.Sort(flows)
	return slices.Compact(flows)
}

// scopes are the client's scopes as tokens carry them: a resource server's key
// gives way to its identifier.
func (st *stack) scopes(c spec.Client) []string {
	scopes := make([]string, len(c.Scopes))
	for i, scope := range c.Scopes {
		scopes[i] = scope
		key, name, _ := strings.Cut(scope, "/")
		if server, ok := st.spec.ResourceServers[key]; ok {
			scopes[i] = server.Scope(name)
		}
	}
	return scopes
}

// behind are the resources that AWS wants to see before the client: its
// providers, the servers of its scopes, and the domain that it logs in at.
func (st *stack) behind(c spec.Client) []pulumi.Resource {
	var resources []pulumi.Resource
	for _, name := range slices.Sorted(slices.Values(c.IdentityProviders)) {
		if provider, ok := st.providers[name]; ok {
			resources = append(resources, provider)
		}
	}
	for _, key := range sortedKeys(st.servers) {
		if slices.ContainsFunc(c.Scopes, func(s string) bool { return strings.HasPrefix(s, key+"/") }) {
			resources = append(resources, st.servers[key])
		}
	}
	for _, domain := range []*cognito.UserPoolDomain{st.prefix, st.custom} {
		if domain != nil && c.OAuth() {
			resources = append(resources, domain)
		}
	}
	return resources
}
