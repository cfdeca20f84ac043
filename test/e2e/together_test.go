package e2e

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
}

// holdAt starts the tool and returns when it is about to have the engine do
// something, such as "up"; the engine does it when the run is let go.
func (p *project) holdAt(verb string, args ...string) *held {
	p.t.Helper()
	dir := p.t.TempDir()
	h := &held{p: p, reached: filepath.Join(dir, "reached"), goOn: filepath.Join(dir, "go")}
	at := slices.IndexFunc(p.env, func(entry string) bool { return strings.HasPrefix(entry, "PATH=") })
	folders := strings.TrimPrefix(p.env[at], "PATH=")
	engine, _, _ := strings.Cut(folders, string(os.PathListSeparator))
	script := fmt.Sprintf("#!/bin/sh\ncase \" $* \" in *\" %s \"*)\n  if mkdir %s 2>/dev/null; then while [ ! -e %s ]; do sleep 0.1; done; fi;;\nesac\nexec %s \"$@\"\n",
		verb, h.reached, h.goOn, filepath.Join(engine, "pulumi"))
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
// locked the stack is noticed, whether or not AWS had drifted: nothing is
// carried out that was judged on something else.
func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-api.yaml")
	tokens := func(length string) string { return strings.Replace(text, "access: 15m", "access: "+length, 1) }
	p.write("specs/api.yaml", text)
	p.must(0, "deploy", "specs/api.yaml")
	pool := p.poolIDs()[0]
	for what, drifts := range map[string]bool{"as deployed": false, "drifted": true} {
		p.write("specs/api.yaml", text)
		p.must(0, "deploy", "specs/api.yaml")
		if drifts {
			renameClient(t, p, pool, "release-bot")
		}
		p.write("specs/api.yaml", tokens("20m"))
		first := p.holdAt("up", "deploy", "specs/api.yaml")
		p.write("specs/api.yaml", tokens("10m"))
		p.must(0, "deploy", "specs/api.yaml")
		r := first.let()
		if r.code != 1 {
			t.Errorf("%s: exit code %d, want 1\n%s", what, r.code, r.all())
		}
		contains(t, r.err, "moved since the plan was made: clients.batch-scorer changed", "Nothing was changed.")
		look := string(describe(t, p.account.Clients("us-east-1"), pool).normal(t, p, pool))
		if !strings.Contains(look, `"AccessTokenValidity": 10,`) {
			t.Errorf("%s: the first run undid what the second did", what)
		}
	}
}

// renameClient changes a client's name by hand.
func renameClient(t *testing.T, p *project, pool, name string) {
	t.Helper()
	id := p.outputs("specs/api.yaml")["clients"].(map[string]any)[name].(string)
	c := p.account.Clients("us-east-1").Cognito
	is := must(c.DescribeUserPoolClient(context.Background(), &cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &pool, ClientId: &id}))(t).UserPoolClient
	must(c.UpdateUserPoolClient(context.Background(), &cognitoidentityprovider.UpdateUserPoolClientInput{
		UserPoolId: &pool, ClientId: &id, ClientName: ptr("renamed by hand"),
		AllowedOAuthFlows: is.AllowedOAuthFlows, AllowedOAuthScopes: is.AllowedOAuthScopes, AllowedOAuthFlowsUserPoolClient: *is.AllowedOAuthFlowsUserPoolClient,
	}))(t)
}
