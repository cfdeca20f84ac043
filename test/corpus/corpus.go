// Package corpus makes a repository of as many specs as a benchmark wants.
//
// They are the specs of this repository, again and again: each copy with names,
// accounts and domains of its own, so that nothing collides and all rules have
// as much to look at as in real ones. The same number gives the same bytes.
package corpus

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Write makes a repository of n specs in a folder, from the one at root.
func Write(root, folder string, n int) error {
	if err := os.CopyFS(filepath.Join(folder, "base"), os.DirFS(filepath.Join(root, "base"))); err != nil {
		return err
	}
	if err := os.CopyFS(filepath.Join(folder, "specs", "idp"), os.DirFS(filepath.Join(root, "specs", "idp"))); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "mlauth.yaml"), []byte("# only a mark\n"), 0o644); err != nil {
		return err
	}
	models, err := read(root)
	if err != nil {
		return err
	}
	for i := range n {
		m := models[i%len(models)]
		name := filepath.Join(folder, "specs", fmt.Sprintf("%s-%05d.yaml", m.name, i/len(models)))
		if err := os.WriteFile(name, m.copy(i/len(models)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// model is a spec that copies are made of.
type model struct {
	name string // without its extension
	text string
	own  *regexp.Regexp // what is unique to a stack
}

func read(root string) ([]model, error) {
	files, err := filepath.Glob(filepath.Join(root, "specs", "*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no specs in %s: %w", root, err)
	}
	var models []model
	var names []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(filepath.Base(file), ".yaml")
		names = append(names, regexp.QuoteMeta(name))
		models = append(models, model{name: name, text: string(text)})
	}
	stacks := regexp.MustCompile(`\b(?:` + strings.Join(names, "|") + `)\b`)
	for i := range models {
		models[i].own = stacks
	}
	return models, nil
}

var (
	prefix  = regexp.MustCompile(`(prefix: )([a-z-]+)`)
	custom  = regexp.MustCompile(`(custom: )([a-z.-]+\.[a-z]+)`) // a domain, and no list of attributes
	account = regexp.MustCompile(`123456789012`)
)

// copy is the spec with names that no other copy has: those of stacks, the
// account and the domains.
func (m model) copy(number int) []byte {
	suffix := fmt.Sprintf("-%05d", number)
	text := prefix.ReplaceAllString(m.text, "${1}p"+suffix+"-${2}")
	text = custom.ReplaceAllString(text, "${1}p"+suffix+".${2}")
	text = m.own.ReplaceAllStringFunc(text, func(name string) string { return name + suffix })
	text = account.ReplaceAllString(text, fmt.Sprintf("%012d", 100000000000+number))
	return []byte(text)
}
