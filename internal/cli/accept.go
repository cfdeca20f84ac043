package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/accept"
	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/review"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// accept prints the edit of a stack's spec that says what AWS has.
func (c *compiled) accept(w io.Writer, stack string, steps []change.Step) error {
	at := slices.IndexFunc(c.specs, func(s *spec.Spec) bool { return s.Metadata.Name == stack })
	if at < 0 {
		return nil
	}
	file := c.specs[at].File
	text := c.texts[file].data
	if !bytes.Equal(c.display(file), text) {
		return fmt.Errorf("%s holds what looks like a secret: no patch of it is printed", file)
	}
	result, err := accept.Find(file, text, c.recompile(c.specs[at]), steps)
	if err != nil {
		return err
	}
	var b strings.Builder
	if patch := accept.Unified(file, text, result.Text); patch != "" {
		fmt.Fprintf(&b, "\nThis edit of %s settles it; patch -p0 applies it:\n\n%s", file, patch)
		if slices.ContainsFunc(result.Settled, func(d accept.Difference) bool { return d.Path == "" }) {
			fmt.Fprintln(&b, "\nWhat is gone already needs no entry in lifecycle.acknowledge.")
		}
	}
	covers(&b, result.Covered)
	list(&b, "With it, the next deploy also changes what follows from it:", result.Beside)
	list(&b, "No edit of the spec says this; the next deploy brings it back:", result.Rest)
	refused(&b, result.Refused)
	_, err = io.WriteString(w, b.String())
	return err
}

// recompile compiles another text of a spec, beside the specs that were read
// with it.
func (c *compiled) recompile(of *spec.Spec) accept.Compile {
	others := slices.DeleteFunc(slices.Clone(c.specs), func(s *spec.Spec) bool { return s == of })
	return func(text []byte) (*spec.Spec, error) {
		loader := spec.NewLoader(c.repo.fragment, c.settings)
		s, findings := loader.Compile(of.File, text)
		if findings = append(findings, loader.Findings()...); s == nil || findings.HasErrors() {
			return nil, errors.New("no spec")
		}
		s.ReadFiles(c.repo.read)
		s.AWS = withEndpoint(s.AWS)
		return s, firstError(check.Specs([]*spec.Spec{s}, others...))
	}
}

func firstError(findings diag.List) error {
	for _, d := range findings {
		if d.Severity == diag.Error {
			return fmt.Errorf("%s [%s]", d.Message, d.Rule)
		}
	}
	return nil
}

// covers names the values of fragments that the edit says otherwise.
func covers(b *strings.Builder, all []*spec.Node) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintln(b, "\nIt says otherwise, for this spec alone, what a fragment says:")
	for _, n := range all {
		at := n.Range()
		fmt.Fprintf(b, "  %s:%d: %s\n", at.File, at.Start.Line, strings.ReplaceAll(strings.TrimPrefix(n.Path(), "/"), "/", "."))
	}
}

// refused writes what could be said, and what the checks have against it.
func refused(b *strings.Builder, all []accept.Refusal) {
	for _, r := range all {
		list(b, "The checks refuse the edit that says this; the next deploy brings it back:", []accept.Difference{r.Difference})
		fmt.Fprintf(b, "    %s\n", r.Why)
	}
}

// list writes differences under a heading; nothing where there are none.
func list(b *strings.Builder, heading string, all []accept.Difference) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", heading)
	for _, d := range all {
		if d.Path == "" {
			fmt.Fprintf(b, "  %s is gone\n", d.Resource)
			continue
		}
		fmt.Fprintf(b, "  %s: %s: %s → %s\n", d.Resource, d.Path, orNothing(d.Old), orNothing(d.New))
	}
}

func orNothing(v any) string {
	if v == nil {
		return "nothing"
	}
	return review.Value(v)
}
