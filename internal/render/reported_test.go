package render_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

const fromAWS = `apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: held, team: tests}
aws: {region: us-east-1}
userPool: {domain: {prefix: acme}, signIn: {username: [email]}}
identityProviders:
  Google: {type: google, clientId: {ssm: /ml/id}, clientSecret: {secretsManager: ml/google, key: secret}, attributeMapping: {email: email}}
  corp: {issuer: "https://idp.acme.ai", clientId: a, clientSecret: {env: SECRET}, attributeMapping: {email: email}}
resourceServers: {api: {identifier: "https://api.acme.ai", scopes: {read: Read}}}
clients: {job: {type: machine, scopes: [api/read]}}
publish: {secretsManager: {path: ml/x}}
`

// Secrets are reported by their places, each before the resource that it is
// sent with is asked for, and nothing else is.
func TestSecretsAreReported(t *testing.T) {
	read := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join("..", "..", name)) }
	s, findings := spec.NewLoader(read, nil).Compile("specs/held.yaml", []byte(fromAWS))
	if len(findings) > 0 {
		t.Fatalf("the spec of this test has findings: %+v", findings)
	}
	h := &holder{t: t}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		return render.Program(s, func(spec.SecretRef) string { return "from-outside" })(ctx, h.report)
	}, pulumi.WithMocks("mlauth", "held", h))
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(h.reported)
	same(t, strings.Join(h.reported, "\n"), strings.Join([]string{
		"clients.job.secret made-for-clients.job",
		"identityProviders.Google.clientId held-id",
		"identityProviders.Google.clientSecret held-google-secret",
		"identityProviders.corp.clientSecret from-outside",
	}, "\n"))
	same(t, strings.Join(h.sent, " "), "identityProviders.Google identityProviders.corp publish.secretsManager.job.version")
}

// holder is an AWS that holds secrets, and looks whether what it is sent was
// reported.
type holder struct {
	t        *testing.T
	mu       sync.Mutex
	reported []string
	sent     []string
}

func (h *holder) report(place, secret string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.reported = append(h.reported, place+" "+secret)
}

func (h *holder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	found := args.Args.Copy()
	found["value"] = resource.NewStringProperty("held-id")
	found["secretString"] = resource.NewStringProperty(`{"secret": "held-google-secret", "other": "of no use"}`)
	return found, nil
}

func (h *holder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var secrets []string
	switch args.Name {
	case "identityProviders.Google":
		secrets = []string{"identityProviders.Google.clientId held-id", "identityProviders.Google.clientSecret held-google-secret"}
	case "publish.secretsManager.job.version":
		secrets = []string{"clients.job.secret made-for-clients.job"}
	case "identityProviders.corp":
		secrets = []string{"identityProviders.corp.clientSecret from-outside"}
	}
	for i, secret := range secrets {
		if i == 0 {
			h.sent = append(h.sent, args.Name)
		}
		if !slices.Contains(h.reported, secret) {
			h.t.Errorf("%s is sent %s, which was not reported", args.Name, secret)
		}
	}
	slices.Sort(h.sent)
	state := args.Inputs.Copy()
	state["clientSecret"] = resource.NewStringProperty("made-for-" + args.Name)
	return args.Name, state, nil
}
