package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// endless is a text without an end, and counts what was read of it.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	if e.read > 4*spec.MaxBytes {
		panic("it is read on and on")
	}
	return len(p), nil
}

func TestReadingHasAnEnd(t *testing.T) {
	dir := t.TempDir()
	large := filepath.Join(dir, "large")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, 64<<20); err != nil {
		t.Fatal(err)
	}
	repo := repository{root: dir, cwd: dir}
	for what, read := range map[string]func() ([]byte, error){
		"standard input":       func() ([]byte, error) { return read(stdin, &endless{}) },
		"a file that is named": func() ([]byte, error) { return read(large, nil) },
		"a file":               func() ([]byte, error) { return repo.read("large") },
		"a fragment":           func() ([]byte, error) { return repo.fragment("large") },
		"what a file grew to":  func() ([]byte, error) { return bounded(&endless{}, make([]byte, 1000)) },
	} {
		if data, err := read(); err != nil || len(data) != spec.MaxBytes+1 {
			t.Errorf("%s: %d bytes were read, %v", what, len(data), err)
		}
	}
}

func TestWhatIsReadIsAll(t *testing.T) {
	dir := t.TempDir()
	for _, size := range []int{0, 1, 511, 512, 513, 5000, spec.MaxBytes - 1, spec.MaxBytes} {
		text := bytes.Repeat([]byte("x"), size)
		path := filepath.Join(dir, "file")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if data, err := readFile(path); err != nil || !bytes.Equal(data, text) {
			t.Errorf("of %d bytes %d were read, %v", size, len(data), err)
		}
		if data, err := read(stdin, strings.NewReader(string(text))); err != nil || !bytes.Equal(data, text) {
			t.Errorf("of %d bytes on standard input %d were read, %v", size, len(data), err)
		}
	}
}

func TestSecretFileHasAnEnd(t *testing.T) {
	dir := t.TempDir()
	s, findings := spec.Compile("spec.yaml", []byte(`apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: example, team: docs}
aws: {region: us-east-1}
userPool: {}
identityProviders: {corp: {issuer: "https://acme.okta.com", clientId: x, clientSecret: {file: secret}}}
`))
	if findings.HasErrors() {
		t.Fatal(findings)
	}
	file := filepath.Join(dir, "secret")
	if err := os.WriteFile(file, []byte("hunter2hunter2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	repo := repository{root: dir, cwd: dir}
	found, err := readSecrets(repo, s)
	if err != nil || len(found.values()) != 1 || found.values()[0] != "hunter2hunter2" {
		t.Errorf("%v, %v", found, err)
	}
	if err := os.Truncate(file, 64<<20); err != nil {
		t.Fatal(err)
	}
	if _, err := readSecrets(repo, s); err == nil || !strings.Contains(err.Error(), "is too large for a secret") {
		t.Error(err)
	}
}
