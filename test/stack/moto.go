package stack

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// motoVersion is installed where no Python has moto.
const motoVersion = "5.2.1"

const motoHelp = "Install moto with its server for some Python on PATH (pip install 'moto[server]==" + motoVersion + "')."

var motoWays = []way{
	{"a Python on this machine that has it", motoFound},
	{"installed into a Python of its own", motoInstalled},
}

// motoFound asks the Pythons of this machine, first the one that runs the
// moto_server on PATH.
func motoFound(ctx context.Context, _ cache, _ io.Writer) (string, error) {
	for _, python := range pythons(ctx) {
		if path, err := pythonWithMoto(ctx, python); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("%w: no Python here can import moto.server", errUnavailable)
}

// pythonWithMoto returns the interpreter's own path: what is on PATH may be a
// wrapper that chooses another one in another directory.
func pythonWithMoto(ctx context.Context, python string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	script := "import sys, flask, moto.server; print(sys.executable)"
	output, err := exec.CommandContext(ctx, python, "-c", script).Output()
	return strings.TrimSpace(string(output)), err
}

// pythons lists the interpreters to ask, likely ones first.
func pythons(ctx context.Context) []string {
	var found []string
	if server, err := exec.LookPath("moto_server"); err == nil {
		found = append(found, shebang(server))
	}
	if output, err := exec.CommandContext(ctx, "pyenv", "which", "moto_server").Output(); err == nil {
		found = append(found, shebang(strings.TrimSpace(string(output))))
	}
	for _, name := range []string{"python3", "python"} {
		if path, err := exec.LookPath(name); err == nil {
			found = append(found, path)
		}
	}
	home, _ := os.UserHomeDir()
	versions, _ := filepath.Glob(filepath.Join(home, ".pyenv", "versions", "3.*", "bin", "python"))
	return append(found, versions...)
}

// shebang returns the interpreter that a script names, or nothing that exists.
func shebang(script string) string {
	file, err := os.Open(script)
	if err != nil {
		return ""
	}
	defer file.Close()
	line, _ := bufio.NewReader(file).ReadString('\n')
	fields := strings.Fields(strings.TrimPrefix(line, "#!"))
	if len(fields) != 1 {
		return "" // "env NAME": PATH is asked anyway
	}
	return fields[0]
}

// motoInstalled makes a virtual environment. Whether the package index can be
// reached, pip itself finds out: it may be configured with a mirror.
func motoInstalled(ctx context.Context, c cache, _ io.Writer) (string, error) {
	if os.Getenv(OfflineVariable) == "1" {
		return "", fmt.Errorf("%w: %s=1", errUnavailable, OfflineVariable)
	}
	dir := c.path("moto-" + motoVersion)
	python := filepath.Join(dir, "bin", "python")
	if path, err := pythonWithMoto(ctx, python); err == nil {
		return path, nil
	}
	if err := run(ctx, c.dir, "python3", "-m", "venv", dir); err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	if err := run(ctx, c.dir, python, "-m", "pip", "install", "--quiet", "--retries", "1", "--timeout", "10",
		"moto[server]=="+motoVersion); err != nil {
		return "", err
	}
	return python, nil
}
