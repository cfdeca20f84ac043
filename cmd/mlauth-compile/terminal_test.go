package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// On a terminal the program starts without asking it anything.
func TestTerminalIsNotAsked(t *testing.T) {
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("script, which gives a program a terminal, is not on this machine")
	}
	command := exec.Command(script, "-qec", "mlauth-compile version", "/dev/null")
	command.Env = append(os.Environ(), "TERM=xterm-256color", "CI=")
	out, err := command.Output()
	if err != nil || !strings.Contains(string(out), "plugin") {
		t.Fatalf("it does not run on a terminal: %v\n%s", err, out)
	}
	if strings.Contains(string(out), "\x1b") {
		t.Errorf("the terminal is asked something: %q", out)
	}
}

// A source line is cut to what the terminal shows without breaking it.
func TestTerminalsWidth(t *testing.T) {
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("script, which gives a program a terminal, is not on this machine")
	}
	file := filepath.Join(t.TempDir(), "spec.yaml")
	text := "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: " + strings.Repeat("x", 50) + ", tame: y}\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command(script, "-qc", "stty cols 50; mlauth-compile validate "+file, "/dev/null")
	command.Env = append(os.Environ(), "TERM=xterm", "NO_COLOR=1")
	out, err := command.Output()
	if err != nil || !strings.Contains(string(out), "x, tame: y}\r\n"+strings.Repeat(" ", 4+1+14)+"^~~~\r\n") {
		t.Errorf("%v\n%s", err, out)
	}
}
