package render_test

import (
	"maps"
	"os"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/render"
)

func repositorySpec(t *testing.T, name string) *render.Recording {
	t.Helper()
	text, err := os.ReadFile("../../specs/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return record(t, "specs/"+name, string(text))
}

// token is a request for a role with a token of an issuer.
func token(issuer, audience, subject string) request {
	return request{principal: "arn:aws:iam::123456789012:oidc-provider/" + issuer, action: "sts:AssumeRoleWithWebIdentity",
		context: map[string][]string{issuer + ":aud": {audience}, issuer + ":sub": {subject}}}
}

const actions, cluster = "token.actions.githubusercontent.com", "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"

// The workload that is meant gets the role, and its neighbours do not.
func TestWorkloadsAreTrustedAndTheirNeighboursAreNot(t *testing.T) {
	trainer, scorer := repositorySpec(t, "github-trainer.yaml"), repositorySpec(t, "eks-scorer.yaml")
	const sts = "sts.amazonaws.com"
	for _, c := range []struct {
		spec *render.Recording
		role string
		ask  request
		want bool
	}{
		{trainer, "trainer", token(actions, sts, "repo:acme@123456/fraud@456789:environment:staging"), true},
		{trainer, "trainer", token(actions, sts, "repo:acme@123456/fraud@456789:environment:prod"), false},
		{trainer, "trainer", token(actions, sts, "repo:acme@123456/fraud@456789:ref:refs/heads/main"), false},
		{trainer, "trainer", token(actions, sts, "repo:acme/fraud:environment:staging"), false},
		{trainer, "trainer", token(actions, sts, "repo:acme@999999/fraud@456789:environment:staging"), false},
		{trainer, "trainer", token(actions, "elsewhere", "repo:acme@123456/fraud@456789:environment:staging"), false},
		{trainer, "trainer", token("idp.partner.com", sts, "repo:acme@123456/fraud@456789:environment:staging"), false},

		{trainer, "release", token(actions, sts, "repo:acme@123456/fraud@456789:ref:refs/tags/v1.2"), true},
		{trainer, "release", token(actions, sts, "repo:acme@123456/fraud@456789:ref:refs/heads/main"), true},
		{trainer, "release", token(actions, sts, "repo:acme@123456/fraud@456789:ref:refs/heads/main2"), false},
		{trainer, "release", token(actions, sts, "repo:acme@123456/fraud@456789:ref:refs/tags/1.2"), false},
		{trainer, "release", token(actions, sts, "repo:acme/fraud-models:ref:refs/heads/release/2026"), true},
		{trainer, "release", token(actions, sts, "repo:acme/fraud-models:ref:refs/heads/main"), false},
		{trainer, "release", token(actions, sts, "repo:acme/fraud-models-fork:ref:refs/heads/release/2026"), false},
		{trainer, "release", token(actions, sts, "repo:evil/fraud-models:ref:refs/heads/release/2026"), false},

		{trainer, "checks", token(actions, sts, "repo:acme@123456/fraud@456789:pull_request"), true},
		{trainer, "checks", token(actions, sts, "repo:acme@123456/fraud@456789:ref:refs/heads/main"), false},

		{trainer, "nightly", token("gitlab.acme.ai", "https://gitlab.acme.ai", "project_path:acme/ml/nightly:ref_type:branch:ref:main"), true},
		{trainer, "nightly", token("gitlab.acme.ai", "https://gitlab.acme.ai", "project_path:acme/ml/nightly:ref_type:tag:ref:nightly-7"), true},
		{trainer, "nightly", token("gitlab.acme.ai", "https://gitlab.acme.ai", "project_path:acme/ml/nightly:ref_type:tag:ref:main"), false},
		{trainer, "nightly", token("gitlab.acme.ai", "https://gitlab.acme.ai", "project_path:acme/ml/other:ref_type:branch:ref:main"), false},
		{trainer, "nightly", token("gitlab.com", "https://gitlab.acme.ai", "project_path:acme/ml/nightly:ref_type:branch:ref:main"), false},

		{trainer, "labels", token("idp.partner.com", "acme", "job:fraud:7"), true},
		{trainer, "labels", token("idp.partner.com", "acme", "job:fraud2"), false},
		{trainer, "labels", token("idp.partner.com", "acme-staging", "job:fraud"), false},

		{scorer, "scorer", token(cluster, sts, "system:serviceaccount:fraud:scorer"), true},
		{scorer, "scorer", token(cluster, sts, "system:serviceaccount:fraud:default"), false},
		{scorer, "scorer", token(cluster, sts, "system:serviceaccount:other:scorer"), false},
		{scorer, "scorer", token(cluster[:len(cluster)-1]+"0", sts, "system:serviceaccount:fraud:scorer"), false},
	} {
		if got := trusts(t, c.spec, "workloads."+c.role, c.ask); got != c.want {
			t.Errorf("%s with %v: %t", c.role, c.ask.context, got)
		}
	}
}

func TestServicesAreTrustedForThisAccountOnly(t *testing.T) {
	r := repositorySpec(t, "github-trainer.yaml")
	for account, want := range map[string]bool{"123456789012": true, "999999999999": false} {
		ask := request{principal: "sagemaker.amazonaws.com", action: "sts:AssumeRole", context: map[string][]string{"aws:SourceAccount": {account}}}
		if got := trusts(t, r, "workloads.training", ask); got != want {
			t.Errorf("%s: %t", account, got)
		}
	}
	if trusts(t, r, "workloads.training", request{principal: "lambda.amazonaws.com", action: "sts:AssumeRole",
		context: map[string][]string{"aws:SourceAccount": {"123456789012"}}}) {
		t.Error("another service is trusted")
	}
}

func TestPodsAreTrustedByClusterNamespaceAndServiceAccount(t *testing.T) {
	r := repositorySpec(t, "eks-scorer.yaml")
	tags := map[string][]string{
		"aws:RequestTag/eks-cluster-arn":            {"arn:aws:eks:us-east-1:123456789012:cluster/ml"},
		"aws:RequestTag/kubernetes-namespace":       {"fraud"},
		"aws:RequestTag/kubernetes-service-account": {"batch"},
	}
	ask := func(context map[string][]string) bool {
		return trusts(t, r, "workloads.batch", request{principal: "pods.eks.amazonaws.com", action: "sts:AssumeRole", context: context})
	}
	if !ask(tags) {
		t.Error("the pod is not trusted")
	}
	for key := range tags {
		other := maps.Clone(tags)
		other[key] = []string{"other"}
		if ask(other) {
			t.Errorf("another %s is trusted", key)
		}
	}
}

// A role of an identity pool is for that pool alone, and for users or guests.
func TestIdentityRolesAreOfOnePoolAndForUsersOrGuests(t *testing.T) {
	r := repositorySpec(t, "eks-scorer.yaml")
	ask := func(pool string, amr ...string) request {
		const issuer = "cognito-identity.amazonaws.com"
		return request{principal: issuer, action: "sts:AssumeRoleWithWebIdentity", context: map[string][]string{issuer + ":aud": {pool}, issuer + ":amr": amr}}
	}
	const own = "${identityPool.id}"
	// The recording has a placeholder for the id, which reads like a variable.
	known := func(a request) request { a.context["identityPool.id"] = []string{own}; return a }
	for _, c := range []struct {
		role string
		ask  request
		want bool
	}{
		{"analyst", ask(own, "authenticated", "cognito-idp"), true},
		{"analyst", ask(own, "unauthenticated"), false},
		{"analyst", ask("us-east-1:another", "authenticated"), false},
		{"authenticated", ask(own, "authenticated"), true},
		{"authenticated", ask(own, "unauthenticated"), false},
		{"guest", ask(own, "unauthenticated"), true},
		{"guest", ask(own, "authenticated"), false},
		{"guest", ask("us-east-1:another", "unauthenticated"), false},
		{"guest", ask(own), false},
	} {
		if got := trusts(t, r, "identityPool.roles."+c.role, known(c.ask)); got != c.want {
			t.Errorf("%s with %v: %t", c.role, c.ask.context, got)
		}
	}
}

// What is granted is allowed, and what lies beside it is not.
func TestGrantsAllowWhatTheySayAndNotWhatLiesBeside(t *testing.T) {
	trainer, scorer := repositorySpec(t, "github-trainer.yaml"), repositorySpec(t, "eks-scorer.yaml")
	const here = ":us-east-1:123456789012:"
	for _, c := range []struct {
		spec             *render.Recording
		role             string
		action, resource string
		context          map[string][]string
		want             bool
	}{
		{trainer, "workloads.trainer", "s3:GetObject", "arn:aws:s3:::acme-features/fraud/a.parquet", nil, true},
		{trainer, "workloads.trainer", "s3:GetObject", "arn:aws:s3:::acme-features/credit/a.parquet", nil, false},
		{trainer, "workloads.trainer", "s3:GetObject", "arn:aws:s3:::acme-features-2/fraud/a.parquet", nil, false},
		{trainer, "workloads.trainer", "s3:GetObject", "arn:aws:s3:::acme-models/fraud/model.tar.gz", nil, false},
		{trainer, "workloads.trainer", "s3:PutObject", "arn:aws:s3:::acme-models/fraud/model.tar.gz", nil, true},
		{trainer, "workloads.trainer", "s3:PutObject", "arn:aws:s3:::acme-features/fraud/a.parquet", nil, false},
		{trainer, "workloads.trainer", "s3:DeleteObject", "arn:aws:s3:::acme-models/fraud/model.tar.gz", nil, false},
		{trainer, "workloads.trainer", "s3:ListBucket", "arn:aws:s3:::acme-features", map[string][]string{"s3:prefix": {"fraud/2026/"}}, true},
		{trainer, "workloads.trainer", "s3:ListBucket", "arn:aws:s3:::acme-features", map[string][]string{"s3:prefix": {"credit/"}}, false},
		{trainer, "workloads.trainer", "s3:ListBucket", "arn:aws:s3:::acme-features", nil, false},
		{trainer, "workloads.trainer", "iam:PassRole", "arn:aws:iam::123456789012:role/github-trainer-training", map[string][]string{"iam:PassedToService": {"sagemaker.amazonaws.com"}}, true},
		{trainer, "workloads.trainer", "iam:PassRole", "arn:aws:iam::123456789012:role/github-trainer-training", map[string][]string{"iam:PassedToService": {"lambda.amazonaws.com"}}, false},
		{trainer, "workloads.trainer", "iam:PassRole", "arn:aws:iam::123456789012:role/admin", map[string][]string{"iam:PassedToService": {"sagemaker.amazonaws.com"}}, false},
		{trainer, "workloads.trainer", "sagemaker:CreateTrainingJob", "arn:aws:sagemaker" + here + "training-job/fraud-1", nil, true},
		{trainer, "workloads.trainer", "sagemaker:CreateEndpoint", "arn:aws:sagemaker" + here + "endpoint/fraud-1", nil, false},
		{trainer, "workloads.trainer", "ecr:PutImage", "arn:aws:ecr" + here + "repository/fraud/trainer", nil, true},
		{trainer, "workloads.trainer", "ecr:PutImage", "arn:aws:ecr" + here + "repository/fraud/scorer", nil, false},
		{trainer, "workloads.training", "s3:ListBucket", "arn:aws:s3:::acme-labels", nil, true},
		{trainer, "workloads.training", "s3:DeleteObject", "arn:aws:s3:::acme-models/fraud/checkpoints/1", nil, true},
		{trainer, "workloads.training", "s3:DeleteObject", "arn:aws:s3:::acme-models/fraud/model.tar.gz", nil, false},
		{trainer, "workloads.training", "secretsmanager:GetSecretValue", "arn:aws:secretsmanager" + here + "secret:fraud/feature-store-a1B2c3", nil, true},
		{trainer, "workloads.training", "secretsmanager:GetSecretValue", "arn:aws:secretsmanager" + here + "secret:fraud/feature-store-admin-a1B2c3", nil, false},
		{trainer, "workloads.training", "ssm:GetParametersByPath", "arn:aws:ssm" + here + "parameter/mlauth/github-trainer", nil, true},
		{trainer, "workloads.training", "ssm:GetParameter", "arn:aws:ssm" + here + "parameter/mlauth/github-trainer/issuer", nil, true},
		{trainer, "workloads.training", "ssm:GetParameter", "arn:aws:ssm" + here + "parameter/fraud/threshold2", nil, false},
		{trainer, "workloads.training", "kms:Decrypt", "arn:aws:kms" + here + "key/1", map[string][]string{"kms:ResourceAliases": {"alias/ml-features", "alias/x"}}, true},
		{trainer, "workloads.training", "kms:Decrypt", "arn:aws:kms" + here + "key/1", map[string][]string{"kms:ResourceAliases": {"alias/other"}}, false},
		{trainer, "workloads.training", "dynamodb:Query", "arn:aws:dynamodb" + here + "table/fraud-features/index/by-day", nil, true},
		{trainer, "workloads.training", "dynamodb:PutItem", "arn:aws:dynamodb" + here + "table/fraud-features", nil, false},
		{trainer, "workloads.nightly", "dynamodb:PutItem", "arn:aws:dynamodb" + here + "table/fraud-features", nil, true},
		{trainer, "workloads.nightly", "dynamodb:DeleteItem", "arn:aws:dynamodb" + here + "table/fraud-features", nil, false}, // denied by a statement
		{trainer, "workloads.nightly", "bedrock:InvokeModel", "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0",
			map[string][]string{"bedrock:InferenceProfileArn": {"arn:aws:bedrock" + here + "inference-profile/us.anthropic.claude-sonnet-4-20250514-v1:0"}}, true},
		{trainer, "workloads.nightly", "bedrock:InvokeModel", "arn:aws:bedrock:us-west-2::foundation-model/anthropic.claude-sonnet-4-20250514-v1:0", nil, false},
		{scorer, "identityPool.roles.analyst", "s3:GetObject", "arn:aws:s3:::acme-notebooks/risk/a", map[string][]string{"aws:PrincipalTag/team": {"risk"}}, true},
		{scorer, "identityPool.roles.analyst", "s3:GetObject", "arn:aws:s3:::acme-notebooks/credit/a", map[string][]string{"aws:PrincipalTag/team": {"risk"}}, false},
		{scorer, "identityPool.roles.analyst", "s3:GetObject", "arn:aws:s3:::acme-notebooks//a", nil, false},
		{scorer, "identityPool.roles.analyst", "s3:ListBucket", "arn:aws:s3:::acme-notebooks", map[string][]string{"aws:PrincipalTag/team": {"risk"}, "s3:prefix": {"credit/"}}, false},
		{scorer, "identityPool.roles.guest", "sagemaker:InvokeEndpoint", "arn:aws:sagemaker" + here + "endpoint/fraud-demo", nil, true},
		{scorer, "identityPool.roles.guest", "sagemaker:InvokeEndpoint", "arn:aws:sagemaker" + here + "endpoint/fraud-staging", nil, false},
	} {
		ask := request{action: c.action, resource: c.resource, context: c.context}
		if got := may(t, c.spec, c.role, ask); got != c.want {
			t.Errorf("%s: %s on %s with %v: %t", c.role, c.action, c.resource, c.context, got)
		}
	}
}
