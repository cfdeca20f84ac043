package spec

import (
	"bytes"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

const theSecret = "hunter2-do-not-print"

// Wherever someone may write a secret by mistake, none of it reaches a
// finding, in text or JSON, or the source that is shown.
func TestSecretsAreNotShown(t *testing.T) {
	provider := "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: a, team: b}\naws: {region: us-east-1}\nuserPool: {}\nidentityProviders:\n  corp:\n    issuer: https://a.b\n    clientId: c\n"
	for name, text := range map[string]string{
		"plain":                provider + "    clientSecret: SECRET\n",
		"quoted":               provider + "    clientSecret: \"SECRET\"\n",
		"block":                provider + "    clientSecret: |\n      SECRET\n      SECRET\n    zzz: 1\n",
		"on its own line":      provider + "    clientSecret:\n      SECRET\n",
		"with an error after":  provider + "    clientSecret: SECRET\n    zzz: 1\n",
		"in a list":            provider + "    clientSecret: [SECRET]\n",
		"under a wrong key":    provider + "    clientSecret: {value: SECRET}\n",
		"as a key":             provider + "    clientSecret: {SECRET: }\n",
		"as a name":            provider + "    clientSecret: {env: SECRET}\n",
		"beside a reference":   provider + "    clientSecret: {env: A, file: b, value: SECRET}\n",
		"misspelt":             provider + "    clientSecert: SECRET\n",
		"in snake case":        provider + "    client_secret: SECRET\n",
		"by another name":      provider + "    password: SECRET\n    apiKey: SECRET\n",
		"in an unknown map":    provider + "    credentials: {user: a, pass: SECRET}\n",
		"deep in an unknown":   provider + "    zzz: {other: {privateKey: SECRET}}\n",
		"twice":                provider + "    clientSecret: SECRET\n    clientSecret: SECRET\n",
		"through an alias":     "x: &s SECRET\n" + provider + "    clientSecret: *s\n",
		"through a merge":      "x: &s {clientSecret: SECRET}\n" + provider + "    <<: *s\n",
		"as a tag":             provider + "    clientSecret: !SECRET x\n",
		"tagged":               provider + "    clientSecret: !x SECRET\n",
		"where a bool belongs": provider + "clients: {a: {type: web, callbackUrls: [https://a.b], secret: SECRET}}\n",
		"flow":                 provider[:strings.Index(provider, "  corp")] + "  corp: {zzz: 1, clientSecret: SECRET, yyy: 2}\n",
		"syntax, same line":    provider + "    clientSecret: SECRET: x\n",
		"syntax, quoted":       provider + "    clientSecret: \"SECRET\\q\"\n",
		"syntax, block":        provider + "    clientSecret: |\n      SECRET\n   x\n",
		"syntax, flow":         provider + "    x: {clientSecret: SECRET, b: [}\n",
		"syntax, alias":        provider + "    clientSecret: *SECRET\n",
		"syntax, open quote":   provider + "    clientSecret: 'SECRET\n",
		"syntax, bool":         provider + "    secret: SECRET: x\n",
		"syntax, PEM":          provider + "    x: y: z\n-----BEGIN PRIVATE KEY-----\nSECRET\n-----END PRIVATE KEY-----\n",
		"not text":             provider + "    clientSecret: SECRET\x00\n",
		"too large":            provider + "    clientSecret: SECRET\n" + strings.Repeat("# \n", MaxBytes/3),
	} {
		data := []byte(strings.ReplaceAll(text, "SECRET", theSecret))
		_, findings := Compile("spec.yaml", data)
		if !findings.HasErrors() {
			t.Errorf("%s: no error", name)
		}
		shown := Redact("spec.yaml", data)
		var out bytes.Buffer
		if err := diag.WriteText(&out, findings, diag.Sources{"spec.yaml": shown}, diag.Look{}); err != nil {
			t.Fatal(err)
		}
		if err := diag.WriteJSON(&out, findings, 1); err != nil {
			t.Fatal(err)
		}
		out.Write(shown)
		for _, part := range []string{"hunter2", "do-not-print"} {
			if bytes.Contains(out.Bytes(), []byte(part)) {
				t.Errorf("%s: the secret is shown:\n%s", name, out.String())
				break
			}
		}
	}
}

// What is no secret is shown, so that people see their mistakes.
func TestRedactLeavesTheRest(t *testing.T) {
	for _, text := range []string{
		string(typicalSpec(1)),
		fullSpec,
		"apiVersion: mlauth/v1\nuserPool: {password: {minLength: x}, triggers: {preTokenGeneration: y}}\nclients: {a: {tokens: {access: 5}}}\n",
		"identityProviders: {a: {clientSecret: {env: OIDC_SECRET}, clientId: 5, zzz: 1}}\n",
		"a: b\n\n\nc: [\n",
		"password:\n  minLength: 3\n  x: y: z\n",
		"# comment\n",
		"",
	} {
		if got := string(Redact("spec.yaml", []byte(text))); got != text {
			t.Errorf("%q\nbecame %q", text, got)
		}
	}
}

func TestRedactKeepsLines(t *testing.T) {
	text := "\uFEFFa: 1\r\nclientSecret: |\r\n  x\r\n\r\n  y\r\nb: {clientSecret: x, c: 1}\r\n"
	want := "a: 1\nclientSecret: ********\n********\n********\n********\nb: {clientSecret: ********\n"
	if got := string(Redact("spec.yaml", []byte(text))); got != want {
		t.Errorf("%q", got)
	}
}

func TestNoReferenceIsALiteralSecret(t *testing.T) {
	root, _ := Parse("spec.yaml", []byte("name: abc\nsecret: hunter2\n"))
	findings := explainAll(root, vocabulary())
	if got := brief(findings); got != "MLA901 2:1-7 secret must say where the secret is found, not be the secret" {
		t.Error(got)
	}
	if findings[0].Remedy != "Write {env: …} or {file: …}; a secret that was committed or shared must be replaced." {
		t.Error(findings[0].Remedy)
	}
}
