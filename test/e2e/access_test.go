package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentity"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"github.com/mlauth/mlauth-compile/test/stack"
)

// accessView is what an account has of roles, issuers, pods and identity pools
// as AWS describes it, by name. Policies are parsed.
type accessView struct {
	Roles         map[string]roleView
	Policies      map[string]any // managed ones of the account's own
	OIDCProviders map[string]any
	IdentityPools map[string]identityView
	Pods          []any
}

type roleView struct {
	Path, Boundary, Description string
	Seconds                     int32
	Trust                       any
	Inline                      map[string]any
	Attached                    []string
	Tags                        map[string]string
}

type identityView struct{ Pool, Roles, Tags any }

func (v accessView) empty() bool {
	return len(v.Roles)+len(v.Policies)+len(v.OIDCProviders)+len(v.IdentityPools)+len(v.Pods) == 0
}

func describeAccess(t *testing.T, c stack.Clients) accessView {
	t.Helper()
	return accessView{
		Roles: roles(t, c), Policies: ownPolicies(t, c), OIDCProviders: oidcProviders(t, c),
		IdentityPools: identityPools(t, c), Pods: pods(t, c),
	}
}

func roles(t *testing.T, c stack.Clients) map[string]roleView {
	t.Helper()
	ctx, found := context.Background(), map[string]roleView{}
	for _, listed := range must(c.IAM.ListRoles(ctx, &iam.ListRolesInput{}))(t).Roles {
		role := must(c.IAM.GetRole(ctx, &iam.GetRoleInput{RoleName: listed.RoleName}))(t).Role
		view := roleView{
			Path: *role.Path, Description: aws.ToString(role.Description), Seconds: *role.MaxSessionDuration,
			Trust: document(t, *role.AssumeRolePolicyDocument), Inline: map[string]any{}, Tags: map[string]string{},
		}
		if b := role.PermissionsBoundary; b != nil {
			view.Boundary = *b.PermissionsBoundaryArn
		}
		for _, tag := range role.Tags {
			view.Tags[*tag.Key] = *tag.Value
		}
		for _, name := range must(c.IAM.ListRolePolicies(ctx, &iam.ListRolePoliciesInput{RoleName: role.RoleName}))(t).PolicyNames {
			inline := must(c.IAM.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: role.RoleName, PolicyName: &name}))(t)
			view.Inline[name] = document(t, *inline.PolicyDocument)
		}
		for _, attached := range must(c.IAM.ListAttachedRolePolicies(ctx, &iam.ListAttachedRolePoliciesInput{RoleName: role.RoleName}))(t).AttachedPolicies {
			view.Attached = append(view.Attached, *attached.PolicyArn)
		}
		slices.Sort(view.Attached)
		found[*role.RoleName] = view
	}
	return found
}

func ownPolicies(t *testing.T, c stack.Clients) map[string]any {
	t.Helper()
	ctx, found := context.Background(), map[string]any{}
	for _, p := range must(c.IAM.ListPolicies(ctx, &iam.ListPoliciesInput{Scope: "Local"}))(t).Policies {
		version := must(c.IAM.GetPolicyVersion(ctx, &iam.GetPolicyVersionInput{PolicyArn: p.Arn, VersionId: p.DefaultVersionId}))(t)
		found[*p.PolicyName] = document(t, *version.PolicyVersion.Document)
	}
	return found
}

// document parses a policy: IAM answers it URL-encoded.
func document(t *testing.T, text string) any {
	t.Helper()
	plain, err := url.QueryUnescape(strings.ReplaceAll(text, "+", "%2B"))
	if err != nil {
		t.Fatal(err)
	}
	var parsed any
	if err := json.Unmarshal([]byte(plain), &parsed); err != nil {
		t.Fatalf("%v in %s", err, plain)
	}
	return parsed
}

func oidcProviders(t *testing.T, c stack.Clients) map[string]any {
	t.Helper()
	ctx, found := context.Background(), map[string]any{}
	for _, listed := range must(c.IAM.ListOpenIDConnectProviders(ctx, &iam.ListOpenIDConnectProvidersInput{}))(t).OpenIDConnectProviderList {
		p := must(c.IAM.GetOpenIDConnectProvider(ctx, &iam.GetOpenIDConnectProviderInput{OpenIDConnectProviderArn: listed.Arn}))(t)
		slices.Sort(p.ClientIDList)
		found[*listed.Arn] = map[string]any{"Url": p.Url, "Audiences": p.ClientIDList}
	}
	return found
}

