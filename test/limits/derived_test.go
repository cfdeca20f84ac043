package limits

import (
	"testing"

	"github.com/mlauth/mlauth-compile/internal/render"
)

// derived are the properties that the compiler makes up, and the rows that they
// have to keep to.
var derived = map[string]map[string]string{
	"aws:iam/role:Role":                         {"name": role + " RoleName", "description": role + " Description", "path": role + " Path"},
	"aws:iam/rolePolicy:RolePolicy":             {"name": inline + " PolicyName", "policy": inline + " PolicyDocument"},
	"aws:ssm/parameter:Parameter":               {"name": parameter + " Name", "description": parameter + " Description"},
	"aws:secretsmanager/secret:Secret":          {"name": secret + " Name", "description": secret + " Description"},
	"aws:cognito/userPoolClient:UserPoolClient": {"name": client + " ClientName"},
	"aws:cognito/resourceServer:ResourceServer": {"name": server + " Name", "identifier": server + " Identifier"},
	"aws:cognito/userPool:UserPool":             {"name": pool + " PoolName"},
	"aws:cognito/identityPool:IdentityPool":     {"identityPoolName": identity + " IdentityPoolName"},
}

// What the compiler makes out of the longest names that a spec may have still
// is what AWS takes: names of roles, parameters and secrets, tags, documents.
func TestWhatIsMadeOfLongNamesFits(t *testing.T) {
	name, key := filled("a")(63), filled("k")(63)
	tree := base(t, "access")
	for _, p := range []struct {
		at    string
		value any
	}{
		{"metadata/name", name},
		{"metadata/environment", filled("")(256)},
		{"clients/" + key, map[string]any{"type": "web", "callbackUrls": list("https://a.ai/")}},
		{"resourceServers/" + key, map[string]any{"scopes": map[string]any{"read": "Read"}}},
		{"identityPool/roles/" + key, map[string]any{"managedPolicies": list("arn:aws:iam::aws:policy/a")}},
		{"workloads/" + key, map[string]any{"trust": map[string]any{"service": "sagemaker"}, "grants": list(map[string]any{"s3.read": list("acme")})}},
		{"workloads/trainer", map[string]any{"trust": map[string]any{"service": "sagemaker"}, "grants": list(map[string]any{"s3.read": list("acme")})}},
		{"publish/ssm/path", "/1/2/3/4/5/6/7/8/9/" + filled("")(900-19)},
		{"publish/secretsManager/path", filled("")(400)},
	} {
		tree, _ = place(tree, p.at, p.value)
	}
	delete(tree.(map[string]any)["userPool"].(map[string]any), "name")
	delete(tree.(map[string]any)["identityPool"].(map[string]any), "name")
	s, findings := validated(t, tree)
	if len(findings) > 0 {
		t.Fatal(said(findings))
	}
	recording, err := render.Record(s)
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	for _, r := range recording.Resources {
		met[r.Type] = true
		checkDerived(t, r)
	}
	for kind := range derived {
		if !met[kind] {
			t.Errorf("there is no %s", kind)
		}
	}
}

func checkDerived(t *testing.T, r render.Resource) {
	t.Helper()
	for property, name := range derived[r.Type] {
		text, ok := r.Properties[property].(string)
		if !ok {
			t.Errorf("%s: %s is no text", r.Type, property)
		} else if l := limitsOf(t, reach{rows: []string{name}}); !l.takes(text) {
			t.Errorf("%s: %s: AWS does not take %s of %d characters", r.Type, property, short(text), len(text))
		}
	}
	tags, _ := r.Properties["tags"].(map[string]any)
	keys := limitsOf(t, reach{rows: every(role, "Tags[].Key")})
	values := limitsOf(t, reach{rows: every(role, "Tags[].Value")})
	for key, value := range tags {
		if text, ok := value.(string); !ok || !keys.takes(key) || !values.takes(text) {
			t.Errorf("%s: AWS takes no tag %s: %v", r.Type, key, value)
		}
	}
}
