package spec

import (
	"bytes"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// drawn stands for what an issuer draws at random. Tokens are put together
// here, so that no scanner takes this file for one that leaks.
const drawn = "q7Rt2Kp9Zx4Wv8Nm3Jd6Yb1Lc5Hg0Fs"

// leakedForms are texts of each kind that is known, and what they are called.
var leakedForms = map[string]string{
	"AKIA" + "Q7RT2KPZXWVNMJD6":                            "an AWS access key id",
	"ASIA" + "Q7RT2KPZXWVNMJD6":                            "an AWS access key id",
	"ghp_" + drawn + "abcdef":                              "a GitHub token",
	"github_pat_" + drawn:                                  "a GitHub token",
	"glpat-" + drawn[:20]:                                  "a GitLab token",
	"xoxb-" + "123456789012-" + drawn:                      "a Slack token",
	"https://hooks.slack.com/services/T0/B0/" + drawn[:24]: "the secret address of a Slack webhook",
	"eyJ" + drawn + ".eyJ" + drawn + "." + drawn:           "a JSON Web Token",
	"AIza" + drawn + "abcd":                                "a Google API key",
	"GOCSPX-" + drawn[:28]:                                 "a Google client secret",
	"hf_" + drawn + "abcd":                                 "a Hugging Face token",
	"sk-ant-" + drawn:                                      "an API key",
	"npm_" + drawn + "abcdef":                              "an npm token",
	"pypi-AgE" + drawn + drawn:                             "a PyPI token",
	"dapi" + strings.Repeat("0a1b", 8):                     "a Databricks token",
	"pul-" + strings.Repeat("0a1b", 10):                    "a Pulumi token",
	"dckr_pat_" + drawn[:27]:                               "a Docker token",
	"AGE-SECRET-KEY-1" + strings.Repeat("Q7", 29):          "an age key",
	"abc8Q~" + drawn:                                       "a client secret of Microsoft Entra",
	"postgres://scorer:" + drawn[:8] + "@db.acme.ai/fraud": "a password in a URL",
}

const leakFree = "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: a, team: b, description: WHERE}\naws: {region: us-east-1}\nuserPool: {}\n"

// Wherever a token stands, one finding says so, and none of it is shown.
func TestLeaksAreFoundAndNotShown(t *testing.T) {
	for text, what := range leakedForms {
		for place, file := range map[string]string{
			"value":   strings.Replace(leakFree, "WHERE", "\"the key is "+text+" for now\"", 1),
			"comment": strings.Replace(leakFree, "WHERE", "c", 1) + "# was " + text + "\n",
			"key":     strings.Replace(leakFree, "WHERE", "c, tags: {\""+text+"\": x}", 1),
			"clients": leakFree[:strings.Index(leakFree, ", description")] + "}\naws: {region: us-east-1}\nuserPool: {}\nclients: {\"" + text + "\": {type: spa}}\n",
			"unknown": strings.Replace(leakFree, "WHERE", "c, zzz: \""+text+"\"", 1),
			"syntax":  strings.Replace(leakFree, "WHERE", "c", 1) + "x: \"" + text + "\"\n y: [\n",
		} {
			_, findings := Compile("spec.yaml", []byte(file))
			leaks := 0
			for _, d := range findings {
				if d.Rule == RuleLeak {
					leaks++
					if d.Message != "this looks like "+what || d.Range.Start != d.Range.End {
						t.Errorf("%s, %s: %s at %v", what, place, d.Message, d.Range)
					}
				}
			}
			if leaks != 1 || len(findings) != 1 && place != "syntax" && place != "unknown" { // which are mistakes of their own
				t.Errorf("%s, %s: %s", what, place, brief(findings))
			}
			mustNotShow(t, what+", "+place, file, findings, text)
		}
	}
}

// mustNotShow looks for the parts of a secret in every way that findings and
// source are shown.
func mustNotShow(t *testing.T, name, file string, findings diag.List, secret string) {
	t.Helper()
	for i := range findings {
		findings[i].Message, findings[i].Path = MaskLeaks(findings[i].Message), MaskLeaks(findings[i].Path)
	}
	shown := Redact("spec.yaml", []byte(file))
	var out bytes.Buffer
	if err := diag.WriteText(&out, findings, diag.Sources{"spec.yaml": shown}, diag.Look{}); err != nil {
		t.Fatal(err)
	}
	if err := diag.WriteJSON(&out, findings, 1); err != nil {
		t.Fatal(err)
	}
	out.Write(shown)
	if tail := secret[len(secret)-6:]; bytes.Contains(out.Bytes(), []byte(tail)) && !strings.Contains(secret, "://") {
		t.Errorf("%s: the secret is shown:\n%s", name, out.String())
	}
}

func TestPrivateKeysAreFoundToTheirEnd(t *testing.T) {
	block := "-----BEGIN RSA PRIVATE " + "KEY-----\n      " + drawn + "\n      " + drawn + "\n      -----END RSA PRIVATE " + "KEY-----\n"
	file := "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata:\n  name: a\n  team: b\n  description: |\n      " + block + "aws: {region: us-east-1}\nuserPool: {}\n"
	_, findings := Compile("spec.yaml", []byte(file))
	if got := brief(findings); got != "MLA902 7:7-7 this looks like a private key" {
		t.Error(got)
	}
	shown := string(Redact("spec.yaml", []byte(file)))
	if strings.Contains(shown, drawn[:4]) || !strings.Contains(shown, "aws: {region: us-east-1}") {
		t.Error(shown)
	}
}

func TestSecretsAreFoundByNameAndForm(t *testing.T) {
	for text, found := range map[string]bool{
		"tags: {api-token: 9f8e7d6c5b4a39281706}":                         true,
		"tags: {\"db_password\": \"Tr0ub4dor&3\"}":                        true,
		"# client_secret=" + drawn:                                        true,
		"# export DB_PASSWORD='correct-horse9!'":                          true,
		"aws_secret_access_key: wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzq7Rt2Kp":  true,
		"tags: {token-issuer: 9f8e7d6c5b4a39281706}":                      false, // not the name of a secret
		"tags: {token: risk-ml-2024-prod-scorer-v12}":                     false,
		"tags: {secret: 1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b}":            false, // a UUID names things
		"kmsKey: arn:aws:kms:us-east-1:123456789012:key/1f2e3d4c5b6a4798": false,
		"token: https://acme.okta.com/oauth2/v1/a1b2c3d4e5f6g7/token":     false,
		"clientSecret: {env: CORP_SSO_SECRET}":                            false,
		"password: {minLength: 14}":                                       false,
		"hostedToken: Cognito2024ForEveryone":                             false,
		"passwordPolicy: \"In1Password!\"":                                false,
		"description: the token: see the wiki, page 12":                   false,
		"# AKIAIOSFODNN7EXAMPLE of AWS's documentation":                   false,
	} {
		if got := len(findLeaks([]byte(text))) > 0; got != found {
			t.Errorf("%s: found %v", text, got)
		}
	}
}

// A client's id, under a client's name that sounds like a secret's, is none;
// what stands where a reference belongs is told once, by the rule for that.
func TestLeaksAreLeftToOthers(t *testing.T) {
	for text, want := range map[string]string{
		"lifecycle: {adopt: {clients: {issue-token: 4kq0a1b2c3d4e5f6g7h8}}}\n":                                              "",
		"identityProviders: {corp: {issuer: \"https://a.b\", clientId: c, clientSecret: ghp_" + drawn + "abcdef}}\n":        RuleLiteralSecret,
		"identityProviders: {corp: {issuer: \"https://a.b\", clientId: c, clientSecret: {env: ghp_" + drawn + "abcdef}}}\n": RuleLeak,
	} {
		_, findings := Compile("spec.yaml", []byte(strings.Replace(leakFree, "WHERE", "c", 1)+text))
		var rules []string
		for _, d := range findings {
			rules = append(rules, d.Rule)
		}
		if got := strings.Join(rules, " "); got != want {
			t.Errorf("%s: %s", text, brief(findings))
		}
	}
}

func BenchmarkFindLeaks(b *testing.B) {
	text := typicalSpec(1)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		findLeaks(text)
	}
}

func TestLeaksOfOneFileAreAllTold(t *testing.T) {
	text := "a: ghp_" + drawn + "abcdef # api-token: 9f8e7d6c5b4a39281706\nb: hf_" + drawn + "abcd\napi_token: hf_" + drawn + "abcd\n"
	if got := len(findLeaks([]byte(text))); got != 4 {
		t.Errorf("found %d", got)
	}
}
