package deploy

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// embedded is the default state: files in the repository's .mlauth folder,
// encrypted with a generated passphrase beside them. It is for trying things
// out on one machine: a passphrase that lies beside what it encrypts protects
// against a state file that is shown or copied alone, and against nothing else.
type embedded struct {
	dir string // the .mlauth folder
}

func (e *embedded) stateDir() string       { return filepath.Join(e.dir, "state") }
func (e *embedded) passphraseFile() string { return filepath.Join(e.dir, "passphrase") }

// embeddedBackend is the embedded default as a backend. It makes nothing yet;
// a preview leaves the repository as it is.
func embeddedBackend(s Settings) (*backend, error) {
	root, err := filepath.Abs(s.Root)
	if err != nil {
		return nil, err
	}
	e := &embedded{dir: filepath.Join(root, ".mlauth")}
	b := &backend{
		url:             fileURL(e.stateDir()),
		source:          "embedded default",
		secretsProvider: s.SecretsProvider,
		embedded:        e,
	}
	_, err = e.readPassphrase()
	if errors.Is(err, fs.ErrNotExist) {
		return b, e.checkLost()
	}
	return b, err
}

// checkLost fails when there is state but no passphrase: a new one would open
// none of it.
func (e *embedded) checkLost() error {
	stacks, _ := filepath.Glob(filepath.Join(e.stateDir(), ".pulumi", "stacks", "*", "*.json"))
	if len(stacks) == 0 {
		return nil
	}
	return &Error{
		Kind:    Unable,
		Summary: fmt.Sprintf("the passphrase of the embedded state is gone: %s", e.passphraseFile()),
		Remedy: fmt.Sprintf("Put it back from a copy. Without it the state in %s cannot be opened;\n"+
			"move that folder away to begin anew: what it deployed stays in AWS, unmanaged.", e.stateDir()),
	}
}

// create makes the folders and the passphrase where they are missing. Any
// number of processes may do so at once: one passphrase wins for all.
func (b *backend) create() error {
	if b.embedded == nil {
		return nil
	}
	e := b.embedded
	if err := e.createFiles(); err != nil {
		return &Error{
			Kind:    Unable,
			Summary: fmt.Sprintf("the embedded default state cannot be made in %s: %v", e.dir, cause(err)),
			Remedy:  "Make the folder writable, or name another backend with --backend or PULUMI_BACKEND_URL.",
			Err:     err,
		}
	}
	return nil
}

// createFiles makes the state's folder last: where it is, the passphrase is.
func (e *embedded) createFiles() error {
	if err := os.MkdirAll(e.dir, 0o700); err != nil {
		return err
	}
	// State and passphrase must never reach a commit; the file ignores itself.
	ignore := filepath.Join(e.dir, ".gitignore")
	if err := createOnce(ignore, []byte("*\n"), 0o644); err != nil {
		return err
	}
	if _, err := os.Stat(e.passphraseFile()); errors.Is(err, fs.ErrNotExist) {
		key := make([]byte, 32)
		if _, err := rand.Read(key); err != nil {
			return err
		}
		text := base64.RawURLEncoding.EncodeToString(key) + "\n"
		if err := createOnce(e.passphraseFile(), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return os.MkdirAll(e.stateDir(), 0o700)
}

// createOnce creates a file with its whole content in one step, and leaves one
// that is there as it is: a link to a finished file either succeeds or finds
// another's.
func createOnce(path string, content []byte, mode os.FileMode) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".new-")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(content)
	err = errors.Join(err, tmp.Chmod(mode), tmp.Sync(), tmp.Close())
	if err != nil {
		return err
	}
	err = os.Link(tmp.Name(), path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	return createExclusive(path, content, mode)
}

// createExclusive is for file systems without links. Its content appears a
// moment after its name, which readPassphrase allows for.
func createExclusive(path string, content []byte, mode os.FileMode) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Sync(), file.Close())
}

// readPassphrase returns the passphrase, or an error that is fs.ErrNotExist.
func (e *embedded) readPassphrase() (string, error) {
	for try := 0; ; try++ {
		content, err := os.ReadFile(e.passphraseFile())
		if errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if err == nil && strings.HasSuffix(string(content), "\n") {
			return strings.TrimSpace(string(content)), nil
		}
		if err == nil && try < 20 {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if err == nil {
			err = errors.New("it is empty or cut short")
		}
		return "", &Error{
			Kind:    Unable,
			Summary: fmt.Sprintf("the passphrase of the embedded state cannot be read: %v", err),
			Remedy:  "Put " + e.passphraseFile() + " back from a copy.",
			Err:     err,
		}
	}
}

// durable refuses to deploy into the embedded default what must outlive the
// machine: on a CI runner the state dies with the runner, and the next run
// would make a second user pool.
func (b *backend) durable(stack Stack) error {
	if b.embedded == nil || stack.Ephemeral || loopback(stack.AWS.endpoint()) {
		return nil
	}
	var why string
	switch {
	case truthy(os.Getenv("CI")):
		why = "this is a CI run (CI is set), and the state would be lost with the runner"
	case stack.Environment == "prod":
		why = "its environment is prod, and files on one machine with the passphrase beside them are no place for its state"
	default:
		return nil
	}
	return &Error{
		Kind:    Failed,
		Stack:   stack.Name,
		Summary: "no state backend is set, and the embedded default will not do: " + why,
		Remedy: "Name a backend with --backend or PULUMI_BACKEND_URL: s3://bucket, gs://bucket, azblob://container or Pulumi Cloud.\n" +
			"A throw-away stack may use the default: lifecycle.ephemeral: true.",
	}
}

// endpoint is the AWS-compatible endpoint in force, "" for AWS itself.
func (a AWS) endpoint() string {
	if a.EndpointURL != "" {
		return a.EndpointURL
	}
	return os.Getenv("AWS_ENDPOINT_URL")
}

// loopback reports whether a URL leads to this very machine.
func loopback(endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil {
		return false
	}
	host := u.Hostname()
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
