package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/parallel"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// repository is the folder tree that specs belong to.
type repository struct {
	root string // absolute
	cwd  string // absolute
}

// openRepository finds the repository of the working folder: the nearest
// ancestor with mlauth.yaml, else with .git, else the working folder itself.
func openRepository() (repository, error) {
	cwd, err := os.Getwd()
	if err != nil {
		return repository{}, fmt.Errorf("cannot tell the working folder: %w", err)
	}
	for _, mark := range []string{"mlauth.yaml", ".git"} {
		for dir := cwd; ; dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, mark)); err == nil {
				return repository{root: dir, cwd: cwd}, nil
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return repository{root: cwd, cwd: cwd}, nil
}

// name is a path as findings and tags show it: relative to the root, with
// slashes, wherever the command was called.
func (r repository) name(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		if rel, err := filepath.Rel(r.root, abs); err == nil && filepath.IsLocal(rel) {
			return filepath.ToSlash(rel)
		}
	}
	return filepath.ToSlash(path)
}

// path is the inverse of name.
func (r repository) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(r.root, filepath.FromSlash(name))
}

// read returns the content of a file of the repository by its name.
func (r repository) read(name string) ([]byte, error) { return readRegular(r.path(name)) }

// fragment is the same for a file that another one extends, which must be in
// the repository, symbolic links followed.
func (r repository) fragment(name string) ([]byte, error) {
	root, err := filepath.EvalSymlinks(r.root)
	if err != nil {
		return nil, err
	}
	real, err := filepath.EvalSymlinks(r.path(name))
	if err != nil {
		return nil, err
	}
	if rel, err := filepath.Rel(root, real); err != nil || !filepath.IsLocal(rel) {
		return nil, spec.ErrOutside
	}
	return readRegular(real)
}

const (
	stdin     = "-"
	stdinName = "stdin"
)

// files reads the spec files that paths name, each once, sorted by name. A
// folder stands for every YAML file below it; - for standard input.
func (r repository) files(paths []string, in io.Reader) ([]spec.File, error) {
	if len(paths) == 0 {
		paths = []string{filepath.Join(r.root, "specs")}
		if _, err := os.Stat(paths[0]); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w; mlauth-compile init writes a first spec", plainPathError(err))
		}
	}
	names := map[string]string{}
	for _, path := range paths {
		if path == stdin {
			names[stdinName] = stdin
			continue
		}
		found, err := search(path)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if name := r.name(f); name != spec.RepositoryFile { // read for itself
				names[name] = f
			}
		}
	}
	files := make([]spec.File, 0, len(names))
	for _, name := range slices.Sorted(maps.Keys(names)) {
		files = append(files, spec.File{Name: name})
	}
	errs := make([]error, len(files))
	parallel.Each(len(files), func(i int) { files[i].Data, errs[i] = read(names[files[i].Name], in) })
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// holdsAll tells whether paths stand for all specs of the repository: for its
// folder specs, which is the default, or a folder around it.
func (r repository) holdsAll(paths []string) bool {
	specs := filepath.Join(r.root, "specs")
	return len(paths) == 0 || slices.ContainsFunc(paths, func(path string) bool {
		abs, err := filepath.Abs(path)
		if path == stdin || err != nil {
			return false
		}
		rel, err := filepath.Rel(abs, specs)
		return err == nil && filepath.IsLocal(rel)
	})
}

// search returns the file itself, or the YAML files below a folder.
func search(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, plainPathError(err)
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	var found []string
	err = filepath.WalkDir(path, func(p string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return plainPathError(err)
		case entry.IsDir() && p != path && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case isYAML(entry.Name()) && entry.Name() != spec.RepositoryFile && mayBeRead(p, entry):
			found = append(found, p)
		}
		return nil
	})
	if err == nil && len(found) == 0 {
		return nil, fmt.Errorf("%s holds no spec: no file below it ends in .yaml or .yml", path)
	}
	return found, err
}

func isYAML(name string) bool {
	ext := filepath.Ext(name)
	return (ext == ".yaml" || ext == ".yml") && !strings.HasPrefix(name, ".")
}

// plainPathError says what a user needs to know of a file that cannot be read.
func plainPathError(err error) error {
	var pathErr *fs.PathError
	if !errors.As(err, &pathErr) {
		return err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: there is no such file or folder", pathErr.Path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: it may not be read", pathErr.Path)
	}
	return fmt.Errorf("%s: %w", pathErr.Path, pathErr.Err)
}
