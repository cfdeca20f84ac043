package spec

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// ErrOutside is what a Read returns for a name that leads out of the
// repository, such as a symbolic link.
var ErrOutside = errors.New("outside of the repository")

// fragmentKind is the kind of a file that others extend.
const fragmentKind = "AuthFragment"

// layer is one file as it was read: a fragment, or a spec that extends some.
type layer struct {
	file    string
	text    []byte
	root    *Node  // nil when there is no document
	problem string // why it cannot be extended
	rule    string // of the finding that says so
	extends []extension
	open    bool   // what it extends is being read
	next    *layer // the one of them that is being read
	lacks   bool   // something that it extends is not to be had
}

// extension is one file that another builds on.
type extension struct {
	at   *Node // the path, where it is written
	from *layer
}

// load reads a fragment and judges it.
func (l *Loader) load(f *layer) {
	data, err := l.read(f.file)
	switch {
	case errors.Is(err, ErrOutside):
		f.rule, f.problem = RuleOutside, "leads out of the repository"
		return
	case errors.Is(err, fs.ErrNotExist):
		f.rule, f.problem = RuleNoFragment, "does not exist"
		return
	case err != nil:
		f.rule, f.problem = RuleNoFragment, "cannot be read"
		return
	}
	root, findings := Parse(f.file, data)
	l.take(f, data, root, findings)
}

// take makes a file that was parsed a fragment, unless it is something else.
func (l *Loader) take(f *layer, data []byte, root *Node, findings diag.List) {
	f.text, f.root = data, root
	if root == nil {
		f.lacks = true
		l.findings = append(l.findings, findings...)
		return
	}
	if what := otherKind(root); what != "" {
		f.rule, f.problem = RuleNoFragment, "is no fragment: "+what
		return
	}
	findings = append(findings, validateLayer(root)...)
	f.lacks = root.Kind != Map
	l.findings = append(l.findings, findings...)
	l.findings = append(l.findings, l.resolve(f)...)
}

// otherKind says what a file is that does not set out to be a fragment.
func otherKind(root *Node) string {
	kind := root.Get("kind")
	switch {
	case kind == nil && !root.Has("apiVersion"):
		return "it has no kind"
	case kind.IsString() && kind.Text != fragmentKind && diag.Nearest(kind.Text, []string{fragmentKind}) == "":
		return "its kind is " + shorten(kind.Text)
	}
	return ""
}

// resolve finds what a file extends, and what that extends in turn.
func (l *Loader) resolve(f *layer) diag.List {
	f.open = true
	defer func() { f.open = false }()
	var findings diag.List
	for _, at := range paths(f.root.Get("extends")) {
		name, ok := inside(f.file, at.Text)
		if !ok {
			findings = append(findings, f.refuse(at, RuleOutside, "leads out of the repository"))
			continue
		}
		from := l.follow(f, name)
		switch {
		case from.problem != "":
			findings = append(findings, f.refuse(at, from.rule, from.problem))
		case from.open:
			findings = append(findings, f.refuse(at, RuleCycle, "is extended in a circle: "+circle(from, f)))
		default:
			f.extends = append(f.extends, extension{at, from})
			f.lacks = f.lacks || from.lacks
		}
	}
	if extends := f.root.Get("extends"); extends != nil && extends.Poisoned() {
		f.lacks = true
	}
	return findings
}

// follow reads a fragment and remembers the way to it.
func (l *Loader) follow(f *layer, name string) *layer {
	if known := l.fragments[name]; known != nil {
		return known
	}
	next := &layer{file: name}
	l.fragments[name], f.next = next, next
	l.load(next)
	return next
}

// paths are the paths of an extends field: one, or a list.
func paths(extends *Node) []*Node {
	if extends.IsString() && !extends.poisoned {
		return []*Node{extends}
	}
	var all []*Node
	for _, item := range extends.Items() {
		if item.IsString() && !item.Poisoned() {
			all = append(all, item)
		}
	}
	return all
}

// inside is the name of a file that another one names relative to itself.
func inside(file, text string) (string, bool) {
	name := path.Join(path.Dir(file), text)
	if path.IsAbs(text) || path.IsAbs(name) || name == ".." || strings.HasPrefix(name, "../") {
		return "", false
	}
	return name, true
}

// refuse is the finding against a path that cannot be extended.
func (f *layer) refuse(at *Node, rule, problem string) diag.Diagnostic {
	f.lacks = true
	remedy := map[string]string{
		RuleNoFragment: "name a file of kind AuthFragment, relative to " + f.file,
		RuleOutside:    "a fragment is a file of this repository, named relative to " + f.file,
		RuleCycle:      "take one of these out of its extends",
	}[rule]
	return diag.Diagnostic{
		Rule: rule, Range: at.Range(), Path: at.Path(), Related: at.Uses(), Remedy: remedy,
		Message: fmt.Sprintf("%s %s", shorten(at.Text), problem),
	}
}

// circle tells the way from a fragment that is being read to the one that
// extends it again.
func circle(from, to *layer) string {
	way := from.file
	for f := from; f != to; f = f.next {
		way += " → " + f.next.file
	}
	return way + " → " + from.file
}

// step is a fragment in the order of merging.
type step struct {
	*layer
	at *Node // of the spec's own extends: the path that brings it in
}

// steps are the fragments of a spec in the order of merging: each after what it
// extends, and once only, where it comes first. So a fragment that two others
// build on does not undo what the first of them changes in it, and the work is
// that of the files, not of the ways through them.
func (f *layer) steps() []step {
	var all []step
	seen := map[*layer]bool{f: true}
	var visit func(f *layer, via *Node)
	visit = func(f *layer, via *Node) {
		for _, e := range f.extends {
			if seen[e.from] {
				continue
			}
			seen[e.from] = true
			at := via
			if at == nil {
				at = e.at
			}
			visit(e.from, at)
			all = append(all, step{e.from, at})
		}
	}
	visit(f, nil)
	return all
}
