package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// held is a run of the tool that waits where it was told to.
type held struct {
	p             *project
	command       *exec.Cmd
	out, err      bytes.Buffer
	reached, goOn string
	engine        string // the file with the engine's process id, once it was let go
}

// holdAt starts the tool and returns when it is about to run a command of the
// engine's for the nth time, such as "up", which runs when the tool is let go.
func (p *project) holdAt(verb string, nth int, args ...string) *held {
	p.t.Helper()
	dir := p.t.TempDir()
	h := &held{p: p, reached: filepath.Join(dir, "reached"), goOn: filepath.Join(dir, "go"), engine: filepath.Join(dir, "engine")}
	at := slices.IndexFunc(p.env, func(entry string) bool { return strings.HasPrefix(entry, "PATH=") })
	folders := strings.TrimPrefix(p.env[at], "PATH=")
	engine, _, _ := strings.Cut(folders, string(os.PathListSeparator))
	script := fmt.Sprintf(`#!/bin/sh
case " $* " in *" up "*) echo $$ > %[1]s/engine;; esac
case " $* " in *" %[2]s "*)
  echo >> %[1]s/times
  if [ $(wc -l < %[1]s/times) = %[3]d ]; then
    touch %[1]s/reached
    while [ ! -e %[1]s/go ]; do [ -d %[1]s ] || exit 1; sleep 0.1; done
  fi;;
esac
exec %[4]s "$@"
`, dir, verb, nth, filepath.Join(engine, "pulumi"))
	if err := os.WriteFile(filepath.Join(dir, "pulumi"), []byte(script), 0o755); err != nil {
		p.t.Fatal(err)
	}
	h.command = exec.Command(p.binary, args...)
	h.command.Dir, h.command.Env = p.dir, append(slices.Clone(p.env), "PATH="+dir+string(os.PathListSeparator)+folders)
	h.command.Stdout, h.command.Stderr = &h.out, &h.err
	if err := h.command.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { _ = os.WriteFile(h.goOn, nil, 0o644) })
	for until := time.Now().Add(2 * time.Minute); ; time.Sleep(100 * time.Millisecond) {
		if _, err := os.Stat(h.reached); err == nil {
			return h
		}
		if time.Now().After(until) {
			p.t.Fatalf("mlauth-compile %s never came to %s:\n%s%s", strings.Join(args, " "), verb, h.out.String(), h.err.String())
		}
	}
}

// let lets the run go on to its end.
func (h *held) let() result {
	h.p.t.Helper()
	if err := os.WriteFile(h.goOn, nil, 0o644); err != nil {
		h.p.t.Fatal(err)
	}
	_ = h.command.Wait()
	h.p.written.Write(h.out.Bytes())
	h.p.written.Write(h.err.Bytes())
	return result{h.out.String(), h.err.String(), h.command.ProcessState.ExitCode()}
}

// What another run does between the plan and the moment when the engine has
// locked the stack is noticed, of a new stack and of one that had drifted too:
// nothing is carried out that was judged on something else.
func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-api.yaml")
	const spec = "specs/api.yaml"
	p.write(spec, strings.Replace(text, releaseBot, "", 1))
	first := p.holdAt("up", 1, "deploy", spec)
	p.write(spec, text)
	p.must(0, "deploy", spec)
	first.mustHaveMoved("clients.batch-scorer was added")
	pool := p.poolIDs()
	if len(pool) != 1 {
		t.Fatalf("the pools are %v", pool)
	}
	for _, drifts := range []bool{false, true} {
		p.write(spec, text)
		p.must(0, "deploy", spec)
		if drifts {
			renameClient(t, p, spec, pool[0], "release-bot", "renamed by hand")
		}
		p.write(spec, strings.Replace(text, "access: 15m", "access: 20m", 1))
		first = p.holdAt("up", 1, "deploy", spec)
		p.write(spec, strings.Replace(text, "access: 15m", "access: 10m", 1))
		p.must(0, "deploy", spec)
		first.mustHaveMoved("clients.batch-scorer changed")
		if look := string(describe(t, p.account.Clients("us-east-1"), pool[0]).normal(t, p, pool[0])); !strings.Contains(look, `"AccessTokenValidity": 10,`) {
			t.Errorf("drifted: %v: the first run undid what the second did", drifts)
		}
	}
}

// mustHaveMoved lets the run go on, which has to notice that the state is not
// what it was.
func (h *held) mustHaveMoved(what string) {
	h.p.t.Helper()
	r := h.let()
	if r.code != 1 {
		h.p.t.Errorf("exit code %d, want 1", r.code)
	}
	contains(h.p.t, r.err, "the state moved since the plan was made: ", what, "Nothing was changed. Another run was at work meanwhile")
}

