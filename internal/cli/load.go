package cli

import (
	"regexp"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// alone is what one file of a run comes to by itself.
type alone struct {
	loaded, judged diag.List
	ignores        []spec.Ignore
	known          *check.Summary // nil for what is no spec
	spec           *spec.Spec     // where it is wanted
	words          []string       // by which other specs may have to do with it, if not all are of the run
}

// load compiles and checks the files, each all the way, and lets the specs go
// unless they are wanted. Fragments among the files are judged, but are no specs.
func (c *compiled) load(files []spec.File, whole, specs bool) {
	loader := spec.NewLoader(c.repo.fragment, c.settings)
	all := make([]alone, len(files))
	lent := lenders(files)
	keep := func(s *spec.Spec) bool { return specs || lent[s.Metadata.Name] }
	loader.Each(files, func(i int, r spec.Result) {
		all[i] = c.alone(loader, files[i], r, whole, keep)
		if specs {
			all[i].spec = r.Spec
		}
	})
	for i, a := range all {
		if loader.IsFragment(files[i].Name) {
			continue
		}
		c.files++
		c.findings = append(append(c.findings, a.loaded...), a.judged...)
		c.ignores = append(c.ignores, a.ignores...)
		c.texts[files[i].Name] = shown{files[i].Data, a.loaded}
		if a.known != nil {
			c.known = append(c.known, a.known)
		} else {
			c.unread[files[i].Name] = true
		}
		c.words = append(c.words, a.words...)
		if a.spec != nil {
			c.specs = append(c.specs, a.spec)
		}
	}
	c.findings = append(c.findings, loader.Findings()...)
	if whole {
		c.findings = append(c.findings, loader.Idle()...)
	}
	c.ignores = append(c.ignores, loader.Ignores()...)
	for name, f := range loader.Fragments() {
		c.texts[name] = shown{f.Text, f.Findings}
	}
}

// alone checks what became of a file.
func (c *compiled) alone(loader *spec.Loader, file spec.File, r spec.Result, whole bool, keep func(*spec.Spec) bool) alone {
	a := alone{loaded: r.Findings, ignores: spec.Ignores(file.Name, file.Data)}
	s := r.Spec
	if s == nil {
		return a
	}
	s.ReadFiles(c.repo.read)
	a.judged = append(check.Alone(s), check.Expired(s, today())...)
	if !whole {
		a.words = check.Words(s)
	}
	again := func() *spec.Spec {
		s, _ := loader.Compile(file.Name, file.Data)
		s.ReadFiles(c.repo.read)
		return s
	}
	if keep(s) {
		again = func() *spec.Spec { return s }
	}
	a.known = check.Summarize(s, again)
	return a
}

var usedPool = regexp.MustCompile(`use:\s*\{?\s*stack:\s*["']?([a-z0-9-]+)`)

// lenders are the stacks whose pools others use, as far as it is plain to see in
// the texts: their specs will be looked at together with those of the others, and
// are better kept than compiled again.
func lenders(files []spec.File) map[string]bool {
	stacks := map[string]bool{}
	for _, f := range files {
		for _, m := range usedPool.FindAllSubmatch(f.Data, -1) {
			stacks[string(m[1])] = true
		}
	}
	return stacks
}
