package stack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// RequireVariable, set to 1, makes tests set the stack up, and fail where that
// does not work, instead of skipping.
const RequireVariable = "MLAUTH_REQUIRE_ENGINE"

// Stack is what the tests of one process share: the parts and one emulator.
type Stack struct {
	Parts    Parts
	Emulator *Emulator
	cache    cache
	faults   *faults
}

// shared starts the stack of this process once. The emulator ends with the
// process, so that nobody has to stop it.
var shared = sync.OnceValues(start)

// accounts counts the accounts handed out; the emulator is this process's own,
// so that the numbers need not differ from another process's.
var accounts atomic.Int64

// Start returns the stack of this process. A test that calls it is skipped
// where the stack has not been set up and is not required.
func Start(t testing.TB) *Stack {
	t.Helper()
	if os.Getenv(RequireVariable) != "1" {
		if err := ready(context.Background()); err != nil {
			t.Skipf("%v; run \"go run ./test/cmd/teststack setup\", or set %s=1", err, RequireVariable)
		}
	}
	s, err := shared()
	if err != nil {
		t.Fatalf("start the test stack: %v", err)
	}
	return s
}

// ready says what is missing for the stack to start at once.
func ready(ctx context.Context) error {
	c, err := openCache()
	if err != nil {
		return err
	}
	key, err := c.key(ctx)
	if err != nil {
		return err
	}
	_, err = c.recall(key)
	return err
}

func start() (*Stack, error) {
	ctx := context.Background()
	c, err := openCache()
	if err != nil {
		return nil, err
	}
	parts, err := Setup(ctx, os.Stderr)
	if err != nil {
		return nil, err
	}
	said := &faults{}
	emulator, err := StartEmulator(ctx, parts, said)
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, said.take())
	}
	return &Stack{Parts: parts, Emulator: emulator, cache: c, faults: said}, nil
}

// Account returns an account that no other test uses, with directories that
// last as long as the test. A test during which the emulator itself failed has
// failed, whatever it saw.
func (s *Stack) Account(t testing.TB) *Account {
	t.Helper()
	id := fmt.Sprintf("1%011d", accounts.Add(1))
	account, err := newAccount(s.Parts, s.Emulator.URL, id, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if said := s.faults.take(); said != "" {
			t.Errorf("the emulator failed:\n%s", said)
		}
	})
	return account
}

// binary builds the compiler once for a process. Go does not link again what
// is up to date.
var binary = sync.OnceValues(func() (string, error) {
	c, err := openCache()
	if err != nil {
		return "", err
	}
	unlock, err := c.lock()
	if err != nil {
		return "", err
	}
	defer unlock()
	checkout := sha256.Sum256([]byte(c.root)) // each has a compiler of its own
	path := c.path("bin", hex.EncodeToString(checkout[:6]), "mlauth-compile")
	return path, run(context.Background(), c.root, "go", "build", "-o", path, "./cmd/mlauth-compile")
})

// Binary returns the path of the compiler, built from this repository.
func (s *Stack) Binary(t testing.TB) string {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatalf("build mlauth-compile: %v", err)
	}
	return path
}

// Root returns the repository's root.
func (s *Stack) Root() string { return s.cache.root }

// NewAccount returns an account outside a test, in a directory of the caller's.
func NewAccount(parts Parts, emulator *Emulator, id, dir string) (*Account, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	return newAccount(parts, emulator.URL, id, dir)
}
