package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The README's spec is good, and a mistake in the tour's is shown as the README
// says.
func TestREADME(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	spec := block(t, string(text), "```yaml\n")
	console := block(t, string(text), "```console\n$ mlauth-compile validate specs/console.yaml\n")
	if out, code := inProject(t, spec, "validate"); code != 0 {
		t.Errorf("the README's spec is not valid:\n%s", out)
	}
	template, err := os.ReadFile("../../internal/cli/templates/oidc-login.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out, code := inProject(t, strings.Replace(string(template), "issuer:", "isuer:", 1), "validate", "specs/console.yaml")
	if code != 1 || out != console {
		t.Errorf("exit code %d, and the README shows\n%s\nbut it is\n%s", code, console, out)
	}
}

// block returns the first fenced block of a text that begins with a line.
func block(t *testing.T, text, begin string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, begin)
	inside, _, closed := strings.Cut(rest, "```\n")
	if !found || !closed {
		t.Fatalf("the README has no block %q", begin)
	}
	return inside
}

// inProject runs the tool in a repository with one spec.
func inProject(t *testing.T, spec string, args ...string) (out string, code int) {
	t.Helper()
	dir := t.TempDir()
	for _, sub := range []string{".git", "specs"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "specs", "console.yaml"), []byte(spec), 0o644); err != nil {
		t.Fatal(err)
	}
	var both bytes.Buffer
	command := exec.Command("mlauth-compile", args...)
	command.Dir, command.Stdout, command.Stderr = dir, &both, &both
	_ = command.Run() // a finding is no failure of the test; the code tells
	return both.String(), command.ProcessState.ExitCode()
}

// What the README shows on command lines exists: the commands, and their flags.
func TestREADMECommands(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	help := map[string]string{}
	for _, line := range regexp.MustCompile(`(?m)^(?:    |\$ )mlauth-compile (.*)$`).FindAllStringSubmatch(string(text), -1) {
		words := strings.Fields(line[1])
		if help[words[0]] == "" {
			out, code := inProject(t, "", words[0], "--help")
			if code != 0 || !strings.Contains(out, "mlauth-compile "+words[0]+" ") {
				t.Errorf("there is no command %s", words[0])
			}
			help[words[0]] = out
		}
		for _, word := range words[1:] {
			if strings.HasPrefix(word, "--") && !strings.Contains(help[words[0]], " "+word+" ") {
				t.Errorf("%s has no flag %s", words[0], word)
			}
		}
	}
	if len(help) < 8 {
		t.Errorf("the README shows only %d commands", len(help))
	}
}

// Exit codes are the same in the README and in the help, and a rule is explained.
func TestREADMEExitCodesAndRules(t *testing.T) {
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	help, _ := inProject(t, "", "--help")
	help = strings.Join(strings.Fields(help), " ")
	codes := regexp.MustCompile(`(?m)^\| (\d+) \|`).FindAllStringSubmatch(string(text), -1)
	for _, code := range codes {
		if !regexp.MustCompile(`[:;] ` + code[1] + ` `).MatchString(help) {
			t.Errorf("--help does not say what exit code %s is", code[1])
		}
	}
	if len(codes) != 6 {
		t.Errorf("the README has %d exit codes", len(codes))
	}
	out, code := inProject(t, "", "explain", "mla010")
	if code != 0 || !strings.HasPrefix(out, "MLA010: ") || !strings.Contains(out, "Passes:") || strings.Contains(out, "MLA011:") {
		t.Errorf("explain MLA010: exit code %d\n%s", code, out)
	}
}
