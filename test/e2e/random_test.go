package e2e

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentity"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"gopkg.in/yaml.v3"
)

var (
	randomFor  = flag.Duration("random.for", 0, "how long TestNothingIsLostByAccident runs; 0 for three minutes where the engine is required, else half a minute")
	randomSeed = flag.Uint64("random.seed", 0, "the seed of TestNothingIsLostByAccident; 0 for another one each time")
)

// precious is a spec with everything that may not be lost.
const precious = `apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: precious, team: tests}
aws: {region: us-east-1, accountId: "123456789012"}
userPool:
  signIn: {username: [email]}
  attributes: {custom: {team: {type: string, maxLength: 64}}}
  domain: {prefix: acme-precious}
identityProviders:
  corp-sso: {issuer: "https://acme.okta.com", clientId: acme, clientSecret: {env: OIDC_CLIENT_SECRET}, attributeMapping: {email: email}}
resourceServers:
  inference: {identifier: "https://inference.acme.ai", scopes: {predict: Call, admin: Deploy}}
clients:
  scorer: {type: machine, scopes: [inference/predict]}
  console: {type: web, callbackUrls: ["https://console.acme.ai/cb"], scopes: [openid, inference/admin]}
groups:
  analysts: {description: May call models, precedence: 10}
identityPool:
  clients: {console: {}}
  roles: {authenticated: {grants: [{sagemaker.invokeEndpoint: [fraud]}]}}
`

// Whatever is done to a spec whose stack is deployed, by whatever command, flag
// and variable: without an acknowledgement that holds, no pool, no client and
// no user is lost.
func TestNothingIsLostByAccident(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	p.write("specs/precious.yaml", precious)
	p.must(0, "deploy", "specs/precious.yaml")
	kept := treasureOf(t, p)

	seed := *randomSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("replay it with -args -random.seed=%d -random.for=%s", seed, duration())
	a := &accident{p: p, r: rand.New(rand.NewPCG(seed, 1)), tree: parsed(t, precious), codes: map[int]int{}}

	// What surely is refused comes first: the test would see nothing happen if
	// nothing were done.
	a.did("take a client out", func() { delete(a.at("clients"), "scorer") })
	a.refused(t, "deploy", "--yes", "specs/precious.yaml")
	a.refused(t, "destroy", "--yes", "specs/precious.yaml")
	kept.mustBeThere(t, p, a)
	for end := time.Now().Add(duration()); time.Now().Before(end); {
		a.edit(t)
		a.act(t)
		kept.mustBeThere(t, p, a)
		if t.Failed() {
			t.Fatalf("after:\n  %s\nthe spec:\n%s", strings.Join(a.log, "\n  "), a.text(t))
		}
	}
	t.Logf("%d steps; exit codes %v", len(a.log), a.codes)
}

func duration() time.Duration {
	switch {
	case *randomFor > 0:
		return *randomFor
	case os.Getenv("MLAUTH_REQUIRE_ENGINE") == "1":
		return 3 * time.Minute
	}
	return 30 * time.Second
}

// accident is a sequence of edits and commands.
type accident struct {
	p     *project
	r     *rand.Rand
	tree  map[string]any
	log   []string
	codes map[int]int
}

func parsed(t *testing.T, text string) map[string]any {
	t.Helper()
	tree := map[string]any{}
	if err := yaml.Unmarshal([]byte(text), &tree); err != nil {
		t.Fatal(err)
	}
	return tree
}