func identityPools(t *testing.T, c stack.Clients) map[string]identityView {
	t.Helper()
	ctx, found := context.Background(), map[string]identityView{}
	list := must(c.Identity.ListIdentityPools(ctx, &cognitoidentity.ListIdentityPoolsInput{MaxResults: aws.Int32(60)}))(t)
	for _, listed := range list.IdentityPools {
		id := listed.IdentityPoolId
		pool := must(c.Identity.DescribeIdentityPool(ctx, &cognitoidentity.DescribeIdentityPoolInput{IdentityPoolId: id}))(t)
		view := identityView{Pool: pool, Tags: map[string]any{}}
		view.Roles = must(c.Identity.GetIdentityPoolRoles(ctx, &cognitoidentity.GetIdentityPoolRolesInput{IdentityPoolId: id}))(t)
		for _, p := range pool.CognitoIdentityProviders {
			tags := must(c.Identity.GetPrincipalTagAttributeMap(ctx, &cognitoidentity.GetPrincipalTagAttributeMapInput{
				IdentityPoolId: id, IdentityProviderName: p.ProviderName}))(t)
			view.Tags.(map[string]any)[*p.ProviderName] = tags
		}
		found[*listed.IdentityPoolName] = view
	}
	return found
}

// pods looks at the one cluster that the specs name.
func pods(t *testing.T, c stack.Clients) []any {
	t.Helper()
	ctx, cluster := context.Background(), "ml"
	var found []any
	for _, listed := range must(c.EKS.ListPodIdentityAssociations(ctx, &eks.ListPodIdentityAssociationsInput{ClusterName: &cluster}))(t).Associations {
		a := must(c.EKS.DescribePodIdentityAssociation(ctx, &eks.DescribePodIdentityAssociationInput{ClusterName: &cluster, AssociationId: listed.AssociationId}))(t).Association
		found = append(found, map[string]any{"Cluster": a.ClusterName, "Namespace": a.Namespace, "ServiceAccount": a.ServiceAccount, "Role": a.RoleArn})
	}
	return found
}

// normal is a view as JSON, with ids under fixed names.
func (v accessView) normal(t *testing.T, p *project) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	for id, name := range v.ids(t, p) {
		raw = bytes.ReplaceAll(raw, []byte(id), []byte(name))
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(stripAccess(tree)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// unordered are lists that AWS gives back in any order.
var unordered = []string{"CognitoIdentityProviders", "OpenIdConnectProviderARNs", "SamlProviderARNs"}

// stripAccess takes out what the SDK adds to an answer, and sorts what has no
// order.
func stripAccess(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, value := range v {
			if key == "ResultMetadata" || value == nil {
				continue
			}
			out[key] = stripAccess(value)
			if items, ok := out[key].([]any); ok && slices.Contains(unordered, key) {
				slices.SortFunc(items, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			}
		}
		return out
	case []any:
		for i := range v {
			v[i] = stripAccess(v[i])
		}
	}
	return v
}

// ids are what differs from run to run, and what stands for it.
func (v accessView) ids(t *testing.T, p *project) map[string]string {
	t.Helper()
	ids := map[string]string{p.account.ID: "ACCOUNT", p.prefix(): "acme"}
	for name, view := range v.IdentityPools {
		pool := view.Pool.(*cognitoidentity.DescribeIdentityPoolOutput)
		ids[*pool.IdentityPoolId] = "IDENTITY-POOL-" + name
		for _, c := range pool.CognitoIdentityProviders {
			_, userPool, _ := strings.Cut(*c.ProviderName, "/")
			ids[userPool] = "POOL"
			ids[*c.ClientId] = "CLIENT-" + clientName(t, p, userPool, *c.ClientId)
		}
	}
	return ids
}

func clientName(t *testing.T, p *project, pool, id string) string {
	t.Helper()
	region, _, _ := strings.Cut(pool, "_")
	client := must(p.account.Clients(region).Cognito.DescribeUserPoolClient(context.Background(),
		&cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &pool, ClientId: &id}))(t)
	return *client.UserPoolClient.ClientName
}
