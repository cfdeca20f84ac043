package e2e

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// No secret is in anything that the tool writes: output, logs, plans, errors,
// files, state. The same search finds a value that is written out in the spec,
// so that it would find a secret too.
func TestSecretsAreNowhere(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const literal = "client-id-written-out-5d21"
	text := repositorySpec(t, "model-console.yaml")
	p.write("specs/console.yaml", strings.Replace(text, "clientId: acme-console", "clientId: "+literal, 1)+ephemeral)

	p.must(0, "validate", "specs/console.yaml", "--format", "json")
	p.must(0, "render", "specs/console.yaml")
	p.must(0, "preview", "specs/console.yaml")
	p.must(0, "deploy", "specs/console.yaml")
	p.must(0, "outputs", "specs/console.yaml")
	p.must(0, "outputs", "specs/console.yaml", "--env")
	p.must(0, "doctor", "specs/console.yaml")
	atProvider(t, p)

	secrets := []string{corpSecret, corpClientID}
	for name, secret := range p.outputs("specs/console.yaml")["client_secrets"].(map[string]any) {
		if len(secret.(string)) < 20 {
			t.Errorf("client %s has no generated secret", name)
		}
		secrets = append(secrets, secret.(string))
	}

	// A change of the secret, and an update that AWS refuses.
	p.write("specs/secrets/corp-sso", corpSecret+"-rotated\n")
	p.must(0, "preview", "specs/console.yaml")
	p.must(0, "deploy", "specs/console.yaml")
	p.write("specs/console.yaml", refusedAndQuoted(text)+ephemeral)
	quotes(t, p.must(1, "deploy", "specs/console.yaml").err, "identityProviders.corp-sso", `"oidc_issuer": "https://acme.okta.com"`)

	for _, secret := range secrets {
		if where := p.search(secret); len(where) > 0 {
			t.Errorf("the secret %s… is in %v", secret[:8], where)
		}
	}
	if len(p.search(literal)) < 2 {
		t.Error("the search does not even find what is written out: it could find no secret")
	}
}

// refusedAndQuoted is the console's spec with an identifier of corp-sso for which
// the emulator refuses the provider and quotes its details.
func refusedAndQuoted(text string) string {
	return strings.Replace(text, "identifiers: [acme.com, ", "identifiers: [refuse-and-quote.acme.com, ", 1)
}

// quotes shows that an error has what AWS says of a resource, a part of its
// details that is no secret included, and marks where the secret was.
func quotes(t *testing.T, said, resource, open string) {
	t.Helper()
	contains(t, said, resource+": Cognito refused UpdateIdentityProvider", open, `"client_secret": "[secret]"`)
}

// atProvider shows that the secrets arrived where they belong.
func atProvider(t *testing.T, p *project) {
	t.Helper()
	pool, name := p.outputs("specs/console.yaml")["user_pool_id"].(string), "corp-sso"
	details := must(p.account.Clients("us-east-1").Cognito.DescribeIdentityProvider(context.Background(),
		&cognitoidentityprovider.DescribeIdentityProviderInput{UserPoolId: &pool, ProviderName: &name}))(t).IdentityProvider.ProviderDetails
	if details["client_secret"] != corpSecret || details["client_id"] != corpClientID {
		t.Errorf("the provider has other credentials than the spec refers to")
	}
}

// search returns where a text is: in what the tool printed, or in a file that
// it wrote. Compressed files are looked into.
func (p *project) search(text string) []string {
	p.t.Helper()
	var found []string
	if bytes.Contains(p.written.Bytes(), []byte(text)) {
		found = append(found, "the output")
	}
	for _, dir := range []string{p.dir, p.account.Dir} {
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.Contains(path, "/specs/secrets/") {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if bytes.Contains(unzip(data), []byte(text)) {
				found = append(found, path)
			}
			return nil
		})
		if err != nil {
			p.t.Fatal(err)
		}
	}
	return found
}

func unzip(data []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return data
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return data
	}
	return plain
}
