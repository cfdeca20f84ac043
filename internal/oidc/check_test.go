package oidc

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// issuer is an OpenID Connect provider on loopback that has several issuers, by
// the first part of the path. It counts what it is asked for.
type issuer struct {
	*httptest.Server
	lock  sync.Mutex
	asked map[string]int
}

const (
	rsaKey = `{"kty": "RSA", "use": "sig", "kid": "1", "alg": "RS256", "n": "AQAB", "e": "AQAB"}`
	ecKey  = `{"kty": "EC", "crv": "P-256", "kid": "2", "x": "AQ", "y": "AQ"}`
)

// changes are what an issuer's document has otherwise than a good one.
var changes = map[string]map[string]any{
	"good": nil, "elliptic": nil, "no-keys": nil, "encrypting": nil, "kidless": nil, "odd-keys": nil, "lost-keys": nil, "key-numbers": nil,
	"wrong":         {"issuer": "https://other.example.com"},
	"slash":         {"issuer": "SELF/"},
	"nameless":      {"issuer": nil},
	"no-userinfo":   {"userinfo_endpoint": nil},
	"plain":         {"token_endpoint": "http://127.0.0.1/token"},
	"keyless":       {"jwks_uri": nil},
	"file-keys":     {"jwks_uri": "file:///etc/passwd"},
	"implicit":      {"response_types_supported": []string{"id_token"}},
	"edwards":       {"id_token_signing_alg_values_supported": []string{"EdDSA", "none"}},
	"symmetric":     {"id_token_signing_alg_values_supported": []string{"HS256"}},
	"silent":        {"scopes_supported": nil, "claims_supported": nil},
	"few-scopes":    {"scopes_supported": []string{"openid"}},
	"few-claims":    {"claims_supported": []string{"sub"}},
	"typed":         {"scopes_supported": "openid email"},
	"not-json":      {},
	"not-an-object": {},
	"huge":          {}, "slow": {}, "dripping": {}, "cut": {}, "no-gzip": {}, "nameless-code": {}, "circle": {}, "leaves-https": {}, "moved": {}, "gone": {},
}

func start(t *testing.T) *issuer {
	i := &issuer{asked: map[string]int{}}
	i.Server = httptest.NewTLSServer(http.HandlerFunc(i.serve))
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) serve(w http.ResponseWriter, r *http.Request) {
	i.lock.Lock()
	i.asked[r.URL.Path]++
	i.lock.Unlock()
	name, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if rest == "keys" {
		i.keys(w, name)
		return
	}
	switch name {
	case "not-json":
		fmt.Fprint(w, "<html>Please sign in</html>")
	case "not-an-object":
		fmt.Fprint(w, "[]")
	case "huge":
		fmt.Fprintf(w, `{"issuer": "%s"}`, strings.Repeat("x", 2*maxBody))
	case "slow":
		<-r.Context().Done()
	case "dripping":
		for r.Context().Err() == nil {
			fmt.Fprint(w, " ")
			w.(http.Flusher).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	case "cut":
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, `{"issuer"`)
	case "no-gzip":
		w.Header().Set("Content-Encoding", "gzip")
		fmt.Fprint(w, "nothing of the kind")
	case "nameless-code":
		w.WriteHeader(799)
	case "circle":
		http.Redirect(w, r, r.URL.Path, http.StatusFound)
	case "leaves-https":
		http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
	case "moved":
		if rest == "here" {
			i.document(w, name)
		} else {
			http.Redirect(w, r, "/moved/here", http.StatusMovedPermanently)
		}
	default:
		if _, known := changes[name]; !known || name == "gone" {
			http.NotFound(w, r)
			return
		}
		i.document(w, name)
	}
}

