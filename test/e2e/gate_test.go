package e2e

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// acknowledging is a spec with entries of lifecycle.acknowledge, as a refusal
// names them but for the reason.
func acknowledging(text string, entries ...string) string {
	until := time.Now().UTC().AddDate(0, 0, 14).Format(time.DateOnly)
	text += "\nlifecycle:\n  acknowledge:\n"
	for _, entry := range entries {
		text += fmt.Sprintf("    - {%s, until: %q, reason: as the test wants it}\n", entry, until)
	}
	return text
}

// poolIDs are the user pools of the project's account.
func (p *project) poolIDs() []string {
	p.t.Helper()
	list, err := p.account.Clients("us-east-1").Cognito.ListUserPools(context.Background(), &cognitoidentityprovider.ListUserPoolsInput{MaxResults: aws.Int32(60)})
	if err != nil {
		p.t.Fatal(err)
	}
	var ids []string
	for _, pool := range list.UserPools {
		ids = append(ids, aws.ToString(pool.Id))
	}
	return ids
}

// A pool that is replaced takes everything in it along: one entry, one deploy.
func TestAnAcknowledgedPoolIsReplacedAndThenDestroyed(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-api.yaml")
	p.write("specs/api.yaml", text)
	p.must(0, "deploy", "specs/api.yaml")
	old := p.poolIDs()[0]

	renamed := strings.Replace(text, "userPool:\n", "userPool:\n  name: another\n", 1)
	p.write("specs/api.yaml", renamed)
	// None of these is a way past the gate.
	p.env = append(p.env, "PULUMI_OPTION_IGNORE_PROTECT=true", "PULUMI_OPTION_TARGET=**userPool", "PULUMI_OPTION_YES=true", "PULUMI_EXPERIMENTAL=true")
	refused := p.must(4, "deploy", "specs/api.yaml", "--yes")
	contains(t, refused.err, fmt.Sprintf("{change: replace, resource: userPool, id: %q", old), "it goes with userPool", "Nothing was changed.")

	acknowledged := acknowledging(renamed, "change: replace, resource: userPool, id: "+old)
	p.write("specs/api.yaml", acknowledged)
	p.killAt("planning", 2, "deploy", "specs/api.yaml") // the second phase's
	contains(t, string(describe(t, p.account.Clients("us-east-1"), old).normal(t, p, old)), `"DeletionProtection": "INACTIVE"`)
	p.write("specs/api.yaml", acknowledging(renamed, "change: replace, resource: userPool, id: us-east-1_another"))
	other := p.must(4, "deploy", "specs/api.yaml")
	contains(t, other.err, "matches nothing in this plan", "userPool is deleted and made anew")
	p.write("specs/api.yaml", acknowledged)
	done := p.must(0, "deploy", "specs/api.yaml")
	contains(t, done.out, "model-api: 7 replaced\n")
	pools := p.poolIDs()
	if len(pools) != 1 || pools[0] == old {
		t.Fatalf("the pools are %v, and %s was to be replaced", pools, old)
	}
	look := string(describe(t, p.account.Clients("us-east-1"), pools[0]).normal(t, p, pools[0]))
	contains(t, look, `"DeletionProtection": "ACTIVE"`, "release-bot", "inference")
	again := p.must(0, "deploy", "specs/api.yaml")
	contains(t, again.out, "model-api: no changes\n")
	contains(t, again.err, "matches nothing in this plan")

	contains(t, p.must(4, "destroy", "specs/api.yaml", "--yes").err, fmt.Sprintf("{change: delete, resource: userPool, id: %q", pools[0]))
	p.write("specs/api.yaml", acknowledging(renamed, "change: delete, resource: userPool, id: "+pools[0]))
	contains(t, p.must(0, "destroy", "specs/api.yaml").out, "model-api: 7 deleted\n")
	if left := p.poolIDs(); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	contains(t, p.must(0, "destroy", "specs/api.yaml").out, "nothing to delete")
}

// killAt runs the tool and kills it when it has said something so many times.
func (p *project) killAt(word string, times int, args ...string) {
	p.t.Helper()
	command := exec.Command(p.binary, args...)
	command.Dir, command.Env = p.dir, p.env
	said, err := command.StderrPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		p.t.Fatal(err)
	}
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if strings.Contains(lines.Text(), word) {
			if times--; times == 0 {
				_ = command.Process.Kill()
			}
		}
	}
	if _ = command.Wait(); times > 0 {
		p.t.Fatalf("mlauth-compile %s was never killed", strings.Join(args, " "))
	}
}

