package render_test

import (
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/render"
)

const published = `
userPool: {domain: {prefix: acme}}
resourceServers: {api: {identifier: "https://api.acme.ai", scopes: {read: Read, write: Write}}}
clients:
  job: {type: machine, scopes: [api/read]}
  app: {type: spa, callbackUrls: ["https://a.ai/"]}
publish: {ssm: {path: /ml/x}, secretsManager: {path: ml/x, kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1"}}
`

func TestPublishedParameters(t *testing.T) {
	r := program(t, published)
	for name, want := range map[string]string{
		"issuer":                     "https://${userPool.endpoint}",
		"token_endpoint":             "https://acme.auth.us-east-1.amazoncognito.com/oauth2/token",
		"clients.job":                "${clients.job.id}",
		"clients.app":                "${clients.app.id}",
		"resource_server_scopes.api": "https://api.acme.ai/read,https://api.acme.ai/write",
	} {
		p := find(t, r, "publish.ssm."+name).Properties
		same(t, p["insecureValue"], any(want))
		same(t, p["type"], any("String"))
		same(t, p["name"], any("/ml/x/"+strings.ReplaceAll(name, ".", "/")))
	}
	for _, resource := range r.Resources {
		if strings.HasPrefix(resource.Name, "publish.ssm.") {
			if strings.Contains(resource.Name, "client_secrets") || resource.Properties["insecureValue"] == render.SecretMark {
				t.Errorf("%s is a secret in a plain parameter", resource.Name)
			}
			if resource.Properties["insecureValue"] == "" {
				t.Errorf("%s is empty, and AWS refuses that", resource.Name)
			}
		}
	}
}

func TestPublishedSecrets(t *testing.T) {
	r := program(t, published)
	secret := find(t, r, "publish.secretsManager.job").Properties
	same(t, secret["name"], any("ml/x/job"))
	same(t, secret["kmsKeyId"], any("arn:aws:kms:us-east-1:123456789012:key/1"))
	same(t, secret["recoveryWindowInDays"], any(30.0))
	same(t, find(t, r, "publish.secretsManager.job.version").Properties["secretString"], any(render.SecretMark))
	for _, resource := range r.Resources {
		if resource.Name == "publish.secretsManager.app" {
			t.Error("a client without a secret has one published")
		}
	}
}

func TestThrowAwaySecretsDoNotLinger(t *testing.T) {
	r := program(t, published+"lifecycle: {ephemeral: true}\n")
	same(t, find(t, r, "publish.secretsManager.job").Properties["recoveryWindowInDays"], any(0.0))
}
