package main

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mlauth-compile": main})
}

// TestScripts runs the command lines of testdata/script, which need neither
// engine nor network. Those that do are in test/e2e.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			// TOOL is a PATH on which there is the tool alone.
			tool, err := exec.LookPath("mlauth-compile")
			env.Setenv("TOOL", filepath.Dir(tool))
			return err
		},
	})
}
