package spec

import (
	"io/fs"
	"maps"
	"slices"
	"sync"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/parallel"
)

// Loader compiles the specs of a repository, which may share fragments: each
// fragment is read, parsed and judged once. What it finds does not depend on how
// many cores there are. A file that was loaded may be loaded again, from several
// goroutines too.
type Loader struct {
	read     Read
	settings *Repository
	handful  int // how many files are loaded at a time

	mutex     sync.Mutex        // of what follows, and of who extends whom
	fragments map[string]*layer // by name, from the repository's root
}

// NewLoader returns a loader that reads fragments with read, which several
// goroutines call; settings are those of mlauth.yaml, nil for none.
func NewLoader(read Read, settings *Repository) *Loader {
	if read == nil {
		read = func(string) ([]byte, error) { return nil, fs.ErrNotExist }
	}
	if settings == nil {
		settings = &Repository{}
	}
	const handful = 256 // many for the cores that there are, and few to be held in memory
	return &Loader{read: read, settings: settings, handful: handful, fragments: map[string]*layer{}}
}

// File is one file of a run, as it was read.
type File struct {
	Name string // from the repository's root
	Data []byte
}

// Result is what became of a file. The spec is nil when the text is no YAML
// document at all, when something that it extends is not to be had, and when it
// is a fragment, which is judged but is no spec. Otherwise it holds whatever
// could be read, and the findings say what could not. What is found in fragments
// Findings returns.
type Result struct {
	Spec     *Spec
	Findings diag.List
}

// Load reads spec files: parse, merge, schema, types, defaults. The results are
// in the order of the files.
func (l *Loader) Load(files []File) []Result {
	results := make([]Result, len(files))
	l.Each(files, func(i int, r Result) { results[i] = r })
	for i, f := range files {
		if l.IsFragment(f.Name) {
			results[i] = Result{}
		}
	}
	return results
}

// Each is Load for more files than are worth holding: it hands what became of
// each file to take, on all cores and in no order, and keeps nothing of it. Of a
// file it may turn out later that it is a fragment, of which IsFragment knows.
func (l *Loader) Each(files []File, take func(i int, r Result)) {
	run := make(map[string][]byte, len(files))
	for _, f := range files {
		run[f.Name] = f.Data
	}
	for start := 0; start < len(files); start += l.handful {
		some := files[start:min(start+l.handful, len(files))]
		l.each(some, run, func(i int, r Result) { take(start+i, r) })
	}
}

// each does a handful. Files are parsed side by side, and so are the fragments
// that they extend; who extends whom is settled in the order of the files; and
// the rest is again each file's own.
func (l *Loader) each(files []File, run map[string][]byte, take func(i int, r Result)) {
	waiting := make([]*layer, len(files)) // those that cannot be finished alone
	parallel.Each(len(files), func(i int) {
		if l.IsFragment(files[i].Name) {
			return
		}
		var r Result
		if waiting[i] = l.begin(files[i], &r); waiting[i] == nil {
			take(i, r)
		}
	})
	l.connect(waiting, run)
	parallel.Each(len(files), func(i int) {
		if f := waiting[i]; f != nil && !l.IsFragment(files[i].Name) {
			r := Result{Findings: f.findings}
			l.finish(f, &r)
			take(i, r)
		}
	})
}

// Compile is Load of one file.
func (l *Loader) Compile(file string, data []byte) (*Spec, diag.List) {
	r := l.Load([]File{{file, data}})[0]
	return r.Spec, r.Findings
}

// begin does what a file needs no other for. It returns what has to wait: a
// file that extends others, and a fragment.
func (l *Loader) begin(file File, r *Result) *layer {
	f := &layer{file: file.Name}
	f.parse(file.Data)
	switch {
	case f.root == nil:
		r.Findings = f.findings
		return nil
	case f.setsOut():
		f.fragment = true
		f.judge()
		return f
	case f.root.Has("extends"):
		f.findings = append(f.findings, validateLayer(f.root)...)
		return f
	}
	r.Findings = f.findings
	l.finish(f, r)
	return nil
}