func (i *issuer) document(w http.ResponseWriter, name string) {
	self := i.URL + "/" + name
	d := map[string]any{
		"issuer": self, "authorization_endpoint": self + "/authorize", "token_endpoint": self + "/token",
		"userinfo_endpoint": self + "/userinfo", "jwks_uri": self + "/keys",
		"scopes_supported": []string{"openid", "email"}, "claims_supported": []string{"sub", "email"},
		"response_types_supported": []string{"code"}, "id_token_signing_alg_values_supported": []string{"RS256"},
	}
	for field, value := range changes[name] {
		if text, ok := value.(string); ok {
			value = strings.ReplaceAll(text, "SELF", self)
		}
		if d[field] = value; value == nil {
			delete(d, field)
		}
	}
	_ = json.NewEncoder(w).Encode(d) // to a test's own client
}

func (i *issuer) keys(w http.ResponseWriter, name string) {
	switch name {
	case "elliptic":
		fmt.Fprintf(w, `{"keys": [%s]}`, ecKey)
	case "no-keys":
		fmt.Fprint(w, `{"keys": []}`)
	case "encrypting":
		fmt.Fprint(w, `{"keys": [`+strings.Replace(rsaKey, `"sig"`, `"enc"`, 1)+`]}`)
	case "kidless":
		fmt.Fprint(w, `{"keys": [`+strings.Replace(rsaKey, `"kid": "1"`, `"x": "1"`, 1)+`]}`)
	case "odd-keys":
		fmt.Fprint(w, `{"keys": [{"kty": "OKP", "kid": "1"}, `+strings.Replace(rsaKey, "RS256", "PS256", 1)+`]}`)
	case "key-numbers":
		fmt.Fprint(w, `{"keys": [`+strings.Replace(rsaKey, `"kid": "1"`, `"kid": 1`, 1)+`]}`)
	case "lost-keys":
		w.WriteHeader(http.StatusInternalServerError)
	default:
		fmt.Fprintf(w, `{"keys": [{"kty": "oct", "kid": "0"}, %s]}`, rsaKey)
	}
}

func (i *issuer) options() Options {
	roots := x509.NewCertPool()
	roots.AddCert(i.Certificate())
	return Options{AllowPrivate: true, Roots: roots, Timeout: 2 * time.Second}
}

const header = "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: example, team: docs}\naws: {region: us-east-1, accountId: \"123456789012\"}\n"

func compile(t *testing.T, name, text string) *spec.Spec {
	t.Helper()
	s, findings := spec.Compile(name, []byte(header+text))
	if s == nil || len(findings) > 0 {
		t.Fatalf("%v\n%s", findings, text)
	}
	return s
}

// found is one line per finding.
func found(t *testing.T, o Options, specs ...*spec.Spec) string {
	t.Helper()
	findings := Check(context.Background(), specs, o)
	findings.Sort()
	text := ""
	for _, d := range findings {
		if d.Range.Start.Line == 0 || d.Message == "" || d.Remedy == "" {
			t.Errorf("a finding without place or words: %+v", d)
		}
		if rule, known := check.Find(d.Rule); !known || rule.Severity != d.Severity {
			t.Errorf("%s is not in the list of rules as it is reported", d.Rule)
		}
		text += fmt.Sprintf("%s %d %s\n", d.Rule, d.Range.Start.Line, d.Message)
	}
	return text
}

