package deploy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

const (
	testAccount = "123456789012"
	today       = "2026-11-24"
)

// fakeSTS answers GetCallerIdentity and AssumeRole, or refuses with a code.
func fakeSTS(t *testing.T, refuse string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		w.Header().Set("Content-Type", "text/xml")
		if refuse != "" {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprintf(w, `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>`+
				`<Code>%s</Code><Message>no, said the test</Message></Error><RequestId>1</RequestId></ErrorResponse>`, refuse)
			return
		}
		action := r.Form.Get("Action")
		body := `<Account>` + testAccount + `</Account><Arn>arn:aws:iam::` + testAccount + `:user/tester</Arn><UserId>U</UserId>`
		if action == "AssumeRole" {
			body = `<Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey>` +
				`<SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>`
		}
		fmt.Fprintf(w, `<%[1]sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%[1]sResult>%[2]s</%[1]sResult></%[1]sResponse>`, action, body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// quietEnvironment takes away what the machine's own environment would bring
// into a test, and gives it credentials and a home of its own.
func quietEnvironment(t *testing.T) (home string) {
	t.Helper()
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "PULUMI_") || strings.HasPrefix(name, "AWS_") || name == "CI" || name == "MLAUTH_OFFLINE" {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	home = t.TempDir()
	t.Setenv("PULUMI_HOME", home)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test-secret-key")
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(home, "no-config"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(home, "no-credentials"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	return home
}

// script writes an executable of the given name that runs a shell text.
func script(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// bench is a repository, an endpoint and an engine for one test.
type bench struct {
	t        *testing.T
	root     string
	endpoint string
	engine   *Engine
	events   []Event
}

// newBench opens a real engine, named by MLAUTH_TEST_ENGINE or on PATH. Where
// there is none it skips the test, or fails it if MLAUTH_REQUIRE_ENGINE is set. The plugin is a stand-in that is never run.
func newBench(t *testing.T) *bench {
	t.Helper()
	path := os.Getenv("MLAUTH_TEST_ENGINE")
	if path == "" {
		path, _ = exec.LookPath("pulumi")
	}
	if path == "" && os.Getenv("MLAUTH_REQUIRE_ENGINE") != "" {
		t.Fatal("no engine: set MLAUTH_TEST_ENGINE to a pulumi binary, or put one on PATH")
	}
	if path == "" {
		t.Skip("no engine: set MLAUTH_TEST_ENGINE to a pulumi binary")
	}
	quietEnvironment(t)
	bin := t.TempDir()
	if err := os.Symlink(path, filepath.Join(bin, "pulumi")); err != nil {
		t.Fatal(err)
	}
	script(t, bin, "pulumi-resource-aws", "exit 1")
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	b := &bench{t: t, root: t.TempDir(), endpoint: fakeSTS(t, "")}
	b.open(Settings{})
	return b
}

func (b *bench) open(s Settings) {
	b.t.Helper()
	s.Root, s.CacheDir, s.Offline = b.root, b.t.TempDir(), true
	engine, err := Open(context.Background(), s, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	b.engine = engine
}

func (b *bench) observe(event Event) { b.events = append(b.events, event) }

// stack is a stack of things that need no plugin.
func (b *bench) stack(program pulumi.RunFunc) Stack {
	return Stack{
		Name: "demo", Program: quiet(program), Environment: "dev", Today: today,
		AWS: AWS{Region: "eu-west-1", AccountID: testAccount, EndpointURL: b.endpoint},
	}
}

// quiet is a program that has no secret.
func quiet(program pulumi.RunFunc) Program {
	return func(ctx *pulumi.Context, _ func(string, string)) error { return program(ctx) }
}

func (b *bench) deploy(stack Stack) *Result {
	b.t.Helper()
	result, err := b.engine.Deploy(context.Background(), stack, b.observe)
	if err != nil {
		b.t.Fatalf("deploy: %v", err)
	}
	return result
}

// thing is a resource without a provider.
type thing struct {
	name    string
	typ     string // "" for a type that means nothing
	protect bool
	output  string
	secret  string // an input
}

// things is a program that makes them and exports its outputs.
func things(outputs pulumi.Map, list ...thing) pulumi.RunFunc {
	return func(ctx *pulumi.Context) error {
		for _, one := range list {
			component := &struct{ pulumi.ResourceState }{}
			inputs := pulumi.Map{}
			if one.secret != "" {
				inputs["key"] = pulumi.ToSecret(one.secret)
			}
			err := ctx.RegisterComponentResourceV2(cmp.Or(one.typ, "test:index:Thing"), one.name, inputs, component, pulumi.Protect(one.protect))
			if err != nil {
				return err
			}
			if err := ctx.RegisterResourceOutputs(component, pulumi.Map{"is": pulumi.String(one.output)}); err != nil {
				return err
			}
		}
		for name, value := range outputs {
			ctx.Export(name, value)
		}
		return nil
	}
}

// asError is the deploy error in err, or the end of the test.
func asError(t *testing.T, err error) *Error {
	t.Helper()
	var known *Error
	if !errors.As(err, &known) {
		t.Fatalf("got %v, want an *Error", err)
	}
	return known
}
