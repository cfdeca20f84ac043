package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Streams are where a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// Ask is set when a person can be asked: input and error output are a
	// terminal.
	Ask bool
	// Live is set when error output is a terminal that lines can be redrawn on.
	Live bool
	// LookOut and LookErr say whether the outputs take colours, and how wide they are.
	LookOut, LookErr diag.Look
}

// OSStreams are those of the process. Colours follow the terminal and NO_COLOR
// (https://no-color.org).
func OSStreams() Streams {
	terminal := func(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
	plain := os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"
	return Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Ask:     terminal(os.Stdin) && terminal(os.Stderr),
		Live:    terminal(os.Stderr) && os.Getenv("TERM") != "dumb" && os.Getenv("CI") == "",
		LookOut: look(os.Stdout, !plain),
		LookErr: look(os.Stderr, !plain),
	}
}

// look is what an output can show, which is nothing particular where it is no terminal.
func look(f *os.File, color bool) diag.Look {
	if !term.IsTerminal(int(f.Fd())) {
		return diag.Look{}
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		width = 0
	}
	return diag.Look{Color: color, Width: width}
}

// fail shows a failure: what went wrong, what to do, and the engine's words.
func (s Streams) fail(e *deploy.Error) {
	heading := "error"
	if e.Stack != "" {
		heading = e.Stack + ": error"
	}
	fmt.Fprintf(s.Err, "%s: %s\n", s.paint(red, heading), e.Summary)
	if e.Remedy != "" {
		fmt.Fprintf(s.Err, "%s\n", indent(e.Remedy, "  "))
	}
	if e.Detail != "" {
		fmt.Fprintf(s.Err, "\n  In its own words:\n%s\n", indent(e.Detail, "  | "))
	}
}

func indent(text, by string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return by + strings.Join(lines, "\n"+by)
}

// Colours, as ANSI parameters.
const (
	red    = "31;1"
	green  = "32"
	yellow = "33"
	bold   = "1"
	dim    = "2"
)

func (s Streams) paint(color, text string) string { return paint(s.LookErr.Color, color, text) }

func paint(on bool, color, text string) string {
	if !on {
		return text
	}
	return "\x1b[" + color + "m" + text + "\x1b[0m"
}
