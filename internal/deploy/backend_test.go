package deploy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBackendOrder walks down the order: each step takes away the one that won.
func TestBackendOrder(t *testing.T) {
	home := quietEnvironment(t)
	login := `{"current": "gs://from-login", "accessTokens": {}}`
	if err := os.WriteFile(filepath.Join(home, "credentials.json"), []byte(login), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PULUMI_BACKEND_URL", "s3://from-environment")
	root := t.TempDir()
	check := func(s Settings, url, source string) {
		t.Helper()
		s.Root = root
		b, err := findBackend(s, home)
		if err != nil {
			t.Fatal(err)
		}
		if b.url != url || b.source != source {
			t.Errorf("got %s (%s), want %s (%s)", b.url, b.source, url, source)
		}
	}
	check(Settings{Backend: "azblob://from-flag"}, "azblob://from-flag", "--backend")
	check(Settings{}, "s3://from-environment", "PULUMI_BACKEND_URL")
	t.Setenv("PULUMI_BACKEND_URL", "")
	check(Settings{}, "gs://from-login", "pulumi login")
	if err := os.Remove(filepath.Join(home, "credentials.json")); err != nil {
		t.Fatal(err)
	}
	check(Settings{}, "file://"+root+"/.mlauth/state", "embedded default")
	if _, err := os.Stat(filepath.Join(root, ".mlauth")); err == nil {
		t.Error("looking for the backend made the embedded state")
	}
}

func TestFileBackendIsAbsolute(t *testing.T) {
	home := quietEnvironment(t)
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("HOME", dir)
	if err := os.Mkdir("state", 0o700); err != nil {
		t.Fatal(err)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for given, want := range map[string]string{
		"file://./state":               "file://" + here + "/state",
		"file://state":                 "file://" + here + "/state",
		"file://~/state":               "file://" + dir + "/state",
		"file://state?no_tmp_dir=true": "file://" + here + "/state?no_tmp_dir=true",
	} {
		b, err := findBackend(Settings{Backend: given}, home)
		if err != nil {
			t.Errorf("%s: %v", given, err)
		} else if b.url != want {
			t.Errorf("%s became %s, want %s", given, b.url, want)
		}
	}
}

func TestBackendComplaints(t *testing.T) {
	home := quietEnvironment(t)
	for _, test := range []struct {
		settings Settings
		part     string
	}{
		{Settings{Backend: "file:///no/such/folder"}, "does not exist"},
		{Settings{Backend: "my-bucket"}, "is not a URL"},
		{Settings{Backend: "s3://b", SecretsProvider: "passphrase"}, "there is none"},
	} {
		_, err := findBackend(test.settings, home)
		got := asError(t, err)
		if got.ExitCode() != 2 || !strings.Contains(got.Summary, test.part) || got.Remedy == "" {
			t.Errorf("%+v: exit %d, %v", test.settings, got.ExitCode(), got)
		}
	}
	t.Setenv("PULUMI_CONFIG_PASSPHRASE", "")
	if _, err := findBackend(Settings{Backend: "s3://b", SecretsProvider: "passphrase"}, home); err != nil {
		t.Errorf("an empty passphrase is one: %v", err)
	}
	if err := os.WriteFile(filepath.Join(home, "credentials.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := findBackend(Settings{Root: t.TempDir()}, home); asError(t, err).ExitCode() != 2 {
		t.Errorf("a broken login: %v", err)
	}
}
