package policy_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var here = policy.Place{Partition: "aws", Region: "us-east-1", Account: "123456789012"}

func grant(name string, resources ...string) spec.Grant {
	return spec.Grant{Name: name, Resources: resources}
}

func compiled(grants ...spec.Grant) string {
	return policy.Permissions(spec.Permissions{Grants: grants}, here).JSON()
}

// The schema and the catalogue have the same grants.
func TestSchemaHasTheCatalogue(t *testing.T) {
	text, err := os.ReadFile("../../schema/mlauth.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Definitions struct {
			Grant struct{ Properties map[string]any }
		}
	}
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range schema.Definitions.Grant.Properties {
		names = append(names, name)
	}
	slices.Sort(names)
	if diff := cmp.Diff(policy.Grants(), names); diff != "" {
		t.Errorf("the schema has other grants (-catalogue +schema):\n%s", diff)
	}
}

// Order and repetition make no difference, and reading and writing the same
// place are one statement.
func TestPermissionsAreMergedAndInOneOrder(t *testing.T) {
	one := compiled(grant("s3.read", "a/x/*", "b/x/*"), grant("s3.write", "a/x/*", "b/x/*"), grant("s3.read", "a/x/*"))
	two := compiled(grant("s3.write", "b/x/*"), grant("s3.read", "b/x/*", "a/x/*"), grant("s3.write", "a/x/*"))
	if one != two {
		t.Errorf("not the same:\n%s\n%s", one, two)
	}
	const want = `{"Version":"2012-10-17","Statement":[` +
		`{"Action":["s3:AbortMultipartUpload","s3:GetObject","s3:ListMultipartUploadParts","s3:PutObject"],"Effect":"Allow","Resource":["arn:aws:s3:::a/x/*","arn:aws:s3:::b/x/*"]},` +
		`{"Action":"s3:ListBucket","Condition":{"StringLike":{"s3:prefix":"x/*"}},"Effect":"Allow","Resource":["arn:aws:s3:::a","arn:aws:s3:::b"]}]}`
	if one != want {
		t.Errorf("got  %s\nwant %s", one, want)
	}
}

// Listings of two prefixes are one statement; a listing of one bucket is not
// widened by the prefix of another.
func TestPrefixesOfABucketAreMergedAndOfTwoAreNot(t *testing.T) {
	if d := policy.Permissions(spec.Permissions{Grants: []spec.Grant{grant("s3.read", "a/x/*", "a/y/*")}}, here); len(d) != 2 {
		t.Errorf("%s", d.JSON())
	}
	if d := policy.Permissions(spec.Permissions{Grants: []spec.Grant{grant("s3.read", "a/x/*", "b/y/*")}}, here); len(d) != 3 {
		t.Errorf("%s", d.JSON())
	}
}

