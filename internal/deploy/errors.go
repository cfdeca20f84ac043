package deploy

import "strings"

// Kind is why an operation did not succeed, as far as an exit code goes.
type Kind int

// The kinds of failure.
const (
	Failed      Kind = iota // the operation failed
	Unable                  // it could not even begin: no engine, no plugin, bad settings
	Refused                 // it was stopped, because it would remove what is protected
	Interrupted             // the user stopped it
)

// Error is a failure in a user's words.
type Error struct {
	Kind  Kind
	Stack string // "" when it concerns no single stack
	// Summary is one sentence: what went wrong.
	Summary string
	// Remedy says what to do about it; it may be several lines.
	Remedy string
	// Resources are the logical names of those that failed or are protected,
	// sorted.
	Resources []string
	// Detail is the engine's own text, scrubbed, for the end of a report.
	Detail string
	// Err is the cause where there is one worth unwrapping. Its text is not
	// scrubbed and must not be shown.
	Err error
}

// Error returns everything but the stack's name, the engine's text last.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Summary)
	if e.Remedy != "" {
		b.WriteString("\n" + e.Remedy)
	}
	if e.Detail != "" {
		b.WriteString("\n\n" + e.Detail)
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// ExitCode is the process's exit code for this failure alone.
func (e *Error) ExitCode() int {
	switch e.Kind {
	case Unable:
		return 2
	case Refused:
		return 4
	case Interrupted:
		return 130
	default:
		return 1
	}
}
