package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

const ajvVersion = "5.0.0"

// programs are what is measured; ajv is "" where there is no npm.
type programs struct {
	ours, parse, kubeconform, ajv, schema string
}

// build makes the programs; skipped says why one is missing.
func build(root, bin string) (p programs, skipped []string, err error) {
	p = programs{
		ours: filepath.Join(bin, "mlauth-compile"), parse: filepath.Join(bin, "yamlparse"), kubeconform: filepath.Join(bin, "kubeconform"),
		schema: filepath.Join(root, "schema", "mlauth.schema.json"),
	}
	for _, args := range [][]string{
		{"build", "-o", p.ours, "./cmd/mlauth-compile"},
		{"build", "-o", p.parse, "./test/cmd/yamlparse"},
		{"build", "-modfile", "test/kubeconform/go.mod", "-o", p.kubeconform, "github.com/yannh/kubeconform/cmd/kubeconform"},
	} {
		if err := quietly(root, "go", args...); err != nil {
			return p, nil, err
		}
	}
	if _, err := exec.LookPath("npm"); err != nil {
		return p, []string{"ajv-cli, which needs npm"}, nil
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return p, nil, err
	}
	ajv := filepath.Join(cache, "mlauth-compile", "ajv-cli-"+ajvVersion)
	p.ajv = filepath.Join(ajv, "node_modules", ".bin", "ajv")
	if _, err := os.Stat(p.ajv); err == nil {
		return p, nil, nil
	}
	if err := os.MkdirAll(ajv, 0o755); err != nil {
		return p, nil, err
	}
	return p, nil, quietly(ajv, "npm", "install", "--silent", "--no-save", "--prefix", ".", "ajv-cli@"+ajvVersion)
}

// quietly runs a command whose output matters only when it fails.
func quietly(dir, name string, args ...string) error {
	command := exec.Command(name, args...)
	command.Dir = dir
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %v: %w\n%s", name, args, err, out)
	}
	return nil
}
