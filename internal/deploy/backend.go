package deploy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// backend is where state is kept, and how its secrets are encrypted.
type backend struct {
	url    string
	source string // who said so, in words
	// secretsProvider is for new stacks; an existing one's is in its state. ""
	// is the backend's own: a passphrase for files and buckets, the service's
	// key for Pulumi Cloud.
	secretsProvider string
	// embedded is set for the default state in the repository.
	embedded *embedded
	// throwaway is the passphrase of a backend that is made for one preview.
	throwaway string
}

// findBackend settles the backend: the caller's word, then PULUMI_BACKEND_URL,
// then what `pulumi login` left, then files in the repository.
func findBackend(s Settings, home string) (*backend, error) {
	b := &backend{url: s.Backend, source: cmp.Or(s.BackendFrom, "--backend"), secretsProvider: s.SecretsProvider}
	if b.url == "" {
		b.url, b.source = os.Getenv("PULUMI_BACKEND_URL"), "PULUMI_BACKEND_URL"
	}
	if b.url == "" {
		current, err := loggedIn(home)
		if err != nil {
			return nil, err
		}
		b.url, b.source = current, "pulumi login"
	}
	if b.url == "" {
		return embeddedBackend(s)
	}
	if err := b.normalise(); err != nil {
		return nil, err
	}
	return b, b.checkPassphrase()
}

// loggedIn returns the backend that Pulumi's own login points to, if any.
func loggedIn(home string) (string, error) {
	dir := os.Getenv("PULUMI_CREDENTIALS_PATH")
	if dir == "" {
		dir = home
	}
	path := filepath.Join(dir, "credentials.json")
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return "", nil
	}
	var login struct {
		Current string `json:"current"`
	}
	if err == nil {
		err = json.Unmarshal(data, &login)
	}
	if err != nil {
		return "", &Error{
			Kind:    Unable,
			Summary: fmt.Sprintf("the login that `pulumi login` keeps cannot be read: %s: %v", path, err),
			Remedy:  "Log in again with `pulumi login`, or name a backend with --backend or PULUMI_BACKEND_URL.",
		}
	}
	return login.Current, nil
}

// normalise makes the folder of a file backend absolute, since the engine works
// elsewhere, and checks that it is there: the engine's own complaint comes late
// and a misspelt folder must not become a second, empty state.
func (b *backend) normalise() error {
	path, isFile := strings.CutPrefix(b.url, "file://")
	if !isFile {
		if _, err := url.Parse(b.url); err != nil || !strings.Contains(b.url, "://") {
			return &Error{
				Kind:    Unable,
				Summary: fmt.Sprintf("the state backend %q (%s) is not a URL", b.url, b.source),
				Remedy:  "Write it as for `pulumi login`: s3://bucket, gs://bucket, azblob://container, https://api.pulumi.com, file:///folder.",
			}
		}
		return nil
	}
	path, query, hasQuery := strings.Cut(path, "?")
	if rest, isHome := strings.CutPrefix(path, "~"); isHome {
		home, err := os.UserHomeDir()
		if err != nil {
			return err
		}
		path = home + rest
	}
	// file:///C:/state has a slash too many for Windows.
	if runtime.GOOS == "windows" {
		path = strings.TrimPrefix(path, "/")
	}
	abs, err := filepath.Abs(filepath.FromSlash(path))
	if err != nil {
		return err
	}
	if info, err := os.Stat(abs); err != nil || !info.IsDir() {
		return &Error{
			Kind:    Unable,
			Summary: fmt.Sprintf("the folder of the state backend %s (%s) does not exist", b.url, b.source),
			Remedy:  "Make it with: mkdir -p " + abs,
		}
	}
	b.url = fileURL(abs)
	if hasQuery {
		b.url += "?" + query
	}
	return nil
}

func fileURL(path string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	return "file://" + path
}

// checkPassphrase fails when a passphrase is asked for by name and there is
// none. Where it is not named the engine finds out: an existing stack may have
// another provider in its state.
func (b *backend) checkPassphrase() error {
	if b.secretsProvider != "passphrase" || hasPassphrase() {
		return nil
	}
	return passphraseMissing()
}

func hasPassphrase() bool {
	_, direct := os.LookupEnv("PULUMI_CONFIG_PASSPHRASE")
	return direct || os.Getenv("PULUMI_CONFIG_PASSPHRASE_FILE") != ""
}

func passphraseMissing() *Error {
	return &Error{
		Kind:    Unable,
		Summary: "the secrets in the state are encrypted with a passphrase, and there is none",
		Remedy: "Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE to the name of a file with it,\n" +
			"or choose a key for new stacks with --secrets-provider (awskms://alias/…).",
	}
}

// cloud reports whether the backend is Pulumi Cloud or a server of its kind,
// which keeps keys itself.
func (b *backend) cloud() bool {
	return strings.HasPrefix(b.url, "https://") || strings.HasPrefix(b.url, "http://")
}

// describe says in words how a new stack's secrets will be encrypted.
func (b *backend) describeSecrets() string {
	switch {
	case b.secretsProvider != "" && b.secretsProvider != "default" && b.secretsProvider != "passphrase":
		return b.secretsProvider
	case b.embedded != nil:
		return "passphrase, generated, beside the state"
	case b.secretsProvider == "passphrase":
		return b.secretsProvider
	case b.cloud():
		return "the service's own key"
	default:
		return "passphrase"
	}
}

// passphrase is the one that is not the user's to give, "" where there is none.
// The embedded one is read anew each time: another run may just have made it.
func (b *backend) passphrase() (string, error) {
	if b.embedded == nil {
		return b.throwaway, nil
	}
	return b.embedded.readPassphrase()
}

// environ is what the engine is told about the backend.
func (b *backend) environ() ([]string, error) {
	passphrase, err := b.passphrase()
	if err != nil {
		return nil, err
	}
	env := []string{"PULUMI_BACKEND_URL=" + b.url}
	if passphrase != "" {
		env = append(env, "PULUMI_CONFIG_PASSPHRASE="+passphrase)
	}
	return env, nil
}

// present reports whether there can be any stack in the backend at all.
func (b *backend) present() bool {
	if b.embedded == nil {
		return true
	}
	_, err := os.Stat(b.embedded.stateDir())
	return err == nil
}
