package stack

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// emulatorStart is how long the emulator may take until it listens.
const emulatorStart = 60 * time.Second

// Emulator is a running AWS. It ends with this process at the latest, because
// it ends when its standard input is closed.
type Emulator struct {
	URL     string
	command *exec.Cmd
	stdin   io.Closer
}

// StartEmulator runs the emulator on a free loopback port. What it has to say
// of its own faults goes to the log.
func StartEmulator(ctx context.Context, parts Parts, log io.Writer) (*Emulator, error) {
	root, err := repository()
	if err != nil {
		return nil, err
	}
	command := exec.Command(parts.Python, filepath.Join(root, "test", "emulator"))
	// Its working directory would otherwise be a package's, and be searched for
	// modules; its byte code would otherwise land in the repository.
	command.Dir = os.TempDir()
	command.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1", "MOTO_ALLOW_NONEXISTENT_REGION=true")
	command.Stderr = log
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("start the emulator: %w", err)
	}
	emulator := &Emulator{command: command, stdin: stdin}
	port, err := firstLine(ctx, stdout)
	if err != nil {
		emulator.Stop()
		return nil, fmt.Errorf("the emulator did not start: %w", err)
	}
	emulator.URL = "http://127.0.0.1:" + port
	return emulator, nil
}

// faults is what the emulator says of itself: that an operation is missing, or
// that it failed. It is to be empty.
type faults struct {
	mutex sync.Mutex
	text  strings.Builder
}

func (f *faults) Write(p []byte) (int, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.text.Write(p)
}

// take returns what has been said since it was last asked.
func (f *faults) take() string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	defer f.text.Reset()
	return f.text.String()
}

// Stop ends the emulator and waits for its end.
func (e *Emulator) Stop() {
	_ = e.stdin.Close()
	done := make(chan struct{})
	go func() { _ = e.command.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(5 * time.Second):
		_ = e.command.Process.Kill()
		<-done
	}
}

// firstLine reads a line, or gives up after the time a start may take.
func firstLine(ctx context.Context, r io.Reader) (string, error) {
	type result struct {
		line string
		err  error
	}
	got := make(chan result, 1)
	go func() {
		line, err := bufio.NewReader(r).ReadString('\n')
		got <- result{strings.TrimSpace(line), err}
	}()
	select {
	case r := <-got:
		return r.line, r.err
	case <-time.After(emulatorStart):
		return "", errors.New("it takes too long")
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