func TestNamesAreCompletedToARNs(t *testing.T) {
	for _, c := range []struct{ grant, name, arn string }{
		{"s3.read", "b/key", "arn:aws:s3:::b/key"},
		{"s3.read", "b-${aws:PrincipalTag/team}/x", "arn:aws:s3:::b-${aws:PrincipalTag/team}/x"},
		{"sagemaker.invokeEndpoint", "Fraud", "arn:aws:sagemaker:us-east-1:123456789012:endpoint/fraud"},
		{"ssm.read", "/a/b", "arn:aws:ssm:us-east-1:123456789012:parameter/a/b"},
		{"ssm.read", "a", "arn:aws:ssm:us-east-1:123456789012:parameter/a"},
		{"logs.write", "/ml/a", "arn:aws:logs:us-east-1:123456789012:log-group:/ml/a:*"},
		{"logs.write", "arn:aws:logs:us-east-1:123456789012:log-group:/ml/a:*", "arn:aws:logs:us-east-1:123456789012:log-group:/ml/a"},
		{"secretsmanager.read", "a*", "arn:aws:secretsmanager:us-east-1:123456789012:secret:a*"},
		{"kms.decrypt", "1234", "arn:aws:kms:us-east-1:123456789012:key/1234"},
		{"states.start", "a", "arn:aws:states:us-east-1:123456789012:stateMachine:a"},
		{"athena.query", "a", "arn:aws:athena:us-east-1:123456789012:workgroup/a"},
		{"execute-api.invoke", "a1", "arn:aws:execute-api:us-east-1:123456789012:a1/*"},
		{"execute-api.invoke", "arn:aws:execute-api:us-east-1:123456789012:a1", "arn:aws:execute-api:us-east-1:123456789012:a1/*"},
		{"execute-api.invoke", "a1/prod/POST/x", "arn:aws:execute-api:us-east-1:123456789012:a1/prod/POST/x"},
		{"secretsmanager.read", "a", "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-??????"},
		{"secretsmanager.read", "arn:aws:secretsmanager:us-east-1:123456789012:secret:feature-store", "arn:aws:secretsmanager:us-east-1:123456789012:secret:feature-store-??????"},
		{"secretsmanager.read", "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-Ab12Cd", "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-Ab12Cd"},
		{"secretsmanager.read", "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-??????", "arn:aws:secretsmanager:us-east-1:123456789012:secret:a-??????"},
		{"secretsmanager.read", "arn:aws:secretsmanager:us-east-1:123456789012:secret:a*", "arn:aws:secretsmanager:us-east-1:123456789012:secret:a*"},
		{"sts.assumeRole", "/ml/a", "arn:aws:iam::123456789012:role/ml/a"},
		{"bedrock.invokeModel", "meta.llama", "arn:aws:bedrock:us-east-1::foundation-model/meta.llama"},
		{"bedrock.invokeModel", "eu.meta.llama", "arn:aws:bedrock:us-east-1:123456789012:inference-profile/eu.meta.llama"},
	} {
		var resources []string
		for _, s := range policy.Permissions(spec.Permissions{Grants: []spec.Grant{grant(c.grant, c.name)}}, here) {
			resources = append(resources, s.Resources...)
		}
		if !slices.Contains(resources, c.arn) {
			t.Errorf("%s of %s is on %v, not on %s", c.grant, c.name, resources, c.arn)
		}
	}
}

func TestGitHubSubjects(t *testing.T) {
	for want, trust := range map[string]spec.GitHubTrust{
		"repo:acme/fraud:ref:refs/heads/main":      {Branch: "main"},
		"repo:acme/fraud:ref:refs/tags/v1":         {Tag: "v1"},
		"repo:acme/fraud:environment:a%3Ab":        {Environment: "a:b"},
		"repo:acme/fraud:pull_request":             {PullRequest: true},
		"repo:acme/fraud:*":                        {AnyRef: true},
		"repo:acme@1/fraud@2:ref:refs/heads/main":  {Branch: "main", OwnerID: 1, RepositoryID: 2},
		"repo:acme@1/fraud@2:environment:approved": {Environment: "approved", OwnerID: 1, RepositoryID: 2},
	} {
		trust.Repository = "acme/fraud"
		if got := policy.GitHubSubject(trust); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// An application's inference profile does not say which model it is of: models
// and profiles are allowed through it, and through nothing else.
func TestApplicationProfilesComeWithTheirModels(t *testing.T) {
	const profile = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3"
	const want = `{"Version":"2012-10-17","Statement":[` +
		`{"Action":["bedrock:InvokeModel","bedrock:InvokeModelWithResponseStream"],"Condition":{"StringLike":{"bedrock:InferenceProfileArn":"` + profile + `"}},` +
		`"Effect":"Allow","Resource":["arn:aws:bedrock:*::foundation-model/*","arn:aws:bedrock:us-east-1:123456789012:inference-profile/*"]},` +
		`{"Action":["bedrock:InvokeModel","bedrock:InvokeModelWithResponseStream"],"Effect":"Allow","Resource":"` + profile + `"}]}`
	if got := compiled(grant("bedrock.invokeModel", profile)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
