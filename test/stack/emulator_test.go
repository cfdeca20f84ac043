package stack

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/credentials"
	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"
)

// The emulator is only worth something where it answers as AWS does. These
// tests hold it to what AWS documents, without an engine.

func TestAccountsAreApart(t *testing.T) {
	s, ctx := Start(t), context.Background()
	one, other := s.Account(t), s.Account(t)
	newPool(t, one, nil)
	if got := listPools(t, other); len(got) != 0 {
		t.Errorf("another account sees %v", got)
	}
	identity, err := one.Clients(Region).STS.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil || *identity.Account != one.ID {
		t.Errorf("caller: %v %v", identity, err)
	}
}

func TestBadCredentials(t *testing.T) {
	ctx, clients := context.Background(), Start(t).Account(t).Clients(Region)
	bad := credentials.NewStaticCredentialsProvider(BadAccessKey, secretKey, "")
	_, err := clients.STS.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}, func(o *sts.Options) { o.Credentials = bad })
	wantError(t, err, "InvalidClientTokenId")
	_, err = clients.IAM.ListRoles(ctx, &iam.ListRolesInput{}, func(o *iam.Options) { o.Credentials = bad })
	wantError(t, err, "InvalidClientTokenId")
	_, err = clients.Cognito.ListUserPools(ctx, &idp.ListUserPoolsInput{MaxResults: pointer(int32(1))},
		func(o *idp.Options) { o.Credentials = bad })
	wantError(t, err, "UnrecognizedClientException")
}

// The limits of AWS's model hold for services that are asked in JSON (see the
// tests of clients) and in the form of a query.
func TestModelOfIAM(t *testing.T) {
	ctx, clients := context.Background(), Start(t).Account(t).Clients(Region)
	role := func(change func(*iam.CreateRoleInput)) error {
		input := &iam.CreateRoleInput{RoleName: pointer("trainer"), AssumeRolePolicyDocument: pointer(`{"Version": "2012-10-17", "Statement": []}`)}
		change(input)
		_, err := clients.IAM.CreateRole(ctx, input)
		return err
	}
	wantError(t, role(func(i *iam.CreateRoleInput) { i.Path = pointer("/m l/") }), "ValidationError")
	wantError(t, role(func(i *iam.CreateRoleInput) { i.MaxSessionDuration = pointer(int32(43201)) }), "ValidationError")
	wantError(t, role(func(i *iam.CreateRoleInput) { i.Description = pointer(strings.Repeat("a", 1001)) }), "ValidationError")
	wantError(t, role(func(i *iam.CreateRoleInput) {
		i.Tags = []iamtypes.Tag{{Key: pointer("a"), Value: pointer("b")}, {Key: pointer("c"), Value: pointer("(d)")}}
	}), "ValidationError")
	if err := role(func(i *iam.CreateRoleInput) { i.Path = pointer("/ml/") }); err != nil {
		t.Error(err)
	}
}

