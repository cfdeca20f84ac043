package diag

// Rule is what stands behind findings: one thing that must hold.
type Rule struct {
	ID       string // stable, never reused: MLA010
	Severity Severity
	Title    string // what must hold, in one line
}
