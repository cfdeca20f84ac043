package cli

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/parallel"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// What changes in a fragment or in mlauth.yaml is seen in the specs that build
// on it. Where a run names such a file, it has these specs too. They are those
// of the repository's folder specs; a run that names specs alone never looks
// there.

// withUsers adds to the files that paths name the specs that build on them.
func (r repository) withUsers(files []spec.File, paths []string, settings *spec.Repository) ([]spec.File, error) {
	changed, all := r.fragments(files, paths, settings)
	if len(changed) == 0 && !all {
		return files, nil
	}
	others, err := r.others(files)
	if err != nil {
		return nil, err
	}
	if !all {
		others = r.extending(changed, others, settings)
	}
	files = append(files, others...)
	slices.SortFunc(files, func(a, b spec.File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// fragments are the fragments that are named, each by itself and not by its
// folder; all tells whether mlauth.yaml is.
func (r repository) fragments(files []spec.File, paths []string, settings *spec.Repository) (names []string, all bool) {
	for _, path := range paths {
		name := r.name(path)
		all = all || name == spec.RepositoryFile
		i := slices.IndexFunc(files, func(f spec.File) bool { return f.Name == name })
		if i < 0 || !bytes.Contains(files[i].Data, []byte("AuthFragment")) {
			continue
		}
		loader := spec.NewLoader(r.fragment, settings)
		loader.Compile(name, files[i].Data)
		if loader.IsFragment(name) {
			names = append(names, name)
		}
	}
	return names, all
}

// others are the files of the folder specs that a run does not name.
func (r repository) others(run []spec.File) ([]spec.File, error) {
	named := map[string]bool{}
	for _, f := range run {
		named[f.Name] = true
	}
	found, err := search(filepath.Join(r.root, "specs"))
	if err != nil {
		return nil, nil // no such folder, or nothing in it
	}
	var files []spec.File
	for _, path := range found {
		if name := r.name(path); !named[name] {
			files = append(files, spec.File{Name: name})
		}
	}
	errs := make([]error, len(files))
	parallel.Each(len(files), func(i int) { files[i].Data, errs[i] = read(r.path(files[i].Name), nil) })
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// extending are the specs that build on some fragment, directly or through
// others. Files that extend nothing are read, and not parsed.
func (r repository) extending(fragments []string, files []spec.File, settings *spec.Repository) []spec.File {
	files = slices.DeleteFunc(files, func(f spec.File) bool { return !bytes.Contains(f.Data, []byte("extends")) })
	var users []spec.File
	for i, result := range spec.NewLoader(r.fragment, settings).Load(files) {
		if result.Spec != nil && slices.ContainsFunc(result.Spec.Fragments, func(f string) bool { return slices.Contains(fragments, f) }) {
			users = append(users, files[i])
		}
	}
	return users
}