// An update of a role leaves what it does not send, and a provider's audiences
// come and go one by one; doing it again is no error.
func TestUpdatesOfIAM(t *testing.T) {
	ctx, client := context.Background(), Start(t).Account(t).Clients(Region).IAM
	name := pointer("trainer")
	if _, err := client.CreateRole(ctx, &iam.CreateRoleInput{
		RoleName: name, AssumeRolePolicyDocument: pointer(`{"Version": "2012-10-17", "Statement": []}`), Description: pointer("Trains"),
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.UpdateRole(ctx, &iam.UpdateRoleInput{RoleName: name, MaxSessionDuration: pointer(int32(7200))}); err != nil {
		t.Fatal(err)
	}
	role, err := client.GetRole(ctx, &iam.GetRoleInput{RoleName: name})
	if err != nil || *role.Role.Description != "Trains" || *role.Role.MaxSessionDuration != 7200 {
		t.Errorf("the role: %+v %v", role, err)
	}
	provider, err := client.CreateOpenIDConnectProvider(ctx, &iam.CreateOpenIDConnectProviderInput{
		Url: pointer("https://idp.example.com"), ClientIDList: []string{"a", "b"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := client.AddClientIDToOpenIDConnectProvider(ctx, &iam.AddClientIDToOpenIDConnectProviderInput{
			OpenIDConnectProviderArn: provider.OpenIDConnectProviderArn, ClientID: pointer("c"),
		}); err != nil {
			t.Error(err)
		}
		if _, err := client.RemoveClientIDFromOpenIDConnectProvider(ctx, &iam.RemoveClientIDFromOpenIDConnectProviderInput{
			OpenIDConnectProviderArn: provider.OpenIDConnectProviderArn, ClientID: pointer("a"),
		}); err != nil {
			t.Error(err)
		}
	}
	got, err := client.GetOpenIDConnectProvider(ctx, &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: provider.OpenIDConnectProviderArn})
	if err != nil || !cmp.Equal(got.ClientIDList, []string{"b", "c"}) {
		t.Errorf("the provider: %+v %v", got, err)
	}
}

func TestPoolDefaults(t *testing.T) {
	account := Start(t).Account(t)
	pool := newPool(t, account, nil)
	if pool.UserPoolTier != types.UserPoolTierTypeEssentials || len(pool.SchemaAttributes) != 20 {
		t.Errorf("tier %s, %d attributes", pool.UserPoolTier, len(pool.SchemaAttributes))
	}
	if got := pool.Policies.SignInPolicy.AllowedFirstAuthFactors; !cmp.Equal(got, []types.AuthFactorType{"PASSWORD"}) {
		t.Errorf("first factors: %v", got)
	}
}

// TestPoolReset sets settings, and updates the pool without them.
func TestPoolReset(t *testing.T) {
	account := Start(t).Account(t)
	pool := newPool(t, account, func(input *idp.CreateUserPoolInput) {
		input.UserPoolTier = types.UserPoolTierTypePlus
		input.UserPoolAddOns = &types.UserPoolAddOnsType{AdvancedSecurityMode: "AUDIT"}
		input.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: pointer(int32(20))}}
		input.AutoVerifiedAttributes = []types.VerifiedAttributeType{"email"}
		input.UserPoolTags = map[string]string{"a": "b"}
	})
	_, err := account.Clients(Region).Cognito.UpdateUserPool(context.Background(), &idp.UpdateUserPoolInput{UserPoolId: pool.Id})
	if err != nil {
		t.Fatal(err)
	}
	pool = describePool(t, account)
	if pool.UserPoolAddOns != nil || pool.AutoVerifiedAttributes != nil || *pool.Policies.PasswordPolicy.MinimumLength != 8 {
		t.Errorf("kept: %v %v %d", pool.UserPoolAddOns, pool.AutoVerifiedAttributes, *pool.Policies.PasswordPolicy.MinimumLength)
	}
	if pool.UserPoolTier != types.UserPoolTierTypePlus || pool.UserPoolTags["a"] != "b" {
		t.Errorf("reset: %s %v", pool.UserPoolTier, pool.UserPoolTags)
	}
}

func TestPoolDeletion(t *testing.T) {
	ctx, account := context.Background(), Start(t).Account(t)
	client := account.Clients(Region).Cognito
	pool := newPool(t, account, func(input *idp.CreateUserPoolInput) { input.DeletionProtection = "ACTIVE" })
	_, err := client.DeleteUserPool(ctx, &idp.DeleteUserPoolInput{UserPoolId: pool.Id})
	wantError(t, err, "InvalidParameterException")
	if _, err := client.UpdateUserPool(ctx, &idp.UpdateUserPoolInput{UserPoolId: pool.Id}); err != nil {
		t.Fatal(err)
	}
	domain := "deletion-" + account.ID
	if _, err := client.CreateUserPoolDomain(ctx, &idp.CreateUserPoolDomainInput{UserPoolId: pool.Id, Domain: &domain}); err != nil {
		t.Fatal(err)
	}
	_, err = client.CreateUserPoolDomain(ctx, &idp.CreateUserPoolDomainInput{UserPoolId: pool.Id, Domain: &domain})
	wantError(t, err, "InvalidParameterException")
	_, err = client.DeleteUserPool(ctx, &idp.DeleteUserPoolInput{UserPoolId: pool.Id})
	wantError(t, err, "InvalidParameterException")
	if _, err := client.DeleteUserPoolDomain(ctx, &idp.DeleteUserPoolDomainInput{UserPoolId: pool.Id, Domain: &domain}); err != nil {
		t.Fatal(err)
	}
	if _, err := client.DeleteUserPool(ctx, &idp.DeleteUserPoolInput{UserPoolId: pool.Id}); err != nil {
		t.Fatal(err)
	}
}

func newPool(t *testing.T, account *Account, change func(*idp.CreateUserPoolInput)) *types.UserPoolType {
	t.Helper()
	input := &idp.CreateUserPoolInput{PoolName: pointer("pool")}
	if change != nil {
		change(input)
	}
	if _, err := account.Clients(Region).Cognito.CreateUserPool(context.Background(), input); err != nil {
		t.Fatal(err)
	}
	return describePool(t, account)
}

func listPools(t *testing.T, account *Account) []types.UserPoolDescriptionType {
	t.Helper()
	pools, err := account.Clients(Region).Cognito.ListUserPools(context.Background(), &idp.ListUserPoolsInput{MaxResults: pointer(int32(10))})
	if err != nil {
		t.Fatal(err)
	}
	return pools.UserPools
}

func wantError(t *testing.T, err error, code string) {
	t.Helper()
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// TestAssumedRole deploys into the account of a role, as "aws.assumeRole" does.
func TestAssumedRole(t *testing.T) {
	s, ctx := Start(t), context.Background()
	one, other := s.Account(t), s.Account(t)
	role, err := one.Clients(Region).STS.AssumeRole(ctx, &sts.AssumeRoleInput{
		RoleArn: pointer("arn:aws:iam::" + other.ID + ":role/deploy"), RoleSessionName: pointer("test"),
	})
	if err != nil {
		t.Fatal(err)
	}
	key := role.Credentials
	assumed := credentials.NewStaticCredentialsProvider(*key.AccessKeyId, *key.SecretAccessKey, *key.SessionToken)
	identity, err := one.Clients(Region).STS.GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}, func(o *sts.Options) { o.Credentials = assumed })
	if err != nil || *identity.Account != other.ID {
		t.Errorf("caller: %v %v", identity, err)
	}
	_, err = one.Clients(Region).Cognito.CreateUserPool(ctx, &idp.CreateUserPoolInput{PoolName: pointer("pool")},
		func(o *idp.Options) { o.Credentials = assumed })
	if err != nil || len(listPools(t, other)) != 1 || len(listPools(t, one)) != 0 {
		t.Errorf("the pool is not where the role is: %v", err)
	}
}

