package cli

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/accept"
	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/check"
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
	list(&b, "With it, the next deploy also changes what follows from it:", result.Beside)
	list(&b, "No field of the spec says this; the next deploy brings it back:", result.Rest)
	_, err = io.WriteString(w, b.String())
	return err
}

// recompile compiles another text of a spec, beside the specs that were read
// with it.
func (c *compiled) recompile(of *spec.Spec) accept.Compile {
	others := slices.DeleteFunc(slices.Clone(c.specs), func(s *spec.Spec) bool { return s == of })
	return func(text []byte) *spec.Spec {
		loader := spec.NewLoader(c.repo.fragment, c.settings)
		s, findings := loader.Compile(of.File, text)
		if s == nil || findings.HasErrors() || loader.Findings().HasErrors() {
			return nil
		}
		s.ReadFiles(c.repo.read)
		if check.Specs([]*spec.Spec{s}, others...).HasErrors() {
			return nil
		}
		s.AWS = withEndpoint(s.AWS)
		return s
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
