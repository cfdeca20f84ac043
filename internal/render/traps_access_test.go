package render_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/render"
)

const identity = `
userPool: {domain: {prefix: acme}}
clients: {c: {type: spa, callbackUrls: ["https://a.ai/"]}}
identityPool: {clients: {c: {roleFrom: groups}}, roles: {authenticated: {}}}
`

func TestTrapRoleAttachmentDeletedSetsNoRolesAtAll(t *testing.T) {
	options := find(t, program(t, identity), "identityPool.roles").Options
	if !options.RetainOnDelete || options.DeleteBeforeReplace {
		t.Errorf("the deletion that follows a replacement takes all roles away: %+v", options)
	}
}

func TestTrapRoleMappingKeyHasTheClientAndPrincipalTagsHaveNot(t *testing.T) {
	r := program(t, identity)
	mapping := find(t, r, "identityPool.roles").Properties["roleMappings"].([]any)[0]
	same(t, at(t, mapping, "identityProvider"), any("${userPool.endpoint}:${clients.c.id}"))
	same(t, find(t, r, "identityPool.principalTags").Properties["identityProviderName"], any("${userPool.endpoint}"))
}

func TestTrapPrincipalTagsTakenOutStay(t *testing.T) {
	same(t, find(t, program(t, identity), "identityPool.principalTags").Properties["principalTags"], any(map[string]any{}))
}

func TestTrapSessionTagsNeedPermissionToTag(t *testing.T) {
	tagged := strings.Replace(identity, "roles: {", "principalTags: {t: sub}, roles: {", 1)
	for spec, want := range map[string]bool{identity: false, tagged: true} {
		trust := find(t, program(t, spec), "identityPool.roles.authenticated").Properties["assumeRolePolicy"].(string)
		if strings.Contains(trust, "sts:TagSession") != want {
			t.Errorf("trust policy %s for %s", trust, spec)
		}
	}
}

func TestTrapRoleOfOneNameIsRefused(t *testing.T) {
	if !find(t, program(t, identity), "identityPool.roles.authenticated").Options.DeleteBeforeReplace {
		t.Error("a role with another path has the same name, and IAM refuses a second one")
	}
}

func TestIdentityPoolAndIssuersAreProtected(t *testing.T) {
	spec := identity + "iamOidcProviders: {i: {issuer: \"https://a.ai\", audiences: [b, a]}}\n"
	kept, ephemeral := program(t, spec), program(t, spec+"lifecycle: {ephemeral: true}\n")
	for _, name := range []string{"identityPool", "iamOidcProviders.i"} {
		if !find(t, kept, name).Options.Protect || find(t, ephemeral, name).Options.Protect {
			t.Errorf("protection of %s", name)
		}
	}
	same(t, find(t, kept, "iamOidcProviders.i").Properties["clientIdLists"], any([]any{"a", "b"}))
}

// Every partition has its own ARNs and its own names of services.
func TestPartitions(t *testing.T) {
	for region, c := range map[string]struct{ partition, identity string }{
		"us-east-1":     {"aws", "cognito-identity.amazonaws.com"},
		"cn-north-1":    {"aws-cn", "cognito-identity.cn-north-1.amazonaws.com.cn"},
		"us-gov-west-1": {"aws-us-gov", "cognito-identity-us-gov.amazonaws.com"},
		"us-gov-east-1": {"aws-us-gov", "cognito-identity.us-gov-east-1.amazonaws.com"},
	} {
		head := "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: p, team: t}\naws: {region: " + region + ", accountId: \"123456789012\"}\n"
		r := record(t, "specs/p.yaml", head+identity+`
workloads: {w: {trust: {gitlab: {project: a/b, branch: main, audience: x}}, grants: [{s3.read: [b]}, {ecr.pull: [r]}, {sts.assumeRole: [r]}]}}
`)
		trust := find(t, r, "identityPool.roles.authenticated").Properties["assumeRolePolicy"].(string)
		if !strings.Contains(trust, `{"Federated":"`+c.identity+`"}`) || !strings.Contains(trust, c.identity+":aud") || !strings.Contains(trust, c.identity+":amr") {
			t.Errorf("%s: %s", region, trust)
		}
		policy := find(t, r, "workloads.w.policy").Properties["policy"].(string) + find(t, r, "workloads.w").Properties["assumeRolePolicy"].(string)
		if arns := strings.Count(policy, `"arn:`); arns != strings.Count(policy, `"arn:`+c.partition+`:`) || arns != 5 {
			t.Errorf("%s: %s", region, policy)
		}
	}
}

func TestLongRoleNamesAreHashed(t *testing.T) {
	head := "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: a-stack-with-a-long-name-that-goes-on-for-a-while, team: t}\naws: {region: us-east-1, accountId: \"123456789012\"}\n"
	r := record(t, "specs/long.yaml", head+"workloads: {a-job-with-a-long-name-1: {trust: {service: sagemaker}}, a-job-with-a-long-name-2: {trust: {service: sagemaker}}}\n")
	one, two := find(t, r, "workloads.a-job-with-a-long-name-1").Properties["name"].(string), find(t, r, "workloads.a-job-with-a-long-name-2").Properties["name"].(string)
	if len(one) != 64 || len(two) != 64 || one == two {
		t.Errorf("role names %q and %q", one, two)
	}
}

// What has no room inline goes to managed policies, each within its limit, and
// nothing is lost on the way.
func TestLargePermissionsAreDivided(t *testing.T) {
	var grants strings.Builder
	const buckets = 300
	for i := range buckets {
		fmt.Fprintf(&grants, "          - acme-features-of-team-%03d/fraud/*\n", i)
	}
	head := "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: large, team: t}\naws: {region: us-east-1, accountId: \"123456789012\"}\n"
	r := record(t, "specs/large.yaml", head+"workloads:\n  w:\n    trust: {service: sagemaker}\n    grants:\n      - s3.read:\n"+grants.String())
	policies := sizes(t, r)
	if len(policies) < 3 {
		t.Fatalf("%d policies", len(policies))
	}
	for i := range buckets {
		ask := request{action: "s3:GetObject", resource: fmt.Sprintf("arn:aws:s3:::acme-features-of-team-%03d/fraud/a", i)}
		found := false
		for _, policy := range policies {
			found = found || allowed(t, policy, ask)
		}
		if !found {
			t.Errorf("%s is allowed by no policy", ask.resource)
		}
	}
}

// sizes returns the policies of a program, after a look at their sizes.
func sizes(t *testing.T, r *render.Recording) []string {
	t.Helper()
	var policies []string
	for _, resource := range r.Resources {
		policy, ok := resource.Properties["policy"].(string)
		if !ok {
			continue
		}
		limit := map[string]int{"aws:iam/rolePolicy:RolePolicy": 10240, "aws:iam/policy:Policy": 6144}[resource.Type]
		if len(policy) > limit {
			t.Errorf("%s has %d characters; IAM takes %d", resource.Name, len(policy), limit)
		}
		policies = append(policies, policy)
	}
	return policies
}