func TestDomains(t *testing.T) {
	ctx, account := context.Background(), Start(t).Account(t)
	client, pool := account.Clients(Region).Cognito, newPool(t, account, nil)
	for domain, certificate := range map[string]string{
		"my-cognito-pool": "", "Upper": "", "auth.example.com": "arn:aws:acm:eu-west-1:123456789012:certificate/1",
	} {
		input := &idp.CreateUserPoolDomainInput{UserPoolId: pool.Id, Domain: &domain}
		if certificate != "" {
			input.CustomDomainConfig = &types.CustomDomainConfigType{CertificateArn: &certificate}
		}
		_, err := client.CreateUserPoolDomain(ctx, input)
		wantError(t, err, "InvalidParameterException")
	}
}

// A prefix is taken in one region, a custom domain everywhere; and a custom
// domain stays at its distribution when it gets another certificate.
func TestDomainsAreTaken(t *testing.T) {
	ctx, s := context.Background(), Start(t)
	one, other := s.Account(t), s.Account(t)
	custom := &types.CustomDomainConfigType{CertificateArn: pointer("arn:aws:acm:us-east-1:123456789012:certificate/1")}
	take := func(account *Account, region, domain string, config *types.CustomDomainConfigType) error {
		client := account.Clients(region).Cognito
		pool, err := client.CreateUserPool(ctx, &idp.CreateUserPoolInput{PoolName: pointer("pool")})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.CreateUserPoolDomain(ctx, &idp.CreateUserPoolDomainInput{UserPoolId: pool.UserPool.Id, Domain: &domain, CustomDomainConfig: config})
		return err
	}
	prefix, domain := "taken-"+one.ID, "auth-"+one.ID+".example.com"
	for _, err := range []error{take(one, Region, prefix, nil), take(one, "eu-west-1", prefix, nil), take(one, Region, domain, custom)} {
		if err != nil {
			t.Error(err)
		}
	}
	wantError(t, take(other, Region, prefix, nil), "InvalidParameterException")
	wantError(t, take(other, "eu-west-1", domain, custom), "InvalidParameterException")

	client := one.Clients(Region).Cognito
	look := func() *types.DomainDescriptionType {
		description, err := client.DescribeUserPoolDomain(ctx, &idp.DescribeUserPoolDomainInput{Domain: &domain})
		if err != nil {
			t.Fatal(err)
		}
		return description.DomainDescription
	}
	before := look()
	custom.CertificateArn = pointer("arn:aws:acm:us-east-1:123456789012:certificate/2")
	if _, err := client.UpdateUserPoolDomain(ctx, &idp.UpdateUserPoolDomainInput{UserPoolId: before.UserPoolId, Domain: &domain, CustomDomainConfig: custom}); err != nil {
		t.Fatal(err)
	}
	if is := look(); *is.CloudFrontDistribution != *before.CloudFrontDistribution {
		t.Errorf("the distribution was %s and is %s", *before.CloudFrontDistribution, *is.CloudFrontDistribution)
	}
}
