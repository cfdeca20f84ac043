package stack

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentity"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// TestAccess deploys everything else that a spec can compile to, one of a kind.
func TestAccess(t *testing.T) {
	account := Start(t).Account(t)
	run := newEngineRun(t, account)
	run.quiet(access)

	ctx, clients := context.Background(), account.Clients(Region)
	identity, err := clients.STS.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil || *identity.Account != account.ID {
		t.Errorf("account: %v %v", identity, err)
	}
	outputs, err := run.stack.Outputs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if got := outputs["account"].Value; got != account.ID {
		t.Errorf("the provider's account is %v", got)
	}
	// That it is secret, a program has to say: the provider's functions do not.
	if got := outputs["secret"].Value; got != "s3cret" {
		t.Errorf("the secret's value came as %v", got)
	}
	if got, ok := outputs["role"].Value.(string); !ok || !strings.Contains(got, account.ID) {
		t.Errorf("the role's ARN is %v", got)
	}
	roles, err := clients.Identity.GetIdentityPoolRoles(ctx, &cognitoidentity.GetIdentityPoolRolesInput{
		IdentityPoolId: pointer(outputs["identityPool"].Value.(string)),
	})
	if err != nil || len(roles.RoleMappings) != 1 {
		t.Errorf("roles: %v %v", roles, err)
	}
	run.destroy()
}

func access(ctx *pulumi.Context, provider pulumi.ResourceOption) error {
	role, err := role(ctx, provider)
	if err != nil {
		return err
	}
	pool, client, err := users(ctx, role, provider)
	if err != nil {
		return err
	}
	if err := identities(ctx, pool, client, role, provider); err != nil {
		return err
	}
	return published(ctx, role, provider)
}

