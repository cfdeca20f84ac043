package cli

import (
	"context"
	"io"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/parallel"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// compiled is what the spec files of a run say, and what is wrong with them.
type compiled struct {
	repo     repository
	settings *spec.Repository
	files    int              // those that should each give a spec
	known    []*check.Summary // sorted by file; of those that could be read at all
	specs    []*spec.Spec     // the same specs, where they are wanted
	words    []string         // by which other specs may have to do with these, if not all are of the run
	unread   map[string]bool  // files that should give a spec and give none
	findings diag.List        // sorted
	ignores  []spec.Ignore
	invalid  map[string]bool  // files of specs that an error stands against
	texts    map[string]shown // by file: what may have to be shown
}

// shown is the text of a file, and what was found in it when it was loaded.
type shown struct {
	data  []byte
	found diag.List
}

// wanted is what a command wants of the files of a run.
type wanted struct {
	specs bool // the specs themselves, which are large, beside what is found
	users bool // with the files that paths name also the specs that build on them
}

// compile reads and checks the specs that paths name. The error is about files
// that cannot be read; everything that is wrong inside them is a finding.
func compile(ctx context.Context, paths []string, in io.Reader) (*compiled, error) {
	c, err := awaited(ctx, func() (*compiled, error) { return readSpecs(paths, in, wanted{specs: true}) })
	if err == nil {
		c.judge(c.findings, c.repo.holdsAll(paths))
	}
	return c, err
}

// awaited is what work returns, or the context's error if that ends first: a
// read from a pipe or a terminal cannot be stopped, but need not be waited for.
func awaited[T any](ctx context.Context, work func() (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	done := make(chan outcome, 1)
	go func() {
		value, err := work()
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}

// readSpecs is compile, but for the judgement on what was found.
func readSpecs(paths []string, in io.Reader, want wanted) (*compiled, error) {
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
	if want.users {
		if files, err = repo.withUsers(files, paths, settings); err != nil {
			return nil, err
		}
	}
	c := &compiled{repo: repo, settings: settings, findings: findings, texts: map[string]shown{}, unread: map[string]bool{}}
	c.texts[spec.RepositoryFile] = shown{data: text} // masked already
	c.ignores = spec.Ignores(spec.RepositoryFile, text)
	whole := repo.holdsAll(paths)
	c.load(files, whole, want.specs)
	var others []*check.Summary
	if !whole {
		others = c.neighbours(files)
	}
	c.findings = append(c.findings, check.Between(c.known, others)...)
	return c, nil
}

// judge makes of all that was found what is shown. Whole says that the run has
// all specs of the repository.
func (c *compiled) judge(findings diag.List, whole bool) {
	ignores := newIgnores(c.ignores)
	findings = ignores.silenced(findings, c.settings)
	findings = joined(judged(findings, c.settings))
	c.invalid = broken(c.known, findings)
	if more := ignores.findings(c.decided(findings, whole)); len(more) > 0 {
		findings = append(findings, judged(more, c.settings)...)
		c.invalid = broken(c.known, findings)
	}
	c.findings = masked(brief(findings))
	c.findings.Sort()
}

// writeFindings shows what was found. Commands that are about something else show
// it only where an error stops them: warnings are for validate, preview and deploy.
func (c *compiled) writeFindings(streams Streams, onlyErrors bool) error {
	if onlyErrors && !c.findings.HasErrors() {
		return nil
	}
	return diag.WriteText(streams.Err, c.findings, c.sources(), streams.LookErr)
}

// sources are the texts of the files that a finding stands against, with
// secrets masked. Masking reads a file once more, so that of files without a
// finding nobody asks.
func (c *compiled) sources() diag.Sources {
	var names []string
	for _, d := range c.findings { // sorted by file
		if n := len(names); n == 0 || names[n-1] != d.Range.File {
			names = append(names, d.Range.File)
		}
	}
	masked := make([][]byte, len(names))
	parallel.Each(len(names), func(i int) { masked[i] = c.display(names[i]) })
	sources := diag.Sources{}
	for i, name := range names {
		if masked[i] != nil {
			sources[name] = masked[i]
		}
	}
	return sources
}

func (c *compiled) display(name string) []byte {
	text := c.texts[name]
	if text.data == nil || len(text.found) == 0 { // not there, or all is as it must be, and no secret among it
		return text.data
	}
	return spec.Redact(name, text.data)
}

// broken reports whether an error stands against a spec.
func (c *compiled) broken(s *spec.Spec) bool { return c.invalid[s.File] }
