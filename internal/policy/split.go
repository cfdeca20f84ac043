package policy

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// IAM's limits, in characters without white space.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const (
	MaxInline   = 10240 // all inline policies of a role together
	MaxManaged  = 6144  // one managed policy
	MaxAttached = 10    // managed policies of a role
	MaxTrust    = 2048  // a role's trust policy; AWS raises it to 8192 on request
)

// Split divides permissions where they are too large for one inline policy.
// Inline comes first: it lives and dies with its role, and nobody can attach it
// to another. The limit is on all inline policies of a role together, so that
// several of them gain nothing; what is over goes to managed policies.
func Split(d Document) (inline Document, managed []Document) {
	if d.Within(MaxInline) {
		return d, nil
	}
	pieces := d.pieces(MaxManaged)
	inline, pieces = fill(pieces, MaxInline)
	for len(pieces) > 0 {
		var one Document
		one, pieces = fill(pieces, MaxManaged)
		managed = append(managed, one)
	}
	return inline, managed
}

// fill takes statements from the front while they fit, and at least one.
func fill(statements []Statement, limit int) (full Document, left []Statement) {
	n := 1
	for n < len(statements) && Document(statements[:n+1]).Within(limit) {
		n++
	}
	return statements[:n], statements[n:]
}

// pieces are the statements, those that alone are over the limit divided by
// their resources.
func (d Document) pieces(limit int) []Statement {
	var out []Statement
	for _, s := range d {
		out = append(out, s.halves(limit)...)
	}
	return out
}

func (s Statement) halves(limit int) []Statement {
	if (Document{s}).Within(limit) || len(s.Resources) < 2 {
		return []Statement{s}
	}
	first, second := s, s
	middle := len(s.Resources) / 2
	first.Resources, second.Resources = s.Resources[:middle], s.Resources[middle:]
	return slices.Concat(first.halves(limit), second.halves(limit))
}

// Fits reports whether a role can hold its permissions, beside the managed
// policies that it names. Merging only makes them shorter: what fits without is
// not merged.
func Fits(p spec.Permissions, at Place) bool {
	written, attached := statements(p, at), len(p.ManagedPolicies)
	if Document(written).bound() <= MaxInline && attached <= MaxAttached {
		return true
	}
	return fits(merge(written), attached)
}

func fits(d Document, attached int) bool {
	inline, managed := Split(d)
	if !inline.Within(MaxInline) || attached+len(managed) > MaxAttached {
		return false
	}
	return !slices.ContainsFunc(managed, func(m Document) bool { return !m.Within(MaxManaged) })
}
