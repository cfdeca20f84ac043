// Command summary makes "go test -json" readable: a line a package, the output
// of what failed, and at the end what was skipped and why, and how many passed.
// What a test logs as "note: " is shown of one that passes, too: a seed, a budget.
//
//	go test -json ./... | summary
//
// It exits with 1 when anything failed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

// event is what "go test -json" prints (go doc test2json), as far as it is
// read here.
type event struct {
	Action     string
	Package    string
	ImportPath string // of build output
	Test       string
	Output     string
	Elapsed    float64 // seconds
}

type test struct{ pkg, name string }

// summary is what came of the tests so far.
type summary struct {
	out            io.Writer
	outputs        map[test]string
	skipped        []string
	passed, failed int
	broken         bool // a package that failed without a failed test
}

func main() {
	s := &summary{out: os.Stdout, outputs: map[test]string{}}
	if err := s.read(os.Stdin); err != nil {
		fmt.Fprintln(os.Stderr, "summary:", err)
		os.Exit(2)
	}
	s.close()
	if s.failed > 0 || s.broken {
		os.Exit(1)
	}
}

func (s *summary) read(r io.Reader) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadBytes('\n')
		var e event
		if json.Unmarshal(line, &e) == nil && e.Action != "" {
			s.take(e)
		} else if len(line) > 0 {
			fmt.Fprint(s.out, string(line)) // not an event: the toolchain's own words
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (s *summary) take(e event) {
	key := test{e.Package, e.Test}
	switch {
	case e.Action == "build-output":
		fmt.Fprint(s.out, e.Output)
	case e.Action == "output":
		s.outputs[key] += e.Output
	case e.Test == "":
		s.endPackage(e, key)
	case e.Action == "pass":
		s.passed++
		s.notes(key)
		delete(s.outputs, key)
	case e.Action == "skip":
		s.skipped = append(s.skipped, e.Package+" "+e.Test+": "+reason(s.outputs[key]))
	case e.Action == "fail":
		s.failed++
		fmt.Fprintf(s.out, "%s\n%s", e.Package, s.outputs[key])
	}
}

// notes shows what a test that passed has for everybody to see.
func (s *summary) notes(key test) {
	for line := range strings.Lines(s.outputs[key]) {
		if _, text, ok := strings.Cut(line, ": note: "); ok {
			fmt.Fprintf(s.out, "%s: %s", key.name, text)
		}
	}
}

func (s *summary) endPackage(e event, key test) {
	switch e.Action {
	case "pass":
		fmt.Fprintf(s.out, "ok    %s  %.1f s\n", e.Package, e.Elapsed)
	case "fail":
		s.broken = true
		fmt.Fprintf(s.out, "%sFAIL  %s  %.1f s\n", s.outputs[key], e.Package, e.Elapsed)
	}
}

// reason is what a test said when it skipped itself.
func reason(output string) string {
	var said []string
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "===") && !strings.HasPrefix(line, "---") {
			said = append(said, line)
		}
	}
	return strings.Join(said, " ")
}

func (s *summary) close() {
	for _, line := range s.skipped {
		fmt.Fprintln(s.out, "skipped:", line)
	}
	fmt.Fprintf(s.out, "%d passed, %d failed, %d skipped\n", s.passed, s.failed, len(s.skipped))
}