func role(ctx *pulumi.Context, provider pulumi.ResourceOption) (*iam.Role, error) {
	document, err := json.Marshal(map[string]any{"Version": "2012-10-17", "Statement": []any{map[string]any{
		"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
		"Principal": map[string]any{"Federated": "cognito-identity.amazonaws.com"},
	}}})
	if err != nil {
		return nil, err
	}
	role, err := iam.NewRole(ctx, "role", &iam.RoleArgs{
		Name: pulumi.String("analyst"), Path: pulumi.String("/ml/"), AssumeRolePolicy: pulumi.String(document),
		MaxSessionDuration: pulumi.Int(3600), Tags: pulumi.StringMap{"team": pulumi.String("ml")},
	}, provider)
	if err != nil {
		return nil, err
	}
	allow := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}`
	if _, err := iam.NewRolePolicy(ctx, "inline", &iam.RolePolicyArgs{
		Name: pulumi.String("grants"), Role: role.Name, Policy: pulumi.String(allow),
	}, provider); err != nil {
		return nil, err
	}
	if _, err := iam.NewRolePolicyAttachment(ctx, "attached", &iam.RolePolicyAttachmentArgs{
		Role: role.Name, PolicyArn: pulumi.String("arn:aws:iam::aws:policy/ReadOnlyAccess"),
	}, provider); err != nil {
		return nil, err
	}
	_, err = iam.NewOpenIdConnectProvider(ctx, "github", &iam.OpenIdConnectProviderArgs{
		Url: pulumi.String("https://token.actions.githubusercontent.com"), ClientIdLists: pulumi.ToStringArray([]string{"sts.amazonaws.com"}),
	}, provider)
	return role, err
}

func users(ctx *pulumi.Context, role *iam.Role, provider pulumi.ResourceOption) (*cognito.UserPool, *cognito.UserPoolClient, error) {
	pool, err := cognito.NewUserPool(ctx, "pool", &cognito.UserPoolArgs{
		Name: pulumi.String("access"), UserPoolTier: pulumi.String("PLUS"),
		UserPoolAddOns: cognito.UserPoolUserPoolAddOnsArgs{AdvancedSecurityMode: pulumi.String("AUDIT")},
	}, provider)
	if err != nil {
		return nil, nil, err
	}
	if _, err := cognito.NewUserGroup(ctx, "group", &cognito.UserGroupArgs{
		UserPoolId: pool.ID(), Name: pulumi.String("analysts"), Precedence: pulumi.Int(10), RoleArn: role.Arn, Description: pulumi.String("Who analyse"),
	}, provider); err != nil {
		return nil, nil, err
	}
	if _, err := cognito.NewRiskConfiguration(ctx, "risk", &cognito.RiskConfigurationArgs{
		UserPoolId: pool.ID(),
		CompromisedCredentialsRiskConfiguration: cognito.RiskConfigurationCompromisedCredentialsRiskConfigurationArgs{
			Actions: cognito.RiskConfigurationCompromisedCredentialsRiskConfigurationActionsArgs{EventAction: pulumi.String("BLOCK")},
		},
		RiskExceptionConfiguration: cognito.RiskConfigurationRiskExceptionConfigurationArgs{
			BlockedIpRangeLists: pulumi.ToStringArray([]string{"10.10.10.10/32"}),
		},
		AccountTakeoverRiskConfiguration: takeover(),
	}, provider); err != nil {
		return nil, nil, err
	}
	if _, err := lambda.NewPermission(ctx, "invoke", &lambda.PermissionArgs{
		Action: pulumi.String("lambda:InvokeFunction"), Function: pulumi.String(function),
		Principal: pulumi.String("cognito-idp.amazonaws.com"), SourceArn: pool.Arn, StatementId: pulumi.String("pool"),
	}, provider); err != nil {
		return nil, nil, err
	}
	client, err := cognito.NewUserPoolClient(ctx, "client", &cognito.UserPoolClientArgs{
		UserPoolId: pool.ID(), Name: pulumi.String("app"), CallbackUrls: pulumi.StringArray{}, LogoutUrls: pulumi.StringArray{},
	}, provider)
	return pool, client, err
}

func takeover() cognito.RiskConfigurationAccountTakeoverRiskConfigurationPtrInput {
	return cognito.RiskConfigurationAccountTakeoverRiskConfigurationArgs{
		Actions: cognito.RiskConfigurationAccountTakeoverRiskConfigurationActionsArgs{
			HighAction: cognito.RiskConfigurationAccountTakeoverRiskConfigurationActionsHighActionArgs{
				EventAction: pulumi.String("BLOCK"), Notify: pulumi.Bool(true),
			},
		},
		NotifyConfiguration: cognito.RiskConfigurationAccountTakeoverRiskConfigurationNotifyConfigurationArgs{
			SourceArn: pulumi.String("arn:aws:ses:us-east-1:123456789012:identity/acme.ai"),
			BlockEmail: cognito.RiskConfigurationAccountTakeoverRiskConfigurationNotifyConfigurationBlockEmailArgs{
				HtmlBody: pulumi.String("<p>Blocked</p>"), Subject: pulumi.String("Blocked"), TextBody: pulumi.String("Blocked"),
			},
		},
	}
}

func identities(ctx *pulumi.Context, pool *cognito.UserPool, client *cognito.UserPoolClient, role *iam.Role, provider pulumi.ResourceOption) error {
	identity, err := cognito.NewIdentityPool(ctx, "identity", &cognito.IdentityPoolArgs{
		IdentityPoolName: pulumi.String("access"), AllowUnauthenticatedIdentities: pulumi.Bool(false), AllowClassicFlow: pulumi.Bool(false),
		CognitoIdentityProviders: cognito.IdentityPoolCognitoIdentityProviderArray{cognito.IdentityPoolCognitoIdentityProviderArgs{
			ClientId: client.ID(), ProviderName: pool.Endpoint, ServerSideTokenCheck: pulumi.Bool(true),
		}},
	}, provider)
	if err != nil {
		return err
	}
	ctx.Export("identityPool", identity.ID())
	if _, err := cognito.NewIdentityPoolRoleAttachment(ctx, "roles", &cognito.IdentityPoolRoleAttachmentArgs{
		IdentityPoolId: identity.ID(), Roles: pulumi.StringMap{"authenticated": role.Arn},
		RoleMappings: cognito.IdentityPoolRoleAttachmentRoleMappingArray{cognito.IdentityPoolRoleAttachmentRoleMappingArgs{
			IdentityProvider: pulumi.Sprintf("%s:%s", pool.Endpoint, client.ID()), Type: pulumi.String("Rules"),
			AmbiguousRoleResolution: pulumi.String("Deny"),
			MappingRules: cognito.IdentityPoolRoleAttachmentRoleMappingMappingRuleArray{cognito.IdentityPoolRoleAttachmentRoleMappingMappingRuleArgs{
				Claim: pulumi.String("custom:team"), MatchType: pulumi.String("Equals"), RoleArn: role.Arn, Value: pulumi.String("risk"),
			}},
		}},
	}, provider); err != nil {
		return err
	}
	_, err = cognito.NewIdentityPoolProviderPrincipalTag(ctx, "tags", &cognito.IdentityPoolProviderPrincipalTagArgs{
		IdentityPoolId: identity.ID(), IdentityProviderName: pool.Endpoint, UseDefaults: pulumi.Bool(false),
		PrincipalTags: pulumi.StringMap{"team": pulumi.String("custom:team")},
	}, provider)
	return err
}

func published(ctx *pulumi.Context, role *iam.Role, provider pulumi.ResourceOption) error {
	if _, err := ssm.NewParameter(ctx, "parameter", &ssm.ParameterArgs{
		Name: pulumi.String("/mlauth/access/pool"), Type: pulumi.String("String"), Value: pulumi.String("value"),
	}, provider); err != nil {
		return err
	}
	secret, err := secretsmanager.NewSecret(ctx, "secret", &secretsmanager.SecretArgs{
		Name: pulumi.String("mlauth/access"), RecoveryWindowInDays: pulumi.Int(7),
	}, provider)
	if err != nil {
		return err
	}
	version, err := secretsmanager.NewSecretVersion(ctx, "version", &secretsmanager.SecretVersionArgs{
		SecretId: secret.ID(), SecretString: pulumi.ToSecret(pulumi.String("s3cret")).(pulumi.StringOutput),
	}, provider)
	if err != nil {
		return err
	}
	if _, err := eks.NewPodIdentityAssociation(ctx, "pods", &eks.PodIdentityAssociationArgs{
		ClusterName: pulumi.String("ml"), Namespace: pulumi.String("fraud"), ServiceAccount: pulumi.String("scorer"), RoleArn: role.Arn,
	}, provider); err != nil {
		return err
	}
	option := provider.(pulumi.ResourceOrInvokeOption)
	read := secretsmanager.LookupSecretVersionOutput(ctx, secretsmanager.LookupSecretVersionOutputArgs{SecretId: version.SecretId}, option)
	ctx.Export("secret", read.SecretString())
	ctx.Export("role", role.Arn)
	caller, err := aws.GetCallerIdentity(ctx, nil, option)
	if err != nil {
		return err
	}
	ctx.Export("account", pulumi.String(caller.AccountId))
	return nil
}
