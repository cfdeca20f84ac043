package check_test

import (
	"os"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// The key of a resource server is known in its own spec only. Who names it in
// another, in the same pool, is told the scope's full name.
func TestAScopeByTheOwnersKey(t *testing.T) {
	var specs []*spec.Spec
	for _, name := range []string{"testdata/err/borrow.a.yaml", "testdata/err/borrow.b.yaml"} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s, findings := spec.Compile(name, text)
		if findings.HasErrors() {
			t.Fatal(findings)
		}
		specs = append(specs, s)
	}
	remedies := map[string]string{}
	for _, d := range check.Specs(specs) {
		if d.Rule == "MLA402" {
			_, scope, _ := strings.Cut(d.Message, `"`)
			remedies[strings.SplitN(scope, `"`, 2)[0]] = d.Remedy
		}
	}
	if got := remedies["api/read"]; !strings.HasPrefix(got, "Say https://api.ai/read: ") {
		t.Errorf("of api/read it says %q", got)
	}
	for _, scope := range []string{"own/none", "https://api.ai/write"} {
		if got := remedies[scope]; got == "" || strings.HasPrefix(got, "Say ") {
			t.Errorf("of %s it says %q", scope, got)
		}
	}
}
