//go:build linux && (amd64 || arm64)

package main

import (
	"bytes"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// confined are the tool, as it is released, and the program that runs it where
// it can neither open a socket nor start a process (test/cmd/confine).
type confined struct{ tool, confine string }

// buildConfined builds both. The test's own binary will not do: it has the C
// library in it, which asks a name service for the user that glog wants to know.
func buildConfined(t *testing.T) confined {
	t.Helper()
	dir := t.TempDir()
	c := confined{filepath.Join(dir, "mlauth-compile"), filepath.Join(dir, "confine")}
	for out, from := range map[string]string{c.tool: ".", c.confine: "../../test/cmd/confine"} {
		build := exec.Command("go", "build", "-o", out, from)
		build.Env = append(os.Environ(), "CGO_ENABLED=0")
		if text, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
	}
	if out, err := exec.Command(c.confine, "true").CombinedOutput(); err != nil {
		if os.Getenv("CI") != "" || os.Getenv("MLAUTH_REQUIRE_ENGINE") != "" {
			t.Fatalf("the kernel does not confine programs: %v\n%s", err, out)
		}
		t.Skipf("the kernel does not confine programs: %v: %s", err, out)
	}
	return c
}

// run runs a command line, confined but for what flags allow. Killed says that
// the kernel ended it for what it tried.
func (c confined) run(t *testing.T, dir, input string, env []string, args ...string) (out string, code int, killed bool) {
	t.Helper()
	var both bytes.Buffer
	command := exec.Command(c.confine, args...)
	command.Dir, command.Stdin, command.Stdout, command.Stderr = dir, strings.NewReader(input), &both, &both
	command.Env = append(os.Environ(), env...)
	err := command.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	status, _ := command.ProcessState.Sys().(syscall.WaitStatus)
	return both.String(), command.ProcessState.ExitCode(), status.Signaled() && status.Signal() == syscall.SIGSYS
}

// validate opens no socket and starts no process, whatever it finds and however
// it says so.
func TestValidateIsAlone(t *testing.T) {
	c := buildConfined(t)
	bad := "apiVersion: mlauth/v1\nkind: AuthStack\nuserPool: {tier: pro}\n"
	for _, run := range []struct {
		args  []string
		input string
		code  int
		says  string
	}{
		{[]string{"validate"}, "", 0, "0 errors"},
		{[]string{"validate", "specs", "base"}, "", 0, "0 errors"},
		{[]string{"validate", "--format", "json"}, "", 0, `"errors": 0`},
		{[]string{"validate", "--format", "sarif"}, "", 0, "2.1.0"},
		{[]string{"validate", "--format", "github"}, "", 0, "::"},
		{[]string{"validate", "-"}, bad, 1, "MLA013"},
		{[]string{"validate", "-"}, "a: [", 1, "MLA002"},
		{[]string{"validate", "nowhere.yaml"}, "", 2, "no such file"},
		{[]string{"explain", "clients"}, "", 0, "clients"},
		{[]string{"render", "specs/ml-user-pool.yaml"}, "", 0, "UserPool"},
		{[]string{"schema"}, "", 0, "draft-07"},
	} {
		out, code, killed := c.run(t, "../..", run.input, nil, append([]string{c.tool}, run.args...)...)
		if killed || code != run.code || !strings.Contains(out, run.says) {
			t.Errorf("%v: exit code %d, killed %v\n%.2000s", run.args, code, killed, out)
		}
	}
}

// The same confinement does end what tries: validate with --online or --against,
// and a shell with a command. Where sockets are allowed --online does its work.
func TestConfinementHolds(t *testing.T) {
	c := buildConfined(t)
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	roots := filepath.Join(t.TempDir(), "roots.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	if err := os.WriteFile(roots, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	env := []string{"SSL_CERT_FILE=" + roots}
	spec := fmt.Sprintf("apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: example, team: docs}\naws: {region: us-east-1}\nuserPool: {}\n"+
		"identityProviders: {corp: {issuer: \"%s\", clientId: x}}\n", server.URL)
	online := []string{c.tool, "validate", "--online", "--allow-private", "-"}
	if out, code, killed := c.run(t, "../..", spec, env, online...); !killed {
		t.Errorf("--online opened no socket: exit code %d\n%s", code, out)
	}
	out, code, killed := c.run(t, "../..", spec, env, append([]string{"-sockets"}, online...)...)
	if killed || code != 1 || !strings.Contains(out, "404 Not Found [MLA250]") {
		t.Errorf("--online: exit code %d, killed %v\n%s", code, killed, out)
	}
	if out, code, killed := c.run(t, "../..", spec, env, "-sockets", c.tool, "validate", "--online", "-"); killed || !strings.Contains(out, "[MLA251]") {
		t.Errorf("--online at a private address: exit code %d, killed %v\n%s", code, killed, out)
	}
	if out, code, killed := c.run(t, "../..", "", nil, c.tool, "validate", "--against", "HEAD"); !killed {
		t.Errorf("--against started no process: exit code %d\n%s", code, out)
	}
	// A shell that cannot start a process says so, or is ended, by what it tries.
	if out, code, _ := c.run(t, "../..", "", nil, "sh", "-c", "ls; exit 0"); code == 0 || strings.Contains(out, "go.mod") {
		t.Errorf("a process was started: exit code %d\n%s", code, out)
	}
	if out, code, _ := c.run(t, "../..", "", nil, "-processes", "sh", "-c", "ls; exit 0"); code != 0 || !strings.Contains(out, "go.mod") {
		t.Errorf("no process was started where it may: exit code %d\n%s", code, out)
	}
}
