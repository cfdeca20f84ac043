package cli

import (
	"io"
	"maps"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// compiled is what the spec files of a run say, and what is wrong with them.
type compiled struct {
	repo     repository
	settings *spec.Repository
	files    int          // those that should each give a spec
	specs    []*spec.Spec // sorted by file; those that could be read at all
	findings diag.List    // sorted
	sources  diag.Sources
	ignores  []spec.Ignore
	invalid  map[*spec.Spec]bool // specs that an error stands against
}

// compile reads and checks the specs that paths name. The error is about files
// that cannot be read; everything that is wrong inside them is a finding.
func compile(paths []string, in io.Reader) (*compiled, error) {
	repo, err := openRepository()
	if err != nil {
		return nil, err
	}
	settings, findings, text, err := repo.settings()
	if err != nil {
		return nil, err
	}
	files, err := repo.files(paths, in)
	if err != nil {
		return nil, err
	}
	c := &compiled{repo: repo, settings: settings, findings: findings, sources: diag.Sources{spec.RepositoryFile: text}}
	c.ignores = spec.Ignores(spec.RepositoryFile, text)
	c.load(files)
	c.judge(append(c.findings, check.Specs(c.specs)...), repo.holdsAll(paths))
	return c, nil
}

// judge makes of all that was found what is shown. Whole says that the run has
// all specs of the repository.
func (c *compiled) judge(findings diag.List, whole bool) {
	ignores := newIgnores(c.ignores)
	findings = ignores.silenced(findings, c.settings)
	findings = joined(judged(findings, c.settings))
	c.invalid = broken(c.specs, findings)
	if more := ignores.findings(c.decided(findings, whole)); len(more) > 0 {
		findings = append(findings, judged(more, c.settings)...)
		c.invalid = broken(c.specs, findings)
	}
	c.findings = masked(brief(findings))
	c.findings.Sort()
}

// load compiles the files. Fragments among them are judged, but are no specs.
func (c *compiled) load(files []file) {
	loader := spec.NewLoader(c.repo.fragment, c.settings)
	for _, f := range files {
		s, findings := loader.Compile(f.name, f.data)
		c.findings = append(c.findings, findings...)
		if loader.IsFragment(f.name) {
			continue
		}
		c.files++
		c.sources[f.name] = spec.Redact(f.name, f.data)
		c.ignores = append(c.ignores, spec.Ignores(f.name, f.data)...)
		if s != nil {
			s.ReadFiles(c.repo.read)
			c.specs = append(c.specs, s)
		}
	}
	c.findings = append(c.findings, loader.Findings()...)
	c.ignores = append(c.ignores, loader.Ignores()...)
	maps.Copy(c.sources, loader.Texts())
}

// broken reports whether an error stands against a spec.
func (c *compiled) broken(s *spec.Spec) bool { return c.invalid[s] }
