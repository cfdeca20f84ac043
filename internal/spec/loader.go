package spec

import (
	"io/fs"
	"maps"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Loader compiles the specs of a repository, which may share fragments: each
// fragment is read, parsed and judged once. It is not for several goroutines.
type Loader struct {
	read      Read
	settings  *Repository
	fragments map[string]*layer // by name, from the repository's root
	findings  diag.List
}

// NewLoader returns a loader that reads fragments with read; settings are those
// of mlauth.yaml, nil for none.
func NewLoader(read Read, settings *Repository) *Loader {
	if read == nil {
		read = func(string) ([]byte, error) { return nil, fs.ErrNotExist }
	}
	if settings == nil {
		settings = &Repository{}
	}
	return &Loader{read: read, settings: settings, fragments: map[string]*layer{}}
}

// Compile reads one spec file: parse, merge, schema, types, defaults. The spec
// is nil when the text is no YAML document at all, when something that it
// extends is not to be had, and when it is a fragment, which is judged but is
// no spec. Otherwise it holds whatever could be read, and the findings say what
// could not. What is found in fragments Findings returns.
func (l *Loader) Compile(file string, data []byte) (*Spec, diag.List) {
	if l.IsFragment(file) {
		return nil, nil
	}
	root, findings := Parse(file, data)
	if root == nil {
		return nil, findings
	}
	if kind := root.Get("kind"); kind.IsString() && kind.Text == fragmentKind {
		f := &layer{file: file}
		l.fragments[file] = f
		l.take(f, data, root, findings)
		return nil, nil
	}
	top := &layer{file: file, root: root}
	if root.Has("extends") {
		findings = append(findings, validateLayer(root)...)
		findings = append(findings, l.resolve(top)...)
		if top.lacks {
			return nil, findings
		}
	}
	merged, more := l.merged(top)
	findings = append(findings, more...)
	findings = append(findings, validateSchema(merged)...)
	s := &Spec{File: file, Repository: l.settings}
	for _, step := range top.steps() {
		s.Fragments = append(s.Fragments, step.file)
	}
	decode(merged, s)
	s.Node = merged
	s.deriveDefaults()
	return s, findings
}

// IsFragment tells whether a file was met as a fragment.
func (l *Loader) IsFragment(file string) bool {
	f := l.fragments[file]
	return f != nil && f.root != nil && f.problem == ""
}

// Findings are those of all fragments that were met, each once.
func (l *Loader) Findings() diag.List { return l.findings }

// Texts are the fragments that were met, by name, masked for display.
func (l *Loader) Texts() diag.Sources {
	texts := diag.Sources{}
	for _, name := range slices.Sorted(maps.Keys(l.fragments)) {
		if f := l.fragments[name]; f.text != nil {
			texts[name] = Redact(name, f.text)
		}
	}
	return texts
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
	tree := &Node{}
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
			Remedy:  "remove the line, or give it a value",
		})
	}
	return findings
}
