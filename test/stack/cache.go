package stack

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// CacheVariable names the directory that holds what Setup has made.
const CacheVariable = "MLAUTH_TEST_CACHE"

// Parts are the programs that a stack is made of. They are remembered in the
// cache as long as the sources and versions they come from stay the same.
type Parts struct {
	Key      string            `json:"key"`
	Engine   string            `json:"engine"` // the pulumi program
	Plugin   string            `json:"plugin"` // the directory that holds pulumi-resource-aws
	Python   string            `json:"python"` // an interpreter that can import moto
	TookFrom map[string]string `json:"tookFrom"`
}

// cache is the directory that parts are built in.
type cache struct {
	dir  string
	root string // of the repository
}

// openCache finds the cache and the repository. It makes the directory.
func openCache() (cache, error) {
	root, err := repository()
	if err != nil {
		return cache{}, err
	}
	dir := os.Getenv(CacheVariable)
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return cache{}, fmt.Errorf("no cache directory, set %s: %w", CacheVariable, err)
		}
		dir = filepath.Join(user, "mlauth-compile", "test")
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return cache{}, err
	}
	return cache{dir: dir, root: root}, os.MkdirAll(dir, 0o755)
}

// repository finds the repository's root from the working directory, which for
// a test is its package's directory.
func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "test", "engine", "go.mod")); err == nil {
			return dir, nil
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		return "", errors.New("not inside the mlauth-compile repository")
	}
}

// lock keeps other processes from building the same parts meanwhile.
func (c cache) lock() (unlock func(), err error) {
	return lockedfile.MutexAt(filepath.Join(c.dir, "lock")).Lock()
}

func (c cache) path(parts ...string) string {
	return filepath.Join(append([]string{c.dir}, parts...)...)
}

// recall returns the parts that an earlier Setup has left, if they still fit.
func (c cache) recall(key string) (Parts, error) {
	var parts Parts
	text, err := os.ReadFile(c.path("parts.json"))
	if err != nil {
		return parts, errors.New("the test stack is not set up")
	}
	if err := json.Unmarshal(text, &parts); err != nil || parts.Key != key {
		return parts, errors.New("the test stack was set up from other sources")
	}
	for _, path := range []string{parts.Engine, parts.pluginProgram(), parts.Python} {
		if _, err := os.Stat(path); err != nil {
			return parts, fmt.Errorf("a part of the test stack is gone: %w", err)
		}
	}
	return parts, nil
}

// remember saves the parts for recall.
func (c cache) remember(parts Parts) error {
	text, err := json.MarshalIndent(parts, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(c.path("parts.json"), append(text, '\n'), 0o644)
}

// key is a hash of everything that decides what the parts are.
func (c cache) key(ctx context.Context) (string, error) {
	hash := sha256.New()
	fmt.Fprintln(hash, engineVersion, pluginVersion, terraformVersion, motoVersion)
	for _, pattern := range []string{"test/engine/go.mod", "test/bridge/go.mod", "test/plugin/*.go"} {
		files, err := fs.Glob(os.DirFS(c.root), pattern)
		if err != nil {
			return "", err
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(filepath.Join(c.root, file))
			if err != nil {
				return "", err
			}
			fmt.Fprintf(hash, "%s %x\n", file, sha256.Sum256(text))
		}
	}
	return hex.EncodeToString(hash.Sum(nil))[:16], ctx.Err()
}
