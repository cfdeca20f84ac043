package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// read returns the content of what the command line names: a file, a pipe or
// standard input.
func read(path string, in io.Reader) ([]byte, error) {
	if path == stdin {
		return bounded(in, nil)
	}
	data, err := readFile(path)
	return data, plainPathError(err)
}

// readRegular returns the content of a file that a spec or a folder names, which
// is not for a pipe to be.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, &fs.PathError{Op: "read", Path: path, Err: spec.ErrFolder}
	case info.Mode()&notAFile != 0:
		return nil, &fs.PathError{Op: "read", Path: path, Err: spec.ErrNoFile}
	}
	return readFile(path)
}

// readFile is os.ReadFile, but of what is larger than a spec may be, or endless,
// it returns one byte more than that: enough to tell.
func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	const atLeast = 512 // what has a size only when it is read, as files of /proc do
	return bounded(file, make([]byte, max(atLeast, min(info.Size(), spec.MaxBytes)+1)))
}

// bounded reads to the end, or to one byte more than a spec may have. It fits the
// room that it is given.
func bounded(from io.Reader, room []byte) ([]byte, error) {
	n, err := io.ReadFull(from, room)
	if n < len(room) {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = nil
		}
		return room[:n], err
	}
	rest, err := io.ReadAll(io.LimitReader(from, int64(spec.MaxBytes+1-n)))
	return append(room, rest...), err
}

// notAFile are the types of what has no text of its own.
const notAFile = fs.ModeNamedPipe | fs.ModeSocket | fs.ModeDevice

// mayBeRead tells whether an entry of a folder is a file, or a link to one. What
// is wrong with a link that leads nowhere whoever reads it will say.
func mayBeRead(path string, entry fs.DirEntry) bool {
	mode := entry.Type()
	if mode&fs.ModeSymlink != 0 {
		if info, err := os.Stat(path); err == nil {
			mode = info.Mode() & notAFile
		}
	}
	return !mode.IsDir() && mode&notAFile == 0
}
