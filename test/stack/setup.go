package stack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// OfflineVariable, set to 1, keeps Setup from trying the vendors' sites.
const OfflineVariable = "MLAUTH_OFFLINE"

// errUnavailable says that a way to get a part cannot be gone on this machine,
// so that the next one is tried.
var errUnavailable = errors.New("not available")

// way is one way to get a part. It returns the part's path.
type way struct {
	name string
	get  func(context.Context, cache, io.Writer) (string, error)
}

// Setup finds or makes all parts, telling the log what it does. It takes
// minutes the first time on a machine without the vendors' releases, and next
// to no time after that.
func Setup(ctx context.Context, log io.Writer) (Parts, error) {
	c, err := openCache()
	if err != nil {
		return Parts{}, err
	}
	unlock, err := c.lock()
	if err != nil {
		return Parts{}, err
	}
	defer unlock()
	key, err := c.key(ctx)
	if err != nil {
		return Parts{}, err
	}
	if parts, err := c.recall(key); err == nil {
		return parts, nil
	}
	parts := Parts{Key: key, TookFrom: map[string]string{}}
	for _, part := range []struct {
		name string
		ways []way
		path *string
		help string
	}{
		{"engine", engineWays, &parts.Engine, engineHelp},
		{"AWS plugin", pluginWays, &parts.Plugin, pluginHelp},
		{"moto", motoWays, &parts.Python, motoHelp},
	} {
		if *part.path, parts.TookFrom[part.name], err = c.first(ctx, part.name, part.ways, log); err != nil {
			return Parts{}, fmt.Errorf("%w\n%s", err, part.help)
		}
	}
	return parts, c.remember(parts)
}

// first goes the ways in order until one works.
func (c cache) first(ctx context.Context, part string, ways []way, log io.Writer) (path, name string, err error) {
	var failures []string
	for _, w := range ways {
		start := time.Now()
		path, err := w.get(ctx, c, log)
		if err == nil {
			fmt.Fprintf(log, "%s: %s (%s, %.0f s)\n", part, w.name, path, time.Since(start).Seconds())
			return path, w.name, nil
		}
		fmt.Fprintf(log, "%s: not %s: %v\n", part, w.name, err)
		failures = append(failures, fmt.Sprintf("  %s: %v", w.name, err))
		if ctx.Err() != nil {
			break
		}
	}
	return "", "", fmt.Errorf("no %s for the test stack:\n%s", part, strings.Join(failures, "\n"))
}

// reachable probes a site quickly, because a blocked download may otherwise
// hang for minutes.
func reachable(ctx context.Context, url string) error {
	if os.Getenv(OfflineVariable) == "1" {
		return fmt.Errorf("%w: %s=1", errUnavailable, OfflineVariable)
	}
	ctx, cancel := context.WithTimeout(ctx, 4*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("%w: %s cannot be reached", errUnavailable, request.Host)
	}
	_ = response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%w: %s answers %s", errUnavailable, request.Host, response.Status)
	}
	return nil
}

// build compiles a program of a module in the repository. It costs minutes the
// first time, because the engine and the bridge are large.
func (c cache) build(ctx context.Context, log io.Writer, module, program, output string, flags ...string) error {
	fmt.Fprintf(log, "building %s from %s; the first time takes minutes\n", filepath.Base(output), module)
	args := append([]string{"build", "-o", output}, flags...)
	return run(ctx, filepath.Join(c.root, module), "go", append(args, program)...)
}

// run runs a command to its end and returns what it printed with its failure.
func run(ctx context.Context, dir, name string, args ...string) error {
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = dir
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, output)
	}
	return nil
}