// finish makes a spec of a file whose fragments are known.
func (l *Loader) finish(top *layer, r *Result) {
	if top.lacks {
		return
	}
	merged, findings := l.merged(top)
	r.Findings = append(append(r.Findings, findings...), validateSchema(merged)...)
	s := &Spec{File: top.file, Repository: l.settings}
	for _, step := range top.steps() {
		s.Fragments = append(s.Fragments, step.file)
	}
	decode(merged, s)
	s.Node = merged
	s.deriveDefaults()
	r.Spec = s
}

// IsFragment tells whether a file was met as a fragment.
func (l *Loader) IsFragment(file string) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	f := l.fragments[file]
	return f != nil && f.root != nil && f.problem == ""
}

// Findings are those of all fragments that were met, each once.
func (l *Loader) Findings() diag.List {
	var findings diag.List
	for _, name := range slices.Sorted(maps.Keys(l.fragments)) {
		findings = append(findings, l.fragments[name].findings...)
	}
	return findings
}

// Idle are the findings against fragments among the files that were loaded that
// no file extends. They mean something where all specs of a repository were.
func (l *Loader) Idle() diag.List {
	var findings diag.List
	for _, name := range slices.Sorted(maps.Keys(l.fragments)) {
		f := l.fragments[name]
		if !f.fragment || f.used || f.root == nil || f.root.Get("metadata").Has("name") { // that is a spec's
			continue
		}
		kind := f.root.Get("kind")
		findings = append(findings, diag.Diagnostic{
			Rule: RuleIdleFragment, Severity: diag.Warning, Range: kind.Range(), Path: kind.Path(),
			Message: "no spec extends this fragment", Remedy: "Extend it, or remove the file.",
		})
	}
	return findings
}

// Fragment is the text of a fragment, and what was found in it.
type Fragment struct {
	Text     []byte
	Findings diag.List
}

// Fragments are those that were met, by name.
func (l *Loader) Fragments() map[string]Fragment {
	met := make(map[string]Fragment, len(l.fragments))
	for name, f := range l.fragments {
		if f.text != nil {
			met[name] = Fragment{f.text, f.findings}
		}
	}
	return met
}

// Ignores are the comments in fragments that silence rules.
func (l *Loader) Ignores() []Ignore {
	var all []Ignore
	for _, name := range slices.Sorted(maps.Keys(l.fragments)) {
		all = append(all, Ignores(name, l.fragments[name].text)...)
	}
	return all
}

// merged is the tree of a spec with what it extends, and with the repository's
// defaults beneath all.
func (l *Loader) merged(top *layer) (*Node, diag.List) {
	beneath, steps := l.settings.beneath(top.root), top.steps()
	if top.root.Kind != Map || beneath == nil && len(steps) == 0 {
		return top.root, nil
	}
	tree := newNode(Node{})
	m := &merger{}
	m.restamp(tree, top.root)
	if beneath != nil {
		own := l.settings.Node.doc
		m.layer(tree, beneath, own, usedAt(own, top.root.doc.between(0, 0)))
	}
	for _, s := range steps {
		m.layer(tree, s.root, s.root.doc, usedAt(s.root.doc, s.at.Range()), "apiVersion", "kind", "extends")
	}
	m.keep = len(steps) == 0
	m.layer(tree, top.root, top.root.doc, top.root.doc)
	return tree, idleNulls(m.idle)
}

// usedAt is a file's text as one spec has it: with the place that brings it in.
func usedAt(doc *document, at diag.Range) *document {
	used := *doc
	used.usedAt = &at
	return &used
}

// idleNulls are the findings against nulls in the spec that remove nothing: the
// field is misspelt, or gone from the fragment.
func idleNulls(idle []*Node) diag.List {
	var findings diag.List
	for _, n := range idle {
		if n.Poisoned() {
			continue
		}
		findings = append(findings, diag.Diagnostic{
			Rule: RuleIdleNull, Severity: diag.Warning, Range: n.key.Range(), Path: n.Path(), Related: n.Uses(),
			Message: dotted(n) + " is null, which removes it, but no file that this one extends has it",
			Remedy:  "Remove the line, or give it a value.",
		})
	}
	return findings
}
