package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// revision is the repository as it was once. It is read from several goroutines.
type revision struct {
	ref    string            // as the user calls it
	files  map[string]string // by name from the repository's root: what fetch takes
	others []string          // folders that are repositories of their own: submodules
	fetch  func(file string) ([]byte, error)
	close  func() error
}

// read returns the content of a file by its name.
func (r *revision) read(name string) ([]byte, error) {
	file, ok := r.files[path.Clean(name)]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return r.fetch(file)
}

// openRevision finds a revision in the git repository that the root lies in.
// git is asked, because only it knows of worktrees, packs and shallow clones.
func openRevision(root, ref string) (*revision, error) {
	commit, err := git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", ref+"^{commit}")
	if err != nil {
		return nil, noRevision(root, ref, err)
	}
	// Below a folder, ls-tree names what is in it, from there.
	listed, err := git(root, "ls-tree", "-r", "-z", strings.TrimSpace(string(commit)))
	if err != nil {
		return nil, err
	}
	blobs, err := startBlobs(root)
	if err != nil {
		return nil, err
	}
	r := &revision{ref: ref, files: map[string]string{}, fetch: blobs.read, close: blobs.close}
	links := map[string]string{}
	for entry := range strings.SplitSeq(string(listed), "\x00") {
		meta, name, _ := strings.Cut(entry, "\t")
		fields := strings.Fields(meta) // mode, type, object
		switch {
		case len(fields) != 3:
		case fields[1] == "commit":
			r.others = append(r.others, name)
		case fields[0] == "120000":
			links[name] = fields[2]
		default:
			r.files[name] = fields[2]
		}
	}
	return r, r.follow(links)
}

// follow resolves symbolic links to files of the repository. One that leads
// nowhere is as good as not there.
func (r *revision) follow(links map[string]string) error {
	targets := map[string]string{}
	for name, object := range links {
		target, err := r.fetch(object)
		if err != nil {
			return err
		}
		targets[name] = path.Join(path.Dir(name), string(target))
	}
	const hops = 10
	for name, target := range targets {
		for range hops {
			next, again := targets[target]
			if !again {
				break
			}
			target = next
		}
		if object, ok := r.files[target]; ok {
			r.files[name] = object
		}
	}
	return nil
}

func noRevision(root, ref string, err error) error {
	var exited *exec.ExitError
	if !errors.As(err, &exited) {
		return err // there is no git, or it says why
	}
	hint := "name a branch, tag or commit that this clone has"
	if any, err := git(root, "rev-list", "--all", "--max-count=1"); err == nil && len(any) == 0 {
		hint = "the repository has no commit yet"
	} else if shallow, err := git(root, "rev-parse", "--is-shallow-repository"); err == nil && strings.TrimSpace(string(shallow)) == "true" {
		hint = "this clone is shallow; fetch it first: " + fetching(ref)
	}
	return fmt.Errorf("--against %s: git knows no such revision here; %s", ref, hint)
}

// fetching says how a revision gets into a shallow clone. A clone of one branch
// keeps no name for another that it fetches, and what is counted from a commit
// cannot be asked for by name.
func fetching(ref string) string {
	if strings.ContainsAny(ref, "~^@") {
		return "git fetch --unshallow"
	}
	return fmt.Sprintf("git fetch --depth=1 origin %s, and then --against FETCH_HEAD", strings.TrimPrefix(ref, "origin/"))
}

// localGit are the settings of the hook that may have called us, which are about
// its folder: git finds the repository of ours itself.
var localGit = []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"}

func gitCommand(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = slices.DeleteFunc(os.Environ(), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(localGit, name)
	})
	return cmd
}

func git(dir string, args ...string) ([]byte, error) {
	cmd := gitCommand(dir, args...)
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return nil, errors.New("--against needs git, and there is none on the PATH")
	case err != nil && said.Len() > 0:
		return nil, fmt.Errorf("git %s: %s", args[0], strings.TrimSpace(said.String()))
	}
	return out, err
}

// blobs is git telling the content of objects, one after the other.
type blobs struct {
	mu   sync.Mutex
	cmd  *exec.Cmd
	ask  io.WriteCloser
	hear *bufio.Reader
}

func startBlobs(root string) (*blobs, error) {
	cmd := gitCommand(root, "cat-file", "--batch")
	ask, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	hear, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	return &blobs{cmd: cmd, ask: ask, hear: bufio.NewReader(hear)}, cmd.Start()
}

func (b *blobs) read(object string) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if _, err := fmt.Fprintln(b.ask, object); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	header, err := b.hear.ReadString('\n') // object, type, size
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	fields := strings.Fields(header)
	if len(fields) != 3 {
		return nil, fmt.Errorf("git cat-file: %s", strings.TrimSpace(header))
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	data := make([]byte, min(size, spec.MaxBytes+1)) // as readFile does
	if _, err := io.ReadFull(b.hear, data); err != nil {
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	if _, err := b.hear.Discard(size + 1 - len(data)); err != nil { // and a line end
		return nil, fmt.Errorf("git cat-file: %w", err)
	}
	return data, nil
}

func (b *blobs) close() error {
	_ = b.ask.Close()
	return b.cmd.Wait()
}

// specFiles are the files below some folders that may be specs, by name.
func (r *revision) specFiles(folders []string) ([]spec.File, error) {
	var files []spec.File
	for name := range r.files {
		if !isYAML(path.Base(name)) || name == spec.RepositoryFile || !slices.ContainsFunc(folders, func(f string) bool { return below(name, f) }) {
			continue
		}
		data, err := r.read(name)
		if err != nil {
			return nil, err
		}
		files = append(files, spec.File{Name: name, Data: data})
	}
	slices.SortFunc(files, func(a, b spec.File) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}

// below reports whether a file is a folder's, by their names from the root, or
// is what is called the folder; hidden folders are not looked into.
func below(name, folder string) bool {
	rest, ok := strings.CutPrefix(name, folder+"/")
	if folder == "." {
		rest, ok = name, true
	}
	return name == folder || ok && !strings.HasPrefix(rest, ".") && !strings.Contains(rest, "/.")
}
