package spec

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

var update = flag.Bool("update", false, "write the golden files anew")

// brief is one line per finding: rule, range, message. The range is
// line:column-column, or line:column-line:column when it has several lines.
func brief(l diag.List) string {
	var lines []string
	for _, d := range l {
		end := fmt.Sprint(d.Range.End.Column)
		if d.Range.End.Line != d.Range.Start.Line {
			end = fmt.Sprintf("%d:%d", d.Range.End.Line, d.Range.End.Column)
		}
		lines = append(lines, fmt.Sprintf("%s %d:%d-%s %s", d.Rule, d.Range.Start.Line, d.Range.Start.Column, end, d.Message))
	}
	return strings.Join(lines, "\n")
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run with -update to write it)", err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got:\n%s", file, got)
	}
}