// Each issuer, as the provider of a pool and as one that a role trusts.
func TestIssuers(t *testing.T) {
	server := start(t)
	for name, want := range map[string][2]string{
		"good":          {},
		"elliptic":      {},
		"silent":        {},
		"symmetric":     {},
		"moved":         {},
		"wrong":         {"MLA252 7 the issuer calls itself https://other.example.com", "MLA652 9 the issuer calls itself https://other.example.com"},
		"slash":         {"MLA252 7 the issuer calls itself SELF/", "MLA652 9 the issuer calls itself SELF/"},
		"nameless":      {"MLA252 7 the issuer's discovery document does not say whose it is", "MLA652 9 the issuer's discovery document does not say whose it is"},
		"no-userinfo":   {"MLA253 7 the issuer's discovery document has no userinfo_endpoint, which Cognito needs", ""},
		"plain":         {"MLA253 7 the issuer's token_endpoint is no https address: http://127.0.0.1/token", ""},
		"keyless":       {"MLA253 7 the issuer's discovery document has no jwks_uri, which Cognito needs", "MLA653 9 the issuer's discovery document has no jwks_uri that is an https address"},
		"file-keys":     {"MLA253 7 the issuer's jwks_uri is no https address: file:///etc/passwd", "MLA653 9 the issuer's discovery document has no jwks_uri that is an https address"},
		"no-keys":       {"MLA254 7 the issuer publishes no key that AWS can check its tokens with", "MLA653 9 the issuer publishes no key that AWS can check its tokens with"},
		"encrypting":    {"MLA254 7 the issuer publishes no key that AWS can check its tokens with", "MLA653 9 the issuer publishes no key that AWS can check its tokens with"},
		"kidless":       {"MLA254 7 the issuer publishes no key that AWS can check its tokens with", "MLA653 9 the issuer publishes no key that AWS can check its tokens with"},
		"odd-keys":      {"MLA254 7 the issuer publishes no key that AWS can check its tokens with", "MLA653 9 the issuer publishes no key that AWS can check its tokens with"},
		"lost-keys":     {"MLA254 7 the issuer's keys are not to be had: the answer is 500 Internal Server Error", "MLA653 9 the issuer's keys are not to be had: the answer is 500 Internal Server Error"},
		"key-numbers":   {"MLA254 7 the issuer's keys are not to be had: keys.kid in the answer is of another kind than OpenID Connect says", "MLA653 9 the issuer's keys are not to be had: keys.kid in the answer is of another kind than OpenID Connect says"},
		"implicit":      {"MLA258 7 the issuer does not list the response type code, by which Cognito signs in", ""},
		"edwards":       {"MLA259 7 the issuer signs with EdDSA, none, none of which Cognito checks", ""},
		"few-scopes":    {"MLA256 7 the issuer does not list the scope email", ""},
		"few-claims":    {"MLA257 7 the issuer does not list the claim email", ""},
		"not-json":      missing("the answer is not a JSON object"),
		"typed":         missing("scopes_supported in the answer is of another kind than OpenID Connect says"),
		"cut":           missing("its answer breaks off"),
		"no-gzip":       missing("its answer is not understood"),
		"nameless-code": missing("the answer is 799"),
		"not-an-object": missing("the answer is not a JSON object"),
		"huge":          missing("the answer is larger than 1024 KiB"),
		"slow":          missing("it does not answer in time"),
		"dripping":      missing("it does not answer in time"),
		"circle":        missing("it redirects too often"),
		"leaves-https":  missing("it redirects to an address that is not https"),
		"gone":          missing("the answer is 404 Not Found"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			self := server.URL + "/" + name
			provider := compile(t, "p.yaml", "userPool: {}\nidentityProviders:\n  corp: {issuer: \""+self+"\", clientId: x, scopes: [openid, email], attributeMapping: {email: email}}\n")
			trust := compile(t, "t.yaml", "workloads:\n  job:\n    trust:\n      oidc:\n        issuer: "+self+"\n        audiences: [a]\n        subjects: [b]\n    grants: [{s3.read: [c]}]\n")
			for i, s := range []*spec.Spec{provider, trust} {
				want := strings.ReplaceAll(want[i], "SELF", self)
				if want != "" {
					want += "\n"
				}
				if diff := cmp.Diff(want, found(t, server.options(), s)); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

func missing(why string) [2]string {
	why = " the issuer's discovery document is not to be had: " + why
	return [2]string{"MLA250 7" + why, "MLA650 9" + why}
}

// However many specs name an issuer, it is asked once.
func TestIssuersAreAskedOnce(t *testing.T) {
	server := start(t)
	var specs []*spec.Spec
	for i := range 20 {
		text := fmt.Sprintf("userPool: {}\nidentityProviders:\n  corp: {issuer: %q, clientId: x}\n  other: {issuer: %q, clientId: y}\n", server.URL+"/good", server.URL+"/wrong")
		specs = append(specs, compile(t, fmt.Sprintf("s%d.yaml", i), text+fmt.Sprintf("iamOidcProviders: {corp: {issuer: %q, audiences: [a]}}\n", server.URL+"/good")))
	}
	if got := strings.Count(found(t, server.options(), specs...), "MLA252"); got != 20 {
		t.Errorf("%d of 20 specs have the wrong issuer", got)
	}
	want := map[string]int{"/good/.well-known/openid-configuration": 1, "/good/keys": 1, "/wrong/.well-known/openid-configuration": 1, "/wrong/keys": 1}
	if diff := cmp.Diff(want, server.asked); diff != "" {
		t.Error(diff)
	}
}

// A provider whose endpoints are written out needs no document; where there is
// one, it says the same.
func TestEndpointsOfTheSpec(t *testing.T) {
	server := start(t)
	for name, want := range map[string]string{
		"good": "MLA255 10 the issuer's discovery document has SELF/token here\n", "gone": "", "slow": "", "wrong": "",
		"no-keys": "MLA255 10 the issuer's discovery document has SELF/token here\nMLA254 12 the issuer publishes no key that AWS can check its tokens with\n",
	} {
		self := server.URL + "/" + name
		s := compile(t, "p.yaml", strings.ReplaceAll(`userPool: {}
identityProviders:
  corp: {issuer: "SELF", clientId: x, endpoints: {
    authorization: "SELF/authorize",

    token: "SELF/tokens",
    userInfo: "SELF/userinfo",
    jwks: "SELF/keys"}}
`, "SELF", self))
		if got := found(t, server.options(), s); got != strings.ReplaceAll(want, "SELF", self) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// Private addresses are not asked unless that is allowed, by whatever name and
// after whatever redirect.
func TestPrivateAddresses(t *testing.T) {
	server := start(t)
	options := server.options()
	options.AllowPrivate = false
	local := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	for _, at := range []string{server.URL + "/good", local + "/good"} {
		s := compile(t, "s.yaml", fmt.Sprintf("userPool: {}\nidentityProviders: {corp: {issuer: %q, clientId: x}}\niamOidcProviders: {corp: {issuer: %q, audiences: [a]}}\n", at, at))
		want := "MLA251 6 the issuer has a private address, where AWS cannot ask it\nMLA651 7 the issuer has a private address, where AWS cannot ask it\n"
		if diff := cmp.Diff(want, found(t, options, s)); diff != "" {
			t.Error(diff)
		}
	}
	if len(server.asked) > 0 {
		t.Errorf("it was asked for %v", server.asked)
	}
}

// Whom the machine does not trust is not believed.
func TestCertificates(t *testing.T) {
	server := start(t)
	s := compile(t, "s.yaml", fmt.Sprintf("userPool: {}\nidentityProviders: {corp: {issuer: %q, clientId: x}}\n", server.URL+"/good"))
	want := "MLA250 6 the issuer's discovery document is not to be had: its certificate is by nobody whom this machine trusts\n"
	if diff := cmp.Diff(want, found(t, Options{AllowPrivate: true, Timeout: time.Second}, s)); diff != "" {
		t.Error(diff)
	}
	options := server.options()
	other := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	s = compile(t, "s.yaml", fmt.Sprintf("userPool: {}\nidentityProviders: {corp: {issuer: %q, clientId: x}}\n", other+"/good"))
	want = "MLA250 6 the issuer's discovery document is not to be had: its certificate is for another name\n"
	if diff := cmp.Diff(want, found(t, options, s)); diff != "" {
		t.Error(diff)
	}
}

// The cases above break every rule.
func TestEveryRuleIsBrokenBySomeCase(t *testing.T) {
	cases, err := os.ReadFile("check_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range check.OnlineRules() {
		if !regexp.MustCompile(`["n]` + rule.ID + ` \d`).Match(cases) {
			t.Errorf("no case breaks %s: %s", rule.ID, rule.Title)
		}
	}
}