func (a *accident) text(t *testing.T) string {
	t.Helper()
	text, err := yaml.Marshal(a.tree)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (a *accident) did(what string, edit func()) {
	edit()
	a.log = append(a.log, what)
}

// at is a map of the spec; one that is not there is made, for an edit to fill.
func (a *accident) at(path ...string) map[string]any {
	at := a.tree
	for _, key := range path {
		next, ok := at[key].(map[string]any)
		if !ok {
			next = map[string]any{}
			at[key] = next
		}
		at = next
	}
	return at
}

// edit changes the spec once or twice: in a way that AWS answers by a
// replacement or a deletion, anywhere, or back to where it began.
func (a *accident) edit(t *testing.T) {
	t.Helper()
	for range 1 + a.r.IntN(2) {
		switch n := a.r.IntN(10); {
		case n < 2:
			a.did("undo everything", func() { a.tree = parsed(t, precious) })
		case n < 4:
			a.anywhere()
		default:
			edits := dangerous(a)
			names := slices.Sorted(maps.Keys(edits))
			name := names[a.r.IntN(len(names))]
			a.did(name, edits[name])
		}
	}
}

// dangerous are edits that lose something where they come through, and
// acknowledgements that do not hold.
func dangerous(a *accident) map[string]func() {
	acknowledge := func(entries ...map[string]any) func() {
		return func() { a.at("lifecycle")["acknowledge"] = entries }
	}
	entry := func(change, resource, id, until string) map[string]any {
		e := map[string]any{"change": change, "resource": resource, "until": until, "reason": "by accident"}
		if id != "" {
			e["id"] = id
		}
		return e
	}
	const late, past = "2999-12-31", "2020-01-01"
	return map[string]func(){
		"sign in by phone":        func() { a.at("userPool", "signIn")["username"] = []any{"phone_number"} },
		"sign in by aliases":      func() { a.at("userPool")["signIn"] = map[string]any{"aliases": []any{"email"}} },
		"care for case":           func() { a.at("userPool", "signIn")["caseSensitive"] = true },
		"rename the pool":         func() { a.at("userPool")["name"] = "another" },
		"no pool":                 func() { delete(a.tree, "userPool") },
		"no deletion protection":  func() { a.at("userPool")["deletionProtection"] = false },
		"another domain":          func() { a.at("userPool", "domain")["prefix"] = "acme-precious-2" },
		"an attribute less":       func() { delete(a.at("userPool"), "attributes") },
		"no clients":              func() { delete(a.tree, "clients") },
		"one client less":         func() { delete(a.at("clients"), "scorer") },
		"another kind of client":  func() { a.at("clients", "console")["type"] = "spa" },
		"no secret":               func() { a.at("clients", "console")["secret"] = false },
		"a client renamed":        func() { a.at("clients")["console-2"] = a.at("clients")["console"]; delete(a.at("clients"), "console") },
		"no identity pool":        func() { delete(a.tree, "identityPool") },
		"rename the identities":   func() { a.at("identityPool")["name"] = "another" },
		"another issuer":          func() { a.at("identityProviders", "corp-sso")["issuer"] = "https://evil.okta.com" },
		"a provider less":         func() { delete(a.tree, "identityProviders") },
		"another identifier":      func() { a.at("resourceServers", "inference")["identifier"] = "https://other.acme.ai" },
		"a scope less":            func() { delete(a.at("resourceServers", "inference", "scopes"), "admin") },
		"throw it away":           func() { a.at("lifecycle")["ephemeral"] = true },
		"keep it":                 func() { a.at("lifecycle")["ephemeral"] = false },
		"another stack":           func() { a.at("metadata")["name"] = "precious-2" },
		"another region":          func() { a.at("aws")["region"] = "eu-west-1" },
		"longer tokens":           func() { a.at("clients", "scorer")["tokens"] = map[string]any{"access": "12h"} },
		"acknowledge nothing":     func() { delete(a.at("lifecycle"), "acknowledge") },
		"acknowledge too late":    acknowledge(entry("replace", "userPool", "us-east-1_AbCdEfGhI", past), entry("delete", "clients.console", "", past)),
		"acknowledge another":     acknowledge(entry("delete", "clients.other", "", late), entry("replace", "userPool.domain", "", late)),
		"acknowledge another id":  acknowledge(entry("replace", "userPool", "us-east-1_000000000", late), entry("delete", "identityPool", "us-east-1:none", late)),
		"acknowledge what breaks": acknowledge(entry("remove", "*", "", late)),
	}
}

// anywhere deletes or renames a key, or empties a value, wherever there is one.
func (a *accident) anywhere() {
	at, path := a.tree, ""
	for {
		keys := slices.Sorted(maps.Keys(at))
		if len(keys) == 0 {
			return
		}
		key := keys[a.r.IntN(len(keys))]
		path += "." + key
		if below, ok := at[key].(map[string]any); ok && a.r.IntN(3) > 0 {
			at = below
			continue
		}
		switch a.r.IntN(3) {
		case 0:
			a.did("delete "+path, func() { delete(at, key) })
		case 1:
			a.did("rename "+path, func() { at[key+"-2"] = at[key]; delete(at, key) })
		default:
			a.did("empty "+path, func() { at[key] = nil })
		}
		return
	}
}

// act runs a command that changes things, with flags and variables of all kinds.
func (a *accident) act(t *testing.T) {
	t.Helper()
	a.p.write("specs/precious.yaml", a.text(t))
	before := a.p.env
	defer func() { a.p.env = before }()
	if a.r.IntN(2) == 0 {
		variables := []string{"PULUMI_OPTION_IGNORE_PROTECT=true", "PULUMI_OPTION_REFRESH=true", "PULUMI_OPTION_YES=true", "PULUMI_SKIP_CONFIRMATIONS=true", "CI=true", "PULUMI_OPTION_TARGET_REPLACE=urn:pulumi:precious::mlauth::aws:cognito/userPool:UserPool::userPool"}
		variable := variables[a.r.IntN(len(variables))]
		a.p.env = append(slices.Clone(before), variable)
		a.log = append(a.log, "set "+variable)
	}
	switch a.r.IntN(5) {
	case 0:
		a.run("destroy", "--yes", "specs/precious.yaml")
	case 1:
		a.run("preview", "--save-plan", "plans", "specs/precious.yaml")
		a.run("deploy", "--plan", "plans", "--yes", "specs/precious.yaml")
	case 2:
		a.run("deploy", "specs/precious.yaml")
	default:
		a.run("deploy", "--yes", "specs/precious.yaml")
	}
}

func (a *accident) run(args ...string) result {
	r := a.p.run(args...)
	a.codes[r.code]++
	a.log = append(a.log, fmt.Sprintf("%s: exit code %d", strings.Join(args, " "), r.code))
	return r
}

// refused runs a command that the gate has to stop.
func (a *accident) refused(t *testing.T, args ...string) {
	t.Helper()
	a.p.write("specs/precious.yaml", a.text(t))
	if r := a.run(args...); r.code != 4 {
		t.Fatalf("%v: exit code %d, want 4\n%s", args, r.code, r.all())
	}
}

// treasure is what may not be lost.
type treasure struct {
	pool, identityPool string
	clients            []string
	users              []string
}

func treasureOf(t *testing.T, p *project) treasure {
	t.Helper()
	outputs := p.outputs("specs/precious.yaml")
	kept := treasure{
		pool: outputs["user_pool_id"].(string), identityPool: outputs["identity_pool_id"].(string),
		users: []string{"ada@example.com", "grace@example.com"},
	}
	for _, id := range outputs["clients"].(map[string]any) {
		kept.clients = append(kept.clients, id.(string))
	}
	for _, user := range kept.users {
		must(p.account.Clients("us-east-1").Cognito.AdminCreateUser(context.Background(),
			&cognitoidentityprovider.AdminCreateUserInput{UserPoolId: &kept.pool, Username: ptr(user)}))(t)
	}
	return kept
}

// mustBeThere looks for everything in AWS.
func (k treasure) mustBeThere(t *testing.T, p *project, a *accident) {
	t.Helper()
	ctx, c := context.Background(), p.account.Clients("us-east-1")
	lost := func(what string, err error) {
		if err != nil {
			t.Errorf("%s is lost: %v\nafter:\n  %s", what, err, strings.Join(a.log, "\n  "))
		}
	}
	_, err := c.Cognito.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &k.pool})
	lost("the user pool", err)
	for _, id := range k.clients {
		_, err = c.Cognito.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &k.pool, ClientId: &id})
		lost("a client", err)
	}
	for _, user := range k.users {
		_, err = c.Cognito.AdminGetUser(ctx, &cognitoidentityprovider.AdminGetUserInput{UserPoolId: &k.pool, Username: &user})
		lost("the user "+user, err)
	}
	_, err = c.Identity.DescribeIdentityPool(ctx, &cognitoidentity.DescribeIdentityPoolInput{IdentityPoolId: &k.identityPool})
	lost("the identity pool", err)
}
