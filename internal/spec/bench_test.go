package spec

import (
	"bytes"
	"fmt"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/schema"
)

// typicalSpec is what a team commits: some eighty lines of every kind.
func typicalSpec(number int) []byte {
	return fmt.Appendf(nil, typical, number)
}

const typical = `# A spec as teams write it.
apiVersion: mlauth/v1
kind: AuthStack

metadata:
  name: fraud-scoring-%d
  team: risk-ml
  environment: prod
  description: Who may call the fraud models, and what the trainers may touch.
  tags: {cost-center: "4711"}

aws:
  region: us-east-1
  accountId: "123456789012"

userPool:
  tier: essentials
  signIn:
    username: [email]
    caseSensitive: false
  attributes:
    standard: {email: {required: true, mutable: true}}
    custom:
      team: {type: string, maxLength: 64, mutable: true}
      score: {type: number, min: 0, max: 9}
  verify: [email]
  password: {minLength: 14, lowercase: true, uppercase: true, numbers: true, symbols: true, temporaryDays: 7}
  mfa: {mode: optional, methods: [totp]}
  recovery: [verified_email]
  domain: {prefix: acme-fraud}

identityProviders:
  corp-sso:
    type: oidc
    issuer: https://acme.okta.com
    clientId: 0oa1b2c3
    clientSecret: {env: CORP_SSO_SECRET}
    scopes: [openid, email, profile]
    attributeMapping: {email: email, username: sub, "custom:team": department}

resourceServers:
  inference:
    identifier: https://inference.acme.ai
    name: Inference API
    scopes:
      predict: Call a deployed model
      admin: Deploy and roll back models

clients:
  batch-scorer: # the nightly job
    type: machine
    scopes: [inference/predict]
    tokens: {access: 15m}
  console:
    type: web
    identityProviders: [corp-sso]
    scopes: [openid, email, inference/predict]
    callbackUrls: [https://console.acme.ai/oauth2/callback]
    logoutUrls: [https://console.acme.ai/]
    tokens: {access: 30m, id: 30m, refresh: 12h}
  notebook: {type: spa, callbackUrls: ["http://localhost:8888/callback"]}

lifecycle:
  ephemeral: false
`

func TestTypicalSpecIsValid(t *testing.T) {
	if _, findings := Compile("typical.yaml", typicalSpec(1)); len(findings) > 0 {
		t.Fatal(findings)
	}
}

// The yardstick: what the YAML parser alone needs.
func BenchmarkYAMLAlone(b *testing.B) {
	data := typicalSpec(1)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		var n yaml.Node
		if err := yaml.NewDecoder(bytes.NewReader(data)).Decode(&n); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data := typicalSpec(1)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if root, _ := Parse("typical.yaml", data); root == nil {
			b.Fatal("no tree")
		}
	}
}

func BenchmarkParseAndSchema(b *testing.B) {
	data := typicalSpec(1)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		root, _ := Parse("typical.yaml", data)
		if findings := validateSchema(root); len(findings) > 0 {
			b.Fatal(findings)
		}
	}
}

// The other way to a verdict, for comparison: jsonschema/v5 on plain values.
func BenchmarkJSONSchemaAlone(b *testing.B) {
	root, _ := Parse("typical.yaml", typicalSpec(1))
	for b.Loop() {
		if err := specSchema().Validate(plainValue(root)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompile(b *testing.B) {
	data := typicalSpec(1)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if s, _ := Compile("typical.yaml", data); s == nil {
			b.Fatal("no spec")
		}
	}
}

func BenchmarkThousandSpecs(b *testing.B) {
	var specs [1000][]byte
	for i := range specs {
		specs[i] = typicalSpec(i)
	}
	for b.Loop() {
		for i, data := range specs {
			if _, findings := Compile(fmt.Sprint(i), data); len(findings) > 0 {
				b.Fatal(findings)
			}
		}
	}
}

func BenchmarkSchemaCompilation(b *testing.B) {
	for b.Loop() {
		if _, err := readSchema(schema.JSON); err != nil {
			b.Fatal(err)
		}
	}
}
