package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/parallel"
	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// comparison is a run's specs beside those of an earlier revision.
type comparison struct {
	now   *compiled
	then  *revision
	specs []*spec.Spec          // those to compare, sorted by file
	read  map[string]bool       // files of then that were read
	older map[string]*spec.Spec // its specs, by stack name
	names map[string]bool       // stacks of now
	equal map[string]bool       // files that are as they were
	notes []string              // what could not be compared
}

// against finds what the change from a revision would do to what is deployed.
func (c *compiled) against(then *revision, paths []string) (diag.List, []string, error) {
	x := &comparison{
		now: c, then: then,
		read: map[string]bool{}, older: map[string]*spec.Spec{}, names: map[string]bool{}, equal: map[string]bool{},
	}
	invalid := broken(c.known, c.findings)
	for _, s := range c.specs {
		x.names[s.Metadata.Name] = true
		switch same, err := x.same(s); {
		case err != nil:
			return nil, nil, err
		case same:
			x.read[s.File] = true // there is nothing new in it
		case !invalid[s.File]:
			x.specs = append(x.specs, s)
		}
	}
	if err := x.load(paths); err != nil {
		return nil, nil, err
	}
	x.notes = append(x.notes, x.elsewhere()...)
	found := make([]diag.List, len(x.specs))
	errs := make([]error, len(x.specs))
	parallel.Each(len(x.specs), func(i int) { found[i], errs[i] = x.changes(x.specs[i]) })
	findings := slices.Concat(found...)
	if c.repo.holdsAll(paths) {
		findings = append(findings, x.abandoned()...)
	}
	return findings, x.notes, errors.Join(errs...)
}

// elsewhere are notes on submodules that hold specs of the run, or what these
// build on: their revisions are those of another repository.
func (x *comparison) elsewhere() []string {
	var notes []string
	for _, folder := range x.then.others {
		in := func(name string) bool { return strings.HasPrefix(name, folder+"/") }
		if slices.ContainsFunc(x.now.known, func(s *check.Summary) bool { return in(s.File) || slices.ContainsFunc(s.Fragments, in) }) {
			notes = append(notes, folder+" is a submodule, and its files are not compared; in it, mlauth-compile validate --against does that")
		}
	}
	return notes
}

// same tells whether a spec says what it said: it, all that it builds on and
// what it names is as it was. Most specs of a repository are, and are not
// compiled again.
func (x *comparison) same(s *spec.Spec) (bool, error) {
	for _, name := range append([]string{s.File, spec.RepositoryFile}, append(s.Fragments, s.FileNames()...)...) {
		same, known := x.equal[name]
		if !known {
			var err error
			if same, err = x.equalFile(name); err != nil {
				return false, err
			}
			x.equal[name] = same
		}
		if !same {
			return false, nil
		}
	}
	return true, nil
}

// equalFile tells whether a file is as it was, or is and was not there.
func (x *comparison) equalFile(name string) (bool, error) {
	was, err := x.then.read(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	is, missing := x.now.repo.read(name)
	return (err == nil) == (missing == nil) && bytes.Equal(was, is), nil
}

// load compiles the revision's specs that may be those of now: those of the same
// files, and where that does not give each stack, all that the revision has.
func (x *comparison) load(paths []string) error {
	settings, err := x.then.settings()
	if err != nil {
		return err
	}
	loader := spec.NewLoader(x.then.read, settings)
	var same, all []string
	for _, s := range x.specs {
		same = append(same, s.File)
	}
	for _, p := range paths {
		if p != stdin {
			all = append(all, x.now.repo.name(p))
		}
	}
	if err := x.add(loader, same); err != nil {
		return err
	}
	missing := slices.ContainsFunc(x.specs, func(s *spec.Spec) bool { return x.older[s.Metadata.Name] == nil })
	if missing || x.now.repo.holdsAll(paths) {
		return x.add(loader, append(all, "specs"))
	}
	return nil
}

// add compiles the revision's specs in some files and folders. What had errors
// was not deployed from there.
func (x *comparison) add(loader *spec.Loader, folders []string) error {
	files, err := x.then.specFiles(folders)
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(f spec.File) bool { return x.read[f.Name] })
	for i, r := range loader.Load(files) {
		x.read[files[i].Name] = true
		switch s := r.Spec; {
		case loader.IsFragment(files[i].Name):
		case s == nil || r.Findings.HasErrors():
			x.notes = append(x.notes, fmt.Sprintf("%s has errors in %s, and is not compared with that", files[i].Name, x.then.ref))
		default:
			s.ReadFiles(x.then.read)
			x.older[s.Metadata.Name] = s
		}
	}
	return nil
}

// settings are what the revision's mlauth.yaml says.
func (r *revision) settings() (*spec.Repository, error) {
	data, err := r.read(spec.RepositoryFile)
	if errors.Is(err, fs.ErrNotExist) {
		return &spec.Repository{}, nil
	}
	if err != nil {
		return nil, err
	}
	settings, _ := spec.CompileRepository(spec.RepositoryFile, data)
	return settings, nil
}

// changes are the findings against what a spec became. What is ephemeral has
// nothing to lose.
func (x *comparison) changes(s *spec.Spec) (diag.List, error) {
	old := x.older[s.Metadata.Name]
	if old == nil {
		return x.renamed(s), nil
	}
	if old.Lifecycle.Ephemeral {
		return nil, nil
	}
	before, err := render.Record(old)
	if err != nil {
		return nil, err
	}
	after, err := render.Record(s)
	if err != nil {
		return nil, err
	}
	_, effects := Consequences(old, s, before, after)
	return effectFindings(s, effects), nil
}

// Consequences are what the engine would do to come from one revision of a
// spec to another, and what that means.
func Consequences(old, s *spec.Spec, before, after *render.Recording) ([]change.Step, []change.Effect) {
	was, is := stackSettings(old), stackSettings(s)
	had := resources(before)
	effects := change.JudgeSettings(was, is, change.Compare(had, resources(after), sticky()))
	steps := change.Compare(change.Staying(had, was, is), resources(after), sticky())
	effects = append(effects, change.Displaced(was, is, had, steps, effects)...)
	return steps, append(effects, change.Judge(steps)...)
}

func stackSettings(s *spec.Spec) change.Settings {
	return change.Settings{Region: s.AWS.Region, Account: s.AWS.AccountID, Ephemeral: s.Lifecycle.Ephemeral}
}

func resources(recording *render.Recording) []change.Resource {
	all := make([]change.Resource, len(recording.Resources))
	for i, r := range recording.Resources {
		all[i] = change.Resource{
			Name: r.Name, Type: r.Type, Properties: r.Properties, References: r.References, Protected: r.Options.Protect,
			DeletedFirst: r.Options.DeleteBeforeReplace, Ignored: r.Options.IgnoreChanges, Adopted: r.Options.Import != "",
		}
	}
	return all
}
