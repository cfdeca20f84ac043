package main

import (
	"os"
	"os/exec"
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
