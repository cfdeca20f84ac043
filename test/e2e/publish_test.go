package e2e

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
)

// Secrets that AWS holds arrive at the providers, what is published is there to
// be read, and nothing of it stays behind or shows a secret.
func TestSecretsInAWSAndPublishing(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const spec = "specs/sso.yaml"
	text := repositorySpec(t, "sso-gateway.yaml")
	p.write(spec, text+ephemeral)
	prepare(t, p, text)
	p.deployTwice(spec)
	outputs := p.outputs(spec)
	c := p.account.Clients("us-east-1")

	for provider, key := range map[string]string{"Google": "google", "LoginWithAmazon": "amazon", "Facebook": "client-secret"} {
		if got := providerSecret(t, p, outputs["user_pool_id"].(string), provider); got != storedSecret(key) {
			t.Errorf("%s has another secret than AWS holds", provider)
		}
	}
	parameter := must(c.SSM.GetParameter(context.Background(), &ssm.GetParameterInput{Name: aws.String("/mlauth/sso-gateway/clients/evaluator")}))(t).Parameter
	if want := outputs["clients"].(map[string]any)["evaluator"]; *parameter.Value != want {
		t.Errorf("published client id %s, want %s", *parameter.Value, want)
	}
	held := must(c.Secrets.GetSecretValue(context.Background(), &secretsmanager.GetSecretValueInput{SecretId: aws.String("mlauth/sso-gateway/evaluator")}))(t)
	var credentials map[string]string
	if err := json.Unmarshal([]byte(*held.SecretString), &credentials); err != nil {
		t.Fatal(err)
	}
	generated := outputs["client_secrets"].(map[string]any)["evaluator"].(string)
	if credentials["client_secret"] != generated || credentials["client_id"] != *parameter.Value {
		t.Error("the published credentials are not the client's")
	}

	p.must(0, "render", spec)
	for _, secret := range []string{generated, storedSecret("google"), storedSecret("client-secret"), storedSecret("apple")} {
		if where := p.search(secret); len(where) > 0 {
			t.Errorf("the secret %s… is in %v", secret[:8], where)
		}
	}
	p.must(0, "destroy", spec)
	if left := publishedNames(t, p); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A secret is not made where one was deleted and can still be recovered: preview
// says so, deploy refuses before anything is changed, and what it says to do
// helps.
func TestASecretIsNotMadeWhereOneWasDeleted(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const file = "specs/job.yaml"
	at := func(path string) {
		p.write(file, `apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: job, team: tests}
aws: {region: us-east-1}
userPool: {domain: {prefix: acme-job}}
resourceServers: {api: {scopes: {read: Read}}}
clients: {job: {type: machine, scopes: [api/read]}}
publish: {secretsManager: {path: `+path+`}}
`)
	}
	at("mlauth/one")
	p.must(0, "deploy", file)
	at("mlauth/two")
	p.must(0, "deploy", file)
	at("mlauth/one")
	const reason = "publish.secretsManager.job would be made as mlauth/one/job, a name that Secrets Manager keeps"
	contains(t, p.must(1, "preview", file).out, reason)
	refused := p.must(1, "deploy", file)
	contains(t, refused.err, reason, "aws secretsmanager delete-secret --secret-id mlauth/one/job --force-delete-without-recovery", "Nothing was changed.")
	p.release("us-east-1")
	p.deployTwice(file)
}

// release gives up the secrets that were deleted and could be recovered, as a
// deploy says to where one of their names is wanted again.
func (p *project) release(region string) {
	p.t.Helper()
	ctx, c := context.Background(), p.account.Clients(region).Secrets
	for _, secret := range must(c.ListSecrets(ctx, &secretsmanager.ListSecretsInput{IncludePlannedDeletion: aws.Bool(true)}))(p.t).SecretList {
		if secret.DeletedDate != nil {
			must(c.DeleteSecret(ctx, &secretsmanager.DeleteSecretInput{SecretId: secret.Name, ForceDeleteWithoutRecovery: aws.Bool(true)}))(p.t)
		}
	}
}

// A secret that is not there stops the deploy before anything is made.
func TestMissingSecretInAWS(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	p.write("specs/sso.yaml", repositorySpec(t, "sso-gateway.yaml")+ephemeral)
	p.write("specs/idp/partner-saml.xml", repositorySpec(t, "idp/partner-saml.xml"))
	p.must(1, "deploy", "specs/sso.yaml")
	list := must(p.account.Clients("us-east-1").Cognito.ListUserPools(context.Background(), &cognitoidentityprovider.ListUserPoolsInput{MaxResults: aws.Int32(60)}))(t)
	if len(list.UserPools) > 0 {
		t.Error("a pool was made although a secret is missing")
	}
}

func providerSecret(t *testing.T, p *project, pool, provider string) string {
	t.Helper()
	return must(p.account.Clients("us-east-1").Cognito.DescribeIdentityProvider(context.Background(),
		&cognitoidentityprovider.DescribeIdentityProviderInput{UserPoolId: &pool, ProviderName: &provider}))(t).IdentityProvider.ProviderDetails["client_secret"]
}

// publishedNames are the parameters and secrets under mlauth's paths, those
// that wait for their deletion included.
func publishedNames(t *testing.T, p *project) []string {
	t.Helper()
	c := p.account.Clients("us-east-1")
	var names []string
	parameters := must(c.SSM.GetParametersByPath(context.Background(), &ssm.GetParametersByPathInput{Path: aws.String("/mlauth"), Recursive: aws.Bool(true)}))(t)
	for _, parameter := range parameters.Parameters {
		names = append(names, *parameter.Name)
	}
	secrets := must(c.Secrets.ListSecrets(context.Background(), &secretsmanager.ListSecretsInput{IncludePlannedDeletion: aws.Bool(true)}))(t)
	for _, secret := range secrets.SecretList {
		if len(*secret.Name) > 6 && (*secret.Name)[:7] == "mlauth/" {
			names = append(names, *secret.Name)
		}
	}
	return names
}
