package heap

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// The memory that the program begins with has been asked for on large pages.
func TestOnLargePages(t *testing.T) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		t.Skip("the environment sets the collector's pace")
	}
	const setting = "/sys/kernel/mm/transparent_hugepage/enabled"
	if state, err := os.ReadFile(setting); err != nil || strings.Contains(string(state), "[never]") {
		t.Skipf("this machine has no transparent huge pages: %s %v", state, err)
	}
	maps, err := os.ReadFile("/proc/self/smaps") // what each piece of memory is: proc_pid_smaps(5)
	if err != nil {
		t.Skip(err)
	}
	if !regexp.MustCompile(`(?m)^VmFlags:.* hg\b`).Match(maps) {
		t.Error("no memory was asked for on large pages")
	}
}
