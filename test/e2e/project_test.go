package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/test/stack"
)

// Secrets of the repository's specs; distinctive, so that a search for them
// finds nothing else.
const (
	oidcSecret   = "oidc-client-secret-7f3a91"
	corpSecret   = "corp-sso-client-secret-b82c05"
	corpClientID = "corp-sso-client-id-d4e6f7"
)

// project is a repository of specs with an AWS account of its own.
type project struct {
	t       *testing.T
	dir     string
	account *stack.Account
	binary  string
	env     []string
	written bytes.Buffer // everything that the tool has printed
}

func newProject(t *testing.T) *project {
	t.Helper()
	s := stack.Start(t)
	p := &project{t: t, dir: t.TempDir(), account: s.Account(t), binary: s.Binary(t)}
	p.env = p.account.Env("OIDC_CLIENT_SECRET="+oidcSecret, "CORP_SSO_CLIENT_ID="+corpClientID)
	p.write(".git/HEAD", "ref: refs/heads/main\n") // marks the root
	p.write("specs/secrets/corp-sso", corpSecret+"\n")
	p.writeFragments()
	return p
}

// writeFragments copies what the repository's specs extend.
func (p *project) writeFragments() {
	files, err := filepath.Glob("../../base/*.yaml")
	if err != nil || len(files) == 0 {
		p.t.Fatalf("no fragments: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			p.t.Fatal(err)
		}
		p.write("base/"+filepath.Base(file), string(text))
	}
}

// prefix stands for "acme" in the domains of this project's specs: a prefix, and
// a domain of one's own, is unique over all accounts of the emulator, as on AWS.
func (p *project) prefix() string { return "t" + p.account.ID[6:] }

// write puts a file into the project; the account number that the repository's
// specs use becomes this project's.
func (p *project) write(name, text string) {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	text = strings.ReplaceAll(text, "123456789012", p.account.ID)
	text = strings.ReplaceAll(text, "prefix: acme", "prefix: "+p.prefix())
	text = strings.ReplaceAll(text, "research.acme.ai", "research."+p.prefix()+".ai")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

const ephemeral = "\nlifecycle: {ephemeral: true}\n"

// repositorySpec reads a spec of this repository.
func repositorySpec(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "specs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// result is what one run of the tool came to.
type result struct {
	out, err string
	code     int
}

func (r result) all() string { return r.out + r.err }

// run runs the tool in the project.
func (p *project) run(args ...string) result {
	p.t.Helper()
	command := exec.Command(p.binary, args...)
	command.Dir, command.Env = p.dir, p.env
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		p.t.Fatal(err)
	}
	p.written.Write(out.Bytes())
	p.written.Write(errs.Bytes())
	return result{out.String(), errs.String(), command.ProcessState.ExitCode()}
}

// must runs the tool and ends the test when it does not exit with the code.
func (p *project) must(code int, args ...string) result {
	p.t.Helper()
	r := p.run(args...)
	if r.code != code {
		p.t.Fatalf("mlauth-compile %s: exit code %d, want %d\n%s", strings.Join(args, " "), r.code, code, r.all())
	}
	return r
}

// deployTwice deploys a spec, and then again, which must change nothing.
func (p *project) deployTwice(spec string) {
	p.t.Helper()
	p.must(0, "deploy", spec)
	again := p.must(0, "deploy", spec)
	contains(p.t, again.out, ": no changes\n")
}

// outputs returns the stack's outputs, secrets in clear. They are not counted
// as written: the command was asked to show them.
func (p *project) outputs(spec string) map[string]any {
	p.t.Helper()
	before := p.written.Len()
	r := p.must(0, "outputs", spec, "--json", "--show-secrets")
	p.written.Truncate(before)
	outputs := map[string]any{}
	if err := json.Unmarshal([]byte(r.out), &outputs); err != nil {
		p.t.Fatalf("outputs are no JSON: %v\n%s", err, r.out)
	}
	return outputs
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("it does not say %q:\n%s", part, text)
		}
	}
}
