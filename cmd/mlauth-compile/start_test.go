package main

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// initialised is a line of GODEBUG=inittrace=1: a package, and the bytes that
// it took before main began.
var initialised = regexp.MustCompile(`^init (\S+) @.* (\d+) bytes, \d+ allocs$`)

// Nothing of ours works before main begins: every command would wait for it. A
// pattern of Unicode classes alone can take megabytes, and milliseconds. The
// exception is internal/heap, which asks for the heap's first 64 MB and writes
// none of them.
func TestStartIsIdle(t *testing.T) {
	const most, ours = 400 << 10, "github.com/mlauth/mlauth-compile/"
	asked := map[string]int{ours + "internal/heap": 64 << 20}
	command := exec.Command("mlauth-compile", "version")
	command.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	seen := 0
	for line := range strings.Lines(string(out)) {
		m := initialised.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || !strings.HasPrefix(m[1], ours) {
			continue
		}
		seen++
		if bytes, err := strconv.Atoi(m[2]); err != nil || bytes > most+asked[m[1]] {
			t.Errorf("%s takes %s bytes before main begins; let the first use make what it needs", strings.TrimPrefix(m[1], ours), m[2])
		}
	}
	if seen < 5 {
		t.Errorf("only %d packages are in the trace:\n%.1000s", seen, out)
	}
}
