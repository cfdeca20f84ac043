package diag

// Severity says how bad a finding is. The zero value is Error, so that a
// finding whose severity was forgotten is not overlooked.
type Severity int

const (
	Error Severity = iota
	Warning
	Info
)

// String is the severity as users read and write it.
func (s Severity) String() string {
	switch s {
	case Warning:
		return "warning"
	case Info:
		return "info"
	default:
		return "error"
	}
}

// MarshalText makes a severity its name in JSON.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Pos is a place in a text. Both numbers start at 1; columns count characters
// (runes), not bytes, as editors do.
type Pos struct{ Line, Column int }

// Before tells whether p stands before q.
func (p Pos) Before(q Pos) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column
}

// Range is a stretch of a file; End is exclusive. A range that ends where it
// starts is a place.
type Range struct {
	File       string
	Start, End Pos
}

// Related is a second place that explains a finding: "first declared here".
type Related struct {
	Range   Range
	Message string
}

// Diagnostic is one finding.
type Diagnostic struct {
	Rule     string // stable ID, never reused: MLA010
	Severity Severity
	Range    Range
	Path     string // JSON pointer into the spec; empty for the whole file
	Message  string // what is wrong, in the user's words
	Remedy   string // what to do about it; empty when the message says it
	Related  []Related
}
