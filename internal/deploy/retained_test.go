package deploy

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// A secret is not made where one was deleted a moment ago, and a plan says so;
// of what stays, is free, or may not be looked at, it says nothing.
func TestASecretWhoseNameIsKept(t *testing.T) {
	quietEnvironment(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "example")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch text := string(body); {
		case strings.Contains(text, "/deleted"):
			fmt.Fprint(w, `{"Name": "mlauth/deleted", "DeletedDate": 1795795200}`)
		case strings.Contains(text, "/there"):
			fmt.Fprint(w, `{"Name": "mlauth/there"}`)
		case strings.Contains(text, "/closed"):
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"__type": "AccessDeniedException", "message": "not for you"}`)
		default:
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, `{"__type": "ResourceNotFoundException", "message": "none"}`)
		}
	}))
	t.Cleanup(server.Close)
	o := &operation{stack: Stack{Name: "demo", AWS: AWS{Region: "eu-west-1", EndpointURL: server.URL}}, scrub: newScrubber()}
	step := func(op change.Op, key string) change.Step {
		return change.Step{Resource: "publish.secretsManager." + key, Type: secretType, Op: op, New: map[string]any{"name": "mlauth/" + key}}
	}
	other := step(change.OpCreate, "deleted")
	other.Type = providerType
	got := o.retained(t.Context(), []change.Step{
		step(change.OpCreate, "free"), step(change.OpCreate, "there"), step(change.OpCreate, "closed"), step(change.OpCreate, "deleted"),
		step(change.OpReplace, "deleted-too"), step(change.OpUpdate, "deleted-before"), step(change.OpDelete, "deleted-now"), other,
	})
	var names []string
	for _, e := range got {
		names = append(names, string(e.Class)+" "+e.Resource)
		if !strings.Contains(e.Remedy, "delete-secret --secret-id mlauth/deleted") {
			t.Errorf("the remedy of %s: %s", e.Resource, e.Remedy)
		}
	}
	want := []string{"impossible publish.secretsManager.deleted", "impossible publish.secretsManager.deleted-too"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
