package cli

import (
	"bytes"
	"path"
	"path/filepath"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/parallel"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// neighbours are the specs of the repository's folder specs that a run of some
// files leaves out, as far as the rules between specs need them: those whose
// text, or that of what they extend, has a word in it that two specs must not
// share, or that one has to have. The others are read, which is quick, and not
// parsed, which is not. What is wrong in a neighbour is not this run's to say.
func (c *compiled) neighbours(run []spec.File) []*check.Summary {
	named := map[string]bool{}
	inside := false
	for _, f := range run {
		named[f.Name] = true
		inside = inside || filepath.IsLocal(f.Name)
	}
	words := slices.Compact(slices.Sorted(slices.Values(c.words)))
	if !inside || len(words) == 0 {
		return nil
	}
	found, err := search(filepath.Join(c.repo.root, "specs"))
	if err != nil { // there is no such folder
		return nil
	}
	var files []spec.File
	for _, path := range found {
		if name := c.repo.name(path); !named[name] {
			files = append(files, spec.File{Name: name})
		}
	}
	m := mentions{repo: c.repo, words: words, fragments: map[string]bool{}}
	has := make([]bool, len(files))
	parallel.Each(len(files), func(i int) {
		files[i].Data, _ = readFile(c.repo.path(files[i].Name))
		has[i] = m.inText(files[i].Data)
	})
	near := files[:0]
	for i, f := range files {
		if has[i] || m.inFragments(f.Name, f.Data) {
			near = append(near, f)
		}
	}
	var known []*check.Summary
	for _, r := range spec.NewLoader(c.repo.fragment, c.settings).Load(near) {
		if s := r.Spec; s != nil && !c.onStdin(s.Metadata.Name) {
			known = append(known, check.Summarize(s, func() *spec.Spec { return s }))
		}
	}
	return known
}

// onStdin tells whether the spec of a stack comes by standard input: its file, if
// it is one of the repository's, is an older version of it.
func (c *compiled) onStdin(stack string) bool {
	return slices.ContainsFunc(c.known, func(s *check.Summary) bool { return s.File == stdinName && s.Stack() == stack })
}

// mentions looks for words in files, and in the fragments that they name.
type mentions struct {
	repo      repository
	words     []string
	fragments map[string]bool // those that were looked at, and what came of it
}

func (m *mentions) inText(text []byte) bool {
	return slices.ContainsFunc(m.words, func(word string) bool { return bytes.Contains(text, []byte(word)) })
}

func (m *mentions) inFragments(name string, text []byte) bool {
	if !bytes.Contains(text, []byte("extends")) {
		return false
	}
	for _, p := range yamlPaths(text) {
		fragment := path.Join(path.Dir(name), p)
		has, known := m.fragments[fragment]
		if !known {
			m.fragments[fragment] = false // so that a circle ends
			data, err := m.repo.fragment(fragment)
			has = err == nil && (m.inText(data) || m.inFragments(fragment, data))
			m.fragments[fragment] = has
		}
		if has {
			return true
		}
	}
	return false
}

// yamlPaths are the parts of a text that may be the paths of YAML files.
func yamlPaths(text []byte) []string {
	var paths []string
	for end := 0; ; {
		dot := bytes.Index(text[end:], []byte(".y"))
		if dot < 0 {
			return paths
		}
		begin := bytes.LastIndexAny(text[:end+dot], " \t\r\n\"',[]{}:") + 1
		end += dot + len(".y")
		for _, rest := range []string{"aml", "ml"} {
			if bytes.HasPrefix(text[end:], []byte(rest)) {
				end += len(rest)
				paths = append(paths, string(text[begin:end]))
				break
			}
		}
	}
}
