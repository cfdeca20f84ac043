package cli

import (
	"io"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// compiled is what the spec files of a run say, and what is wrong with them.
type compiled struct {
	repo     repository
	files    int
	specs    []*spec.Spec // sorted by file; those that could be read at all
	findings diag.List    // sorted
	sources  diag.Sources
}

// compile reads and checks the specs that paths name. The error is about files
// that cannot be read; everything that is wrong inside them is a finding.
func compile(paths []string, in io.Reader) (*compiled, error) {
	repo, err := openRepository()
	if err != nil {
		return nil, err
	}
	files, err := repo.files(paths, in)
	if err != nil {
		return nil, err
	}
	c := &compiled{repo: repo, files: len(files), sources: diag.Sources{}}
	for _, f := range files {
		s, findings := spec.Compile(f.name, f.data)
		c.findings = append(c.findings, findings...)
		c.sources[f.name] = spec.Redact(f.name, f.data)
		if s != nil {
			s.ReadFiles(repo.read)
			c.specs = append(c.specs, s)
		}
	}
	c.findings = append(c.findings, check.Specs(c.specs)...)
	c.findings.Sort()
	return c, nil
}

// broken reports whether an error stands against a file.
func (c *compiled) broken(file string) bool {
	return slices.ContainsFunc(c.findings, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && d.Range.File == file
	})
}
