package spec

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/parallel"
)

// ErrOutside is what a Read returns for a name that leads out of the
// repository, such as a symbolic link.
var ErrOutside = errors.New("outside of the repository")

// ErrFolder is what a Read returns for a name that is a folder's, and ErrNoFile for
// that of a pipe, a socket or a device: to read one is to wait for whoever writes.
var (
	ErrFolder = errors.New("is a folder")
	ErrNoFile = errors.New("is a pipe or a device, not a file")
)

// fragmentKind is the kind of a file that others extend.
const fragmentKind = "AuthFragment"

// layer is one file as it was read: a fragment, or a spec that extends some.
type layer struct {
	file     string
	text     []byte
	root     *Node     // nil when there is no document
	findings diag.List // of the file by itself, and of what it extends
	fragment bool      // a file of the run that is a fragment
	used     bool      // some file of the run extends it
	problem  string    // why it cannot be extended
	rule     string    // of the finding that says so
	extends  []extension
	settled  bool   // what it extends was looked up, or is being
	open     bool   // it is being
	next     *layer // the one of them whose turn it is
	lacks    bool   // something that it extends is not to be had
}

// extension is one file that another builds on.
type extension struct {
	at   *Node // the path, where it is written
	from *layer
}

// connect finds what some layers of a run extend, and what that extends in turn.
func (l *Loader) connect(layers []*layer, run map[string][]byte) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	var all []*layer
	for _, f := range layers {
		if f == nil {
			continue
		}
		all = append(all, f)
		if f.fragment {
			l.fragments[f.file] = f
		}
	}
	l.fetch(all, run)
	for _, f := range all {
		l.settle(f)
	}
}

// fetch loads all fragments that are extended and were not met before, wave by
// wave: those of a wave are extended by those of the wave before.
func (l *Loader) fetch(wave []*layer, run map[string][]byte) {
	for len(wave) > 0 {
		var next []*layer
		for _, f := range wave {
			if f.root == nil || f.problem != "" {
				continue
			}
			for _, at := range paths(f.root.Get("extends")) {
				if name, ok := inside(f.file, at.Text); ok && l.fragments[name] == nil {
					from := &layer{file: name}
					l.fragments[name] = from
					next = append(next, from)
				}
			}
		}
		parallel.Each(len(next), func(i int) { l.load(next[i], run) })
		wave = next
	}
}

// load reads a fragment and judges it. It may be a file of the run that has not
// had its turn.
func (l *Loader) load(f *layer, run map[string][]byte) {
	if text, ours := run[f.file]; ours {
		if f.parse(text); f.setsOut() {
			f.fragment = true
			f.judge()
			return
		}
		*f = layer{file: f.file}
	}
	data, err := l.read(f.file)
	switch {
	case errors.Is(err, ErrOutside):
		f.rule, f.problem = RuleOutside, "leads out of the repository"
	case err != nil:
		f.rule, f.problem = RuleNoFragment, readProblem(err)
	default:
		f.parse(data)
		f.judge()
	}
}

// readProblem says of a file why a Read gives nothing.
func readProblem(err error) string {
	for _, known := range []error{ErrFolder, ErrNoFile} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "does not exist"
	}
	return "cannot be read"
}

func (f *layer) parse(data []byte) {
	f.text = data
	f.root, f.findings = Parse(f.file, data)
}

// setsOut tells whether a file says that it is a fragment.
func (f *layer) setsOut() bool {
	kind := f.root.Get("kind")
	return kind.IsString() && kind.Text == fragmentKind
}

// judge takes a file for a fragment, unless it is something else.
func (f *layer) judge() {
	if f.root == nil {
		f.lacks = true
		return
	}
	if what := otherKind(f.root); what != "" {
		f.rule, f.problem, f.findings = RuleNoFragment, "is no fragment: "+what, nil
		return
	}
	f.findings = append(f.findings, validateLayer(f.root)...)
	f.lacks = f.root.Kind != Map
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

// settle says what a file extends. That comes one file after the other: where
// fragments extend each other in a circle, the order decides where it is said.
func (l *Loader) settle(f *layer) {
	if f.settled || f.root == nil || f.problem != "" {
		return
	}
	f.settled, f.open = true, true
	defer func() { f.open = false }()
	for _, at := range paths(f.root.Get("extends")) {
		name, ok := inside(f.file, at.Text)
		if !ok {
			f.refuse(at, RuleOutside, "leads out of the repository")
			continue
		}
		from := l.fragments[name]
		f.next, from.used = from, true
		l.settle(from)
		switch {
		case from.problem != "":
			f.refuse(at, from.rule, from.problem)
		case from.open:
			f.refuse(at, RuleCycle, "is extended in a circle: "+circle(from, f))
		default:
			f.extends = append(f.extends, extension{at, from})
			f.lacks = f.lacks || from.lacks
		}
	}
	if extends := f.root.Get("extends"); extends != nil && extends.Poisoned() {
		f.lacks = true
	}
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
func (f *layer) refuse(at *Node, rule, problem string) {
	f.lacks = true
	remedy := map[string]string{
		RuleNoFragment: "Name a file of kind AuthFragment, relative to " + f.file + ".",
		RuleOutside:    "A fragment is a file of this repository, named relative to " + f.file + ".",
		RuleCycle:      "Take one of these out of its extends.",
	}[rule]
	f.findings = append(f.findings, diag.Diagnostic{
		Rule: rule, Range: at.Range(), Path: at.Path(), Related: at.Uses(), Remedy: remedy,
		Message: fmt.Sprintf("%s %s", shorten(at.Text), problem),
	})
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
