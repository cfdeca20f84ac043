package policy

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// The bound is never below the length, and near enough to it to be of use.
func TestBound(t *testing.T) {
	documents := []Document{nil, {{Effect: "Allow", Actions: []string{"a:\"\\\x01\u2028é\xff"}, Resources: []string{"*"}}}}
	files, err := filepath.Glob("../../specs/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := spec.Compile(file, text)
		if s == nil {
			continue // it extends others
		}
		for _, w := range s.Workloads {
			documents = append(documents, Permissions(w.Permissions(), PlaceOf(s)), Trust(w.Trust, PlaceOf(s)))
		}
	}
	if len(documents) < 10 {
		t.Fatal("the specs have no workloads")
	}
	for _, d := range documents {
		length, bound := len(d.JSON()), d.bound()
		if bound < length || len(d) > 1 && bound > 2*length {
			t.Errorf("bound %d, length %d: %s", bound, length, d.JSON())
		}
		if d.Within(length-1) || !d.Within(length) {
			t.Errorf("within is wrong about %s", d.JSON())
		}
	}
}

// The short way to tell whether permissions fit says what the long one does.
func TestPermissionsFit(t *testing.T) {
	at, verdicts := Place{"aws", "us-east-1", "123456789012"}, map[bool]int{}
	for n := 1; n < 1000; n += 37 {
		var resources []string
		for i := range n {
			resources = append(resources, fmt.Sprintf("arn:aws:s3:::%s/%d", strings.Repeat("x", 80), i))
		}
		p := spec.Permissions{Statements: []spec.Statement{{Effect: spec.Allow, Actions: []string{"s3:GetObject"}, Resources: resources}}}
		got := Fits(p, at)
		if got != fits(Permissions(p, at), 0) {
			t.Errorf("%d resources: %v", n, got)
		}
		verdicts[got]++
	}
	if verdicts[true] == 0 || verdicts[false] == 0 {
		t.Error("all the same:", verdicts)
	}
}

func TestTrustFits(t *testing.T) {
	at, verdicts := Place{"aws", "us-east-1", "123456789012"}, map[bool]int{}
	for n := 1; n < 40; n++ {
		var trusts []spec.Trust
		for i := range n {
			trusts = append(trusts, spec.Trust{GitHub: &spec.GitHubTrust{Repository: fmt.Sprintf("acme/repository-%d", i), Branch: "main", Audience: "sts.amazonaws.com"}})
		}
		got := TrustFits(trusts, at)
		if got != (len(Trust(trusts, at).JSON()) <= MaxTrust) {
			t.Errorf("%d trusts: %v", n, got)
		}
		verdicts[got]++
	}
	if verdicts[true] == 0 || verdicts[false] == 0 {
		t.Error("all the same:", verdicts)
	}
}

// Trusts have one identity exactly when they compile to the same document.
func TestTrustIdentity(t *testing.T) {
	at := Place{"aws", "us-east-1", "123456789012"}
	trusts := []spec.Trust{
		{Service: "sagemaker"}, {Service: "lambda"},
		{GitHub: &spec.GitHubTrust{Repository: "a/b", Branch: "main", Audience: "x"}},
		{GitHub: &spec.GitHubTrust{Repository: "a/b", Branch: "main", Audience: "y"}},
		{GitHub: &spec.GitHubTrust{Repository: "a/b", Branch: "m*", Audience: "x"}},
		{GitHub: &spec.GitHubTrust{Repository: "a/b", Tag: "main", Audience: "x"}},
		{OIDC: &spec.OIDCTrust{Issuer: spec.GitHubIssuer, Audiences: []string{"x"}, Subjects: []string{"repo:a/b:ref:refs/heads/main"}}},
		{OIDC: &spec.OIDCTrust{Issuer: "https://a.b", Audiences: []string{"x", "y"}, Subjects: []string{"s", "t"}}},
		{OIDC: &spec.OIDCTrust{Issuer: "https://a.b", Audiences: []string{"y", "x"}, Subjects: []string{"t", "s", "t"}}},
	}
	same := 0
	for i, a := range trusts {
		for _, b := range trusts[:i] {
			equal := TrustIdentity(a) == TrustIdentity(b)
			if equal != (Trust([]spec.Trust{a}, at).JSON() == Trust([]spec.Trust{b}, at).JSON()) {
				t.Errorf("%+v and %+v: %v", a, b, equal)
			}
			if equal {
				same++
			}
		}
	}
	if same != 2 {
		t.Errorf("%d pairs are the same, not 2", same)
	}
}