// While one run changes a stack, another is told so and does nothing, and the
// first is not disturbed. A run that is killed leaves its lock: who removes it
// can go on, to one pool and no more.
func TestALockedStackAndADeadRun(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-api.yaml") + ephemeral
	const spec = "specs/api.yaml"
	p.write(spec, text)
	first := p.holdAt("export", 2, "deploy", spec) // it compares the state, under the lock
	locked := p.must(1, "deploy", spec)
	contains(t, locked.err, "the stack is locked by ", "Wait until that run is over.")
	if r := first.let(); r.code != 0 {
		t.Fatalf("the first run was disturbed: exit code %d\n%s", r.code, r.all())
	}
	p.must(0, "preview", "--expect-no-changes", spec)
	pool := p.poolIDs()

	p.write(spec, strings.Replace(text, "access: 15m", "access: 20m", 1))
	first = p.holdAt("export", 2, "deploy", spec)
	contains(t, p.must(1, "destroy", "--yes", spec).err, "the stack is locked by ")
	if r := first.let(); r.code != 0 {
		t.Fatalf("the first run was disturbed: exit code %d\n%s", r.code, r.all())
	}

	p.write(spec, strings.Replace(text, "access: 15m", "access: 10m", 1))
	p.holdAt("export", 2, "deploy", spec).kill()
	contains(t, p.must(1, "deploy", spec).err, "the stack is locked by ", "If it died and left the lock behind")
	p.unlock()
	contains(t, p.must(0, "deploy", spec).out, "1 updated")
	if again := p.poolIDs(); !slices.Equal(again, pool) {
		t.Errorf("the pools were %v and are %v", pool, again)
	}
	p.must(0, "destroy", "--yes", spec)
}

// A run that is killed when it has just made the pool loses neither that nor
// its way: the next one goes on, and makes no second pool.
func TestARunThatDiesWhenThePoolIsMade(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const spec = "specs/api.yaml"
	p.write(spec, repositorySpec(t, "model-api.yaml"))
	first := p.holdAt("export", 2, "deploy", spec)
	first.goOnUntil(func() bool { return len(p.poolIDs()) > 0 })
	first.kill()
	pools := p.poolIDs()
	p.unlock()
	r := p.run("deploy", spec)
	if r.code == 4 { // the state does not know of it
		contains(t, r.err, "lifecycle.adopt: {userPool: "+pools[0]+"}")
		p.write(spec, repositorySpec(t, "model-api.yaml")+"\nlifecycle: {adopt: {userPool: "+pools[0]+"}}\n")
		r = p.run("deploy", spec)
	}
	if again := p.poolIDs(); r.code != 0 || !slices.Equal(again, pools) {
		t.Errorf("exit code %d; the pools were %v and are %v\n%s", r.code, pools, again, r.all())
	}
	p.must(0, "deploy", spec)
}

// goOnUntil lets the run go on, and returns when something has come true.
func (h *held) goOnUntil(happened func() bool) {
	h.p.t.Helper()
	if err := os.WriteFile(h.goOn, nil, 0o644); err != nil {
		h.p.t.Fatal(err)
	}
	for until := time.Now().Add(time.Minute); !happened(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(until) {
			h.p.t.Fatal("it never came true")
		}
	}
}

// kill ends the tool and its engine at once.
func (h *held) kill() {
	h.p.t.Helper()
	text, err := os.ReadFile(h.engine)
	if err != nil {
		h.p.t.Fatal(err)
	}
	id, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		h.p.t.Fatal(err)
	}
	if engine, err := os.FindProcess(id); err == nil {
		_ = engine.Kill()
	}
	_ = h.command.Process.Kill()
	_ = h.command.Wait()
}

// unlock removes the locks of dead runs, as pulumi cancel does.
func (p *project) unlock() {
	p.t.Helper()
	if err := os.RemoveAll(filepath.Join(p.account.Dir, "state", ".pulumi", "locks")); err != nil {
		p.t.Fatal(err)
	}
}

// renameClient changes a client's name by hand.
func renameClient(t *testing.T, p *project, file, pool, name, to string) {
	t.Helper()
	id := p.outputs(file)["clients"].(map[string]any)[name].(string)
	c := p.account.Clients("us-east-1").Cognito
	is := must(c.DescribeUserPoolClient(context.Background(), &cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &pool, ClientId: &id}))(t).UserPoolClient
	must(c.UpdateUserPoolClient(context.Background(), &cognitoidentityprovider.UpdateUserPoolClientInput{
		UserPoolId: &pool, ClientId: &id, ClientName: &to, CallbackURLs: is.CallbackURLs, SupportedIdentityProviders: is.SupportedIdentityProviders,
		AllowedOAuthFlows: is.AllowedOAuthFlows, AllowedOAuthScopes: is.AllowedOAuthScopes, AllowedOAuthFlowsUserPoolClient: *is.AllowedOAuthFlowsUserPoolClient,
	}))(t)
}
