// Package editor_test holds what editors show of a spec: it speaks to the
// language server that they use for YAML, as package.json pins it. npm puts the
// server into the cache of the tests. Where there is no npm, or it cannot reach
// its registry, the tests are skipped, or fail with MLAUTH_REQUIRE_ENGINE=1.
package editor_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/lockedfile"
)

var installed = sync.OnceValues(install)

// server is the program of the language server.
func server(t *testing.T) string {
	t.Helper()
	program, err := installed()
	switch {
	case err == nil:
		return program
	case os.Getenv("MLAUTH_REQUIRE_ENGINE") == "1":
		t.Fatal(err)
	}
	t.Skipf("%v; MLAUTH_REQUIRE_ENGINE=1 makes this a failure", err)
	return ""
}

// install puts the server into the cache, once for each package-lock.json.
func install() (string, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return "", fmt.Errorf("the tests of what editors show need Node.js with npm: %w", err)
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", fmt.Errorf("the tests of what editors show need npm, of Node.js: %w", err)
	}
	hash := sha256.New()
	files := map[string][]byte{"package.json": nil, "package-lock.json": nil}
	for _, name := range []string{"package.json", "package-lock.json"} {
		if files[name], err = os.ReadFile(name); err != nil {
			return "", err
		}
		hash.Write(files[name])
	}
	cache, err := cacheFolder()
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "editor-"+hex.EncodeToString(hash.Sum(nil))[:16])
	program := filepath.Join(folder, "node_modules", "yaml-language-server", "bin", "yaml-language-server")
	unlock, err := lockedfile.MutexAt(folder + ".lock").Lock()
	if err != nil {
		return "", err
	}
	defer unlock()
	if _, err := os.Stat(filepath.Join(folder, "complete")); err == nil {
		return program, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return "", err
		}
	}
	command := exec.Command(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1")
	command.Dir = folder
	if out, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm could not install yaml-language-server (is its registry in reach?): %w\n%s", err, out)
	}
	if out, err := exec.Command(node, "--check", program).CombinedOutput(); err != nil {
		return "", fmt.Errorf("npm installed no yaml-language-server: %w\n%s", err, out)
	}
	return program, os.WriteFile(filepath.Join(folder, "complete"), nil, 0o644)
}

// cacheFolder is that of test/stack.
func cacheFolder() (string, error) {
	if dir := os.Getenv("MLAUTH_TEST_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	user, err := os.UserCacheDir()
	return filepath.Join(user, "mlauth-compile", "test"), err
}
