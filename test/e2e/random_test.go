package e2e

import (
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
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
` + ofItsOwn

// ofItsOwn is what a stack has whoever owns the pool.
const ofItsOwn = `resourceServers:
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

// borrowing is a spec whose pool is another stack's. What is its own may not be
// lost either.
const borrowing = `apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: precious, team: tests}
aws: {region: us-east-1, accountId: "123456789012"}
userPool: {use: {stack: lender}}
` + ofItsOwn

// lender owns the pool that the other one uses.
const lender = `apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: lender, team: tests}
aws: {region: us-east-1, accountId: "123456789012"}
userPool:
  signIn: {username: [email]}
  domain: {prefix: acme-lender}
`

// Whatever is done to a spec whose stack is deployed, by whatever command, flag
// and variable: without an acknowledgement that holds, no pool, no client and
// no user is lost. By the seed the stack was protected from its first day, or
// was ephemeral and is kept from now on; and its pool is its own or another's.
func TestNothingIsLostByAccident(t *testing.T) {
	t.Parallel()
	seed := *randomSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("replay it with -args -random.seed=%d -random.for=%s", seed, duration())
	a := &accident{p: newProject(t), r: rand.New(rand.NewPCG(seed, 1)), codes: map[int]int{}}
	a.begin(t)

	// What surely is refused comes first: the test would see nothing happen if
	// nothing were done.
	a.undo(t)
	a.did("take a client out", func() { delete(a.at("clients"), "scorer") })
	a.refused(t, "deploy", "--yes", a.file)
	a.refused(t, "destroy", "--yes", a.file)
	a.kept.mustBeThere(t, a.p, a)
	a.changed, a.stopped = 0, 0
	for end := time.Now().Add(duration()); ; {
		switch late := time.Now().After(end); {
		case !late:
			a.edit(t)
			a.act(t)
		case a.changed == 0:
			a.goesThrough(t)
		case a.stopped == 0:
			a.undo(t)
			a.did("one client less", func() { delete(a.at("clients"), "scorer") })
			a.refused(t, "deploy", "--yes", a.file)
		default:
			a.end(t)
			t.Logf("%d steps, %d changed something, %d were stopped; exit codes %v:\n  %s", len(a.log), a.changed, a.stopped, a.codes, strings.Join(a.log, "\n  "))
			return
		}
		a.kept.mustBeThere(t, a.p, a)
		if t.Failed() {
			t.Fatalf("after:\n  %s\nthe spec:\n%s", strings.Join(a.log, "\n  "), a.text(t))
		}
	}
}

// goesThrough is a change that nobody needs to acknowledge: the gate that lets
// nothing through is not the one that is tested.
func (a *accident) goesThrough(t *testing.T) {
	t.Helper()
	a.undo(t)
	a.did("other minutes", func() { a.at("clients", "scorer")["tokens"] = map[string]any{"access": "17m"} })
	a.write(t)
	if r := a.run("deploy", "--yes", a.file); r.code != 0 || a.changed == 0 {
		t.Fatalf("it does not go through: exit code %d, after:\n  %s\n%s", r.code, strings.Join(a.log, "\n  "), r.all())
	}
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

// begin deploys the stack, and puts around whatever else is to lie there.
func (a *accident) begin(t *testing.T) {
	t.Helper()
	a.first, a.file = precious, "specs/precious.yaml"
	later, borrowed := a.r.IntN(2) == 0, a.r.IntN(3) == 0
	if borrowed {
		a.first = borrowing
		a.p.write("specs/lender.yaml", lender)
		a.p.must(0, "deploy", "specs/lender.yaml")
		a.log = append(a.log, "the pool is another stack's")
	}
	a.tree = parsed(t, a.first)
	text := a.first
	if a.r.IntN(2) == 0 {
		text += ephemeral
		a.log = append(a.log, "the stack is ephemeral until here")
	}
	a.p.write(a.file, text)
	a.p.must(0, "deploy", a.file)
	a.p.must(0, "preview", "--save-plan", "first-plans", a.file)
	a.kept = treasureOf(t, a.p)
	if later {
		a.write(t)
		a.run("deploy", a.file)
	}
	for name, text := range a.lyingAround() {
		a.p.write(name, text)
	}
	if err := os.MkdirAll(filepath.Join(a.p.dir, "other-state"), 0o755); err != nil {
		t.Fatal(err)
	}
}

// end shows that the stack still is one to go on with, and the same; and that no
// secret was told on the way.
func (a *accident) end(t *testing.T) {
	t.Helper()
	a.undo(t)
	a.write(t)
	if r := a.run("deploy", a.file); r.code != 0 {
		t.Fatalf("it cannot be deployed any more, after:\n  %s\n%s", strings.Join(a.log, "\n  "), r.all())
	}
	a.kept.mustBeThere(t, a.p, a)
	outputs := a.p.outputs(a.file)
	if outputs["user_pool_id"] != a.kept.pool || outputs["identity_pool_id"] != a.kept.identityPool {
		t.Error("the stack has other pools by now")
	}
	ids, secrets := outputs["clients"].(map[string]any), outputs["client_secrets"].(map[string]any)
	for name, client := range a.kept.clients {
		if ids[name] != client.id || secrets[name] != client.secret {
			t.Errorf("the stack has another client or secret for %s by now", name)
		}
		if strings.Contains(a.p.written.String(), client.secret) {
			t.Errorf("the secret of %s was told", name)
		}
	}
}
