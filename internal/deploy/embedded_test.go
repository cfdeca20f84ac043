package deploy

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestOnePassphraseForAll(t *testing.T) {
	root := t.TempDir()
	var wg sync.WaitGroup
	got := make([]string, 16)
	for i := range got {
		wg.Go(func() {
			b, err := embeddedBackend(Settings{Root: root})
			if err == nil {
				err = b.create()
			}
			if err == nil {
				got[i], err = b.passphrase()
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, passphrase := range got {
		if passphrase != got[0] || len(passphrase) < 40 {
			t.Fatalf("passphrases %q", got)
		}
	}
	checkMode(t, filepath.Join(root, ".mlauth", "passphrase"), 0o600)
	checkMode(t, filepath.Join(root, ".mlauth"), 0o700)
	if ignored, _ := os.ReadFile(filepath.Join(root, ".mlauth", ".gitignore")); string(ignored) != "*\n" {
		t.Errorf(".gitignore holds %q", ignored)
	}
	entries, _ := os.ReadDir(filepath.Join(root, ".mlauth"))
	if len(entries) != 3 {
		t.Errorf("left behind: %v", entries)
	}
}

func checkMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s has mode %o, want %o", path, got, want)
	}
}

func TestExclusiveWhereThereAreNoLinks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "passphrase")
	for _, text := range []string{"first\n", "second\n"} {
		if err := createExclusive(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := os.ReadFile(path); string(got) != "first\n" {
		t.Errorf("it was overwritten: %q", got)
	}
}

func TestLostPassphrase(t *testing.T) {
	root := t.TempDir()
	b, err := embeddedBackend(Settings{Root: root})
	if err != nil {
		t.Fatal(err)
	}
	if err := b.create(); err != nil {
		t.Fatal(err)
	}
	stacks := filepath.Join(b.embedded.stateDir(), ".pulumi", "stacks", Project)
	if err := os.MkdirAll(stacks, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(stacks, "demo.json"), []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(b.embedded.passphraseFile()); err != nil {
		t.Fatal(err)
	}
	_, err = embeddedBackend(Settings{Root: root})
	if got := asError(t, err); got.ExitCode() != 2 || !strings.Contains(got.Summary, "is gone") {
		t.Errorf("got %v", got)
	}
}

func TestDurable(t *testing.T) {
	quietEnvironment(t)
	embeddedOne, err := embeddedBackend(Settings{Root: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	dev := Stack{Name: "s", Environment: "dev"}
	prod := Stack{Name: "s", Environment: "prod"}
	ephemeral := Stack{Name: "s", Environment: "prod", Ephemeral: true}
	local := Stack{Name: "s", Environment: "prod", AWS: AWS{EndpointURL: "http://localhost:5000"}}
	remote := Stack{Name: "s", Environment: "prod", AWS: AWS{EndpointURL: "https://emulator.example"}}
	for _, test := range []struct {
		name    string
		ci      string
		backend *backend
		stack   Stack
		refused bool
	}{
		{"dev at a desk", "", embeddedOne, dev, false},
		{"prod at a desk", "", embeddedOne, prod, true},
		{"dev in CI", "true", embeddedOne, dev, true},
		{"CI switched off", "false", embeddedOne, dev, false},
		{"ephemeral in CI", "1", embeddedOne, ephemeral, false},
		{"emulator on this machine, in CI", "1", embeddedOne, local, false},
		{"emulator elsewhere", "", embeddedOne, remote, true},
		{"prod in a bucket, in CI", "1", &backend{url: "s3://state"}, prod, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("CI", test.ci)
			err := test.backend.durable(test.stack)
			if (err != nil) != test.refused {
				t.Fatalf("got %v", err)
			}
			if err != nil && asError(t, err).ExitCode() != 1 {
				t.Errorf("exit code %d", asError(t, err).ExitCode())
			}
		})
	}
}

func TestLoopback(t *testing.T) {
	for endpoint, want := range map[string]bool{
		"http://127.0.0.1:5000": true, "http://localhost:1": true, "http://[::1]:1": true, "http://aws.localhost": true,
		"": false, "https://example.com": false, "http://10.0.0.1": false, "http://localhost.example.com": false, "127.0.0.1:5000": false,
	} {
		if got := loopback(endpoint); got != want {
			t.Errorf("loopback(%q) is %v", endpoint, got)
		}
	}
}
