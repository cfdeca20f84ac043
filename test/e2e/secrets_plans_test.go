package e2e

import (
	"context"
	"encoding/base64"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
)

// socialProviders take their secrets from AWS.
const socialProviders = `identityProviders:
  Google:
    type: google
    clientId: acme.apps.googleusercontent.com
    clientSecret: {secretsManager: ml/google, key: client_secret}
    attributeMapping: {email: email}
  Facebook:
    type: facebook
    clientId: "1234567890"
    clientSecret: {ssm: /ml/facebook/client-secret}
    apiVersion: v17.0
    attributeMapping: {email: email}
`

// Secrets of every kind, those that the spec refers to, those that AWS made and
// those that somebody changed by hand, are in no plan, comment, event, outputs,
// patch or error, in no format; not when the engine itself would print them. A
// text beside them that is no secret is in each of these, so that the search
// would find one.
func TestSecretsAreInNoPlanAndNoError(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const file, literal, byHand = "specs/console.yaml", "said-in-the-open-5d21", "named-by-hand-5d21"
	text := strings.Replace(repositorySpec(t, "model-console.yaml"), "identityProviders:\n", socialProviders, 1)
	storeSecrets(t, p, text)
	p.write(file, text)
	p.must(0, "deploy", file)
	secrets := []string{corpSecret, corpClientID, storedSecret("/ml/facebook/client-secret"), storedSecret("ml/google"), oidcSecret}
	outputs := p.outputs(file)
	for _, secret := range outputs["client_secrets"].(map[string]any) {
		secrets = append(secrets, secret.(string))
	}
	pool := outputs["user_pool_id"].(string)

	// What somebody changed by hand.
	for provider, secret := range map[string]string{"corp-sso": "by-hand-at-corp-77aa01", "Google": "by-hand-at-google-77aa02"} {
		setProviderSecret(t, p, pool, provider, secret)
		secrets = append(secrets, secret)
	}
	renameClient(t, p, file, pool, "notebook", byHand)
	for _, format := range []string{"text", "json", "markdown"} {
		contains(t, p.must(3, "drift", file, "--format", format).out, byHand)
	}
	contains(t, p.must(3, "drift", "--accept", file).out, byHand)

	// What is to be changed: a secret in a file, one in AWS, one in a variable.
	edited := strings.Replace(text, "https://console.acme.ai/silent", "https://"+literal+".acme.ai/silent", 1)
	p.write(file, edited)
	p.write("specs/secrets/corp-sso", corpSecret+"-2\n")
	setStoredSecret(t, p, "rotated-in-aws-5e0b")
	secrets = append(secrets, "rotated-in-aws-5e0b", "rotated-again-5e0c")
	for _, format := range []string{"text", "json", "markdown"} {
		contains(t, p.must(0, "preview", file, "--format", format, "--save-plan", "plans").out, literal, "identityProviders.corp-sso")
	}
	before := p.env
	p.env = append(slices.Clone(before), "CORP_SSO_CLIENT_ID="+corpClientID+"-2")
	contains(t, p.must(4, "deploy", "--yes", file).err, "identityProviders.corp-sso.clientId, a secret, changes")
	contains(t, p.must(1, "deploy", "--yes", "--plan", "plans", file).err, "secrets: the value of one that the spec refers to is another")
	p.env = before

	// The engine says in clear what violates a plan.
	setStoredSecret(t, p, "rotated-again-5e0c")
	violated := p.must(1, "deploy", "--yes", "--plan", "plans", file)
	contains(t, violated.err, "identityProviders.Google", "is not what was planned and judged", "their values are not shown")
	p.must(0, "deploy", "--yes", file)

	// AWS refuses, and its error quotes a secret that only AWS knows.
	p.write(file, strings.Replace(edited, "    type: google\n", "    type: google\n    identifiers: [refuse-and-quote-google]\n", 1))
	quotes(t, p.must(1, "deploy", "--yes", file).err, "identityProviders.Google", `"oidc_issuer": "https://accounts.google.com"`)
	p.write(file, edited)
	for _, args := range [][]string{{}, {"--json"}, {"--env"}} {
		p.must(0, append([]string{"outputs", file}, args...)...)
	}
	p.must(0, "render", file, "--format", "json")

	for _, secret := range secrets {
		for _, form := range []string{secret, base64.StdEncoding.EncodeToString([]byte(secret))} {
			if where := p.search(form); len(where) > 0 {
				t.Errorf("the secret %s… is in %v", secret[:8], where)
			}
		}
	}
	found := p.search(literal)
	for _, place := range []string{"the output", filepath.Join(p.dir, "plans", "model-console.engine.json")} {
		if !slices.Contains(found, place) {
			t.Errorf("what is no secret is not found in %s, only in %v: no secret could be", place, found)
		}
	}
}

// setProviderSecret changes the secret of an identity provider by hand.
func setProviderSecret(t *testing.T, p *project, pool, provider, secret string) {
	t.Helper()
	c := p.account.Clients("us-east-1").Cognito
	is := must(c.DescribeIdentityProvider(context.Background(), &cognitoidentityprovider.DescribeIdentityProviderInput{UserPoolId: &pool, ProviderName: &provider}))(t).IdentityProvider
	is.ProviderDetails["client_secret"] = secret
	must(c.UpdateIdentityProvider(context.Background(), &cognitoidentityprovider.UpdateIdentityProviderInput{
		UserPoolId: &pool, ProviderName: &provider, ProviderDetails: is.ProviderDetails, AttributeMapping: is.AttributeMapping, IdpIdentifiers: is.IdpIdentifiers,
	}))(t)
}

// setStoredSecret changes the secret that AWS holds for the social provider.
func setStoredSecret(t *testing.T, p *project, secret string) {
	t.Helper()
	must(p.account.Clients("us-east-1").Secrets.PutSecretValue(context.Background(),
		&secretsmanager.PutSecretValueInput{SecretId: ptr("ml/google"), SecretString: ptr(`{"client_secret": "` + secret + `"}`)}))(t)
}
