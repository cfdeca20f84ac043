package main

import (
	"reflect"
	"testing"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// sdk holds what pulumi-aws's Go SDK takes and gives for every kind.
var sdk = map[string]struct {
	args pulumi.Input
	// in and out stand for the arguments and the result where they are not an
	// Input and a resource.
	in, out any
}{
	providerToken: {args: aws.ProviderArgs{}},

	"aws:cognito/userPool:UserPool":                     {args: cognito.UserPoolArgs{}, out: cognito.UserPool{}},
	"aws:cognito/userPoolClient:UserPoolClient":         {args: cognito.UserPoolClientArgs{}, out: cognito.UserPoolClient{}},
	"aws:cognito/userPoolDomain:UserPoolDomain":         {args: cognito.UserPoolDomainArgs{}, out: cognito.UserPoolDomain{}},
	"aws:cognito/identityProvider:IdentityProvider":     {args: cognito.IdentityProviderArgs{}, out: cognito.IdentityProvider{}},
	"aws:cognito/resourceServer:ResourceServer":         {args: cognito.ResourceServerArgs{}, out: cognito.ResourceServer{}},
	"aws:cognito/userGroup:UserGroup":                   {args: cognito.UserGroupArgs{}, out: cognito.UserGroup{}},
	"aws:cognito/riskConfiguration:RiskConfiguration":   {args: cognito.RiskConfigurationArgs{}, out: cognito.RiskConfiguration{}},
	"aws:cognito/identityPool:IdentityPool":             {args: cognito.IdentityPoolArgs{}, out: cognito.IdentityPool{}},
	"aws:iam/role:Role":                                 {args: iam.RoleArgs{}, out: iam.Role{}},
	"aws:iam/rolePolicy:RolePolicy":                     {args: iam.RolePolicyArgs{}, out: iam.RolePolicy{}},
	"aws:iam/rolePolicyAttachment:RolePolicyAttachment": {args: iam.RolePolicyAttachmentArgs{}, out: iam.RolePolicyAttachment{}},
	"aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
		args: iam.OpenIdConnectProviderArgs{}, out: iam.OpenIdConnectProvider{},
	},
	"aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment": {
		args: cognito.IdentityPoolRoleAttachmentArgs{}, out: cognito.IdentityPoolRoleAttachment{},
	},
	"aws:cognito/identityPoolProviderPrincipalTag:IdentityPoolProviderPrincipalTag": {
		args: cognito.IdentityPoolProviderPrincipalTagArgs{}, out: cognito.IdentityPoolProviderPrincipalTag{},
	},
	"aws:eks/podIdentityAssociation:PodIdentityAssociation": {
		args: eks.PodIdentityAssociationArgs{}, out: eks.PodIdentityAssociation{},
	},
	"aws:lambda/permission:Permission":               {args: lambda.PermissionArgs{}, out: lambda.Permission{}},
	"aws:ssm/parameter:Parameter":                    {args: ssm.ParameterArgs{}, out: ssm.Parameter{}},
	"aws:secretsmanager/secret:Secret":               {args: secretsmanager.SecretArgs{}, out: secretsmanager.Secret{}},
	"aws:secretsmanager/secretVersion:SecretVersion": {args: secretsmanager.SecretVersionArgs{}, out: secretsmanager.SecretVersion{}},

	"aws:index/getCallerIdentity:getCallerIdentity": {in: aws.GetCallerIdentityArgs{}, out: aws.GetCallerIdentityResult{}},
	"aws:ssm/getParameter:getParameter":             {in: ssm.LookupParameterArgs{}, out: ssm.LookupParameterResult{}},
	"aws:secretsmanager/getSecretVersion:getSecretVersion": {
		in: secretsmanager.LookupSecretVersionArgs{}, out: secretsmanager.LookupSecretVersionResult{},
	},
}

// TestTableMatchesSDK compares the bridge's schema, translated by the table,
// with pulumi-aws's Go SDK: whatever a program sends must arrive under a name
// and in a form that the bridge knows, and whatever comes back must be what the
// SDK reads.
func TestTableMatchesSDK(t *testing.T) {
	bridged := readShapes(t)
	for _, k := range kinds {
		types, ok := sdk[k.token]
		if !ok {
			t.Errorf("%s is in the table, but not in this test", k.token)
			continue
		}
		in := types.in
		if types.args != nil {
			in = reflect.New(types.args.ElementType()).Elem().Interface()
		}
		k.compare(t, shapesOf(in), bridged[k.token].In, "takes")
		if types.out != nil {
			k.compare(t, shapesOf(types.out), bridged[k.token].Out, "gives")
		}
	}
}

// compare reports what the SDK has and the bridge, translated, has not.
func (k kind) compare(t *testing.T, sdk, bridged shapes, verb string) {
	t.Helper()
	if len(bridged) == 0 {
		t.Errorf("%s: the bridge has nothing that it %s", k.token, verb)
	}
	translated := shapes{}
	for path, form := range bridged {
		translated[k.path(path, toPulumi)] = form
	}
	for _, o := range k.overrides {
		if o.list {
			translated[o.pulumi] = "object"
		}
	}
	for path, form := range sdk {
		got, ok := translated[path]
		switch {
		case !ok:
			t.Errorf("%s %s %s as %s, the bridge does not know it", k.token, verb, path, form)
		case k.token == providerToken && got == "string":
			// The provider's own configuration arrives as text anyway.
		case got != form && form != "any":
			t.Errorf("%s %s %s as %s, the bridge as %s", k.token, verb, path, form, got)
		}
	}
}