// A client that is acknowledged to go goes, and nothing else with it; a lost
// state does not lead to a second pool.
func TestAClientGoesAndAStateIsLost(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-api.yaml")
	p.write("specs/api.yaml", text)
	p.must(0, "deploy", "specs/api.yaml")
	p.write("specs/api.yaml", acknowledging(strings.Replace(text, releaseBot, "", 1), "change: delete, resource: clients.release-bot"))
	contains(t, p.must(0, "deploy", "specs/api.yaml").out, "model-api: 1 deleted\n")
	pool := p.poolIDs()[0]

	p.write("specs/api.yaml", strings.Replace(text, "us-east-1", "eu-west-1", 1))
	moved := p.must(4, "deploy", "specs/api.yaml", "--yes")
	contains(t, moved.err, "another one is made there", fmt.Sprintf("{change: create, resource: userPool, id: %q", pool))

	state := filepath.Join(p.account.Dir, "state")
	if err := os.Rename(state, state+"-lost"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(state, 0o755); err != nil {
		t.Fatal(err)
	}
	p.write("specs/api.yaml", text)
	refused := p.must(4, "deploy", "specs/api.yaml", "--yes")
	contains(t, refused.err, "lifecycle.adopt: {userPool: "+pool+"}", fmt.Sprintf("{change: create, resource: userPool, id: %q", pool))
	if got := p.poolIDs(); len(got) != 1 {
		t.Errorf("the pools are %v", got)
	}
}

// A plan that one process saved is what another does; it holds no secret; and it
// serves once.
func TestASavedPlanIsWhatRuns(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-console.yaml")
	p.write("specs/console.yaml", text)
	p.must(0, "deploy", "specs/console.yaml")
	p.write("specs/console.yaml", strings.Replace(text, "access: 30m, id: 30m", "access: 20m, id: 30m", 1))
	before := p.env
	p.env = append(p.env, "CORP_SSO_CLIENT_ID="+corpClientID+"-2") // looks like the same in the engine's plan
	contains(t, p.must(4, "deploy", "specs/console.yaml", "--yes").err, "{change: identity, resource: identityProviders.corp-sso,")
	p.env = before
	p.write("specs/secrets/corp-sso", corpSecret+"-2\n") // a secret that the plan sends
	p.must(0, "preview", "specs/console.yaml", "--save-plan", "plans")
	if err := os.Rename(filepath.Join(p.dir, "plans"), filepath.Join(p.dir, "downloaded")); err != nil {
		t.Fatal(err)
	}
	var kept bytes.Buffer
	for _, name := range []string{"model-console.json", "model-console.engine.json"} {
		text, err := os.ReadFile(filepath.Join(p.dir, "downloaded", name))
		if err != nil {
			t.Fatal(err)
		}
		kept.Write(text)
	}
	contains(t, kept.String(), "ciphertext", "clients.console")
	for _, secret := range []string{corpSecret, corpClientID} {
		if strings.Contains(kept.String(), secret) {
			t.Errorf("the plan holds the secret %s", secret)
		}
	}
	p.write("specs/console.yaml", text)
	contains(t, p.must(1, "deploy", "specs/console.yaml", "--plan", "downloaded").err, "what moved since it was made: the spec: clients.console changed", "Nothing was changed.")
	p.write("specs/console.yaml", strings.Replace(text, "access: 30m, id: 30m", "access: 20m, id: 30m", 1))
	contains(t, p.must(0, "deploy", "specs/console.yaml", "--plan", "downloaded").out, "updated")
	contains(t, p.must(1, "deploy", "specs/console.yaml", "--plan", "downloaded").err, "the state: clients.console changed")
}

// A stack that the gate stops is not touched at all, what it would change
// harmlessly included; the other stacks of the run go on.
func TestOneStackIsStoppedAndOthersGoOn(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	spec := func(name, scopes, minutes string) string {
		return fmt.Sprintf(`apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: %[1]s, team: tests}
aws: {region: us-east-1}
userPool: {domain: {prefix: acme-%[1]s}}
resourceServers: {jobs: {identifier: "https://%[1]s.acme.ai", scopes: {%[2]s}}}
clients:
  runner: {type: machine, scopes: [jobs/run], tokens: {access: %[3]s}}
`, name, scopes, minutes)
	}
	names := []string{"alpha", "beta", "gamma"}
	write := func(scopes map[string]string, minutes string) {
		for _, name := range names {
			p.write("specs/"+name+".yaml", spec(name, scopes[name], minutes))
		}
	}
	all := map[string]string{"alpha": "run: Run, stop: Stop", "beta": "run: Run, stop: Stop", "gamma": "run: Run, stop: Stop"}
	write(all, "15m")
	p.must(0, "deploy", "specs")
	look := func(name string) (pool, text string) {
		pool = p.outputs("specs/" + name + ".yaml")["user_pool_id"].(string)
		return pool, string(describe(t, p.account.Clients("us-east-1"), pool).normal(t, p, pool))
	}
	before := map[string]string{}
	for _, name := range names {
		_, before[name] = look(name)
	}
	state := func() string {
		text, err := os.ReadFile(filepath.Join(p.account.Dir, "state", ".pulumi", "stacks", "mlauth", "beta.json"))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	recorded := state()

	write(map[string]string{"alpha": all["alpha"], "beta": "run: Run", "gamma": all["gamma"] + ", pause: Pause"}, "20m")
	r := p.must(4, "deploy", "specs", "--yes")
	contains(t, r.out, "alpha: 1 updated\n", "gamma: 2 updated\n")
	contains(t, r.err, "{change: remove, resource: resourceServers.jobs.scopes.stop,", "Nothing was changed.")
	for _, name := range names {
		_, after := look(name)
		if same := after == before[name]; same != (name == "beta") {
			t.Errorf("%s is as it was: %v\n%s", name, same, after)
		}
	}
	if state() != recorded {
		t.Error("the state of the stack that was stopped was written")
	}
	p.must(0, "drift", "specs/beta.yaml")
}
