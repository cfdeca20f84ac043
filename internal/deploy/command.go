package deploy

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"slices"
	"time"

	"github.com/blang/semver"
)

// grace is how long an interrupted engine has to come to an end.
type grace struct {
	soft time.Duration // then a second interrupt: give up running operations
	hard time.Duration // then kill
}

// runnersGrace fits hosted runners, which kill a job about 7.5 seconds after
// their first signal; by then state must be written and locks released.
var runnersGrace = grace{soft: 5 * time.Second, hard: 6500 * time.Millisecond}

// command runs the pulumi binary for the Automation API, in place of the API's
// own runner, for three reasons. The engine runs in its own process group: at a
// terminal Ctrl-C reaches the whole foreground group, and an engine that gets
// both that and our interrupt takes the second as "stop at once". Its
// environment is what we say and nothing else: any PULUMI_OPTION_x in the
// user's environment acts like a flag, --ignore-protect among them. And its
// grace on interruption is ours.
type command struct {
	path    string
	version semver.Version
	// environ is the whole base environment of the engine.
	environ []string
	grace   grace
}

// Version is part of auto.PulumiCommand.
func (c *command) Version() semver.Version { return c.version }

// Run is part of auto.PulumiCommand. A context that ends interrupts the engine
// as a user would, and waits for it.
func (c *command) Run(ctx context.Context, dir string, stdin io.Reader,
	extraOut, extraErr []io.Writer, extraEnv []string, args ...string,
) (string, string, int, error) {
	// The Automation API ends every update by asking for the stack's history,
	// for a summary that is not wanted here: a run of the engine saved.
	if len(args) > 1 && args[0] == "stack" && args[1] == "history" {
		return "[]", "", 0, nil
	}
	if !slices.Contains(args, "--non-interactive") {
		args = append([]string{"--non-interactive"}, args...)
	}
	cmd := exec.CommandContext(ctx, c.path, args...)
	cmd.Dir = dir
	cmd.Env = append(slices.Clone(c.environ), extraEnv...)
	cmd.Stdin = stdin
	var stdout, stderr bytes.Buffer
	cmd.Stdout = io.MultiWriter(append(slices.Clone(extraOut), &stdout)...)
	cmd.Stderr = io.MultiWriter(append(slices.Clone(extraErr), &stderr)...)
	ownGroup(cmd)
	done := make(chan struct{})
	cmd.Cancel = func() error {
		go c.interruptAgain(cmd, done)
		return interrupt(cmd.Process)
	}
	cmd.WaitDelay = c.grace.hard
	err := cmd.Run()
	close(done)
	return stdout.String(), stderr.String(), exitCode(err), err
}

// interruptAgain tells an engine that is still running after the soft grace to
// give up what it waits for. It then records those operations as pending.
func (c *command) interruptAgain(cmd *exec.Cmd, done <-chan struct{}) {
	select {
	case <-done:
	case <-time.After(c.grace.soft):
		_ = interrupt(cmd.Process)
	}
}

// exitCode returns -2 for a process that never ran to its end, as the
// Automation API does.
func exitCode(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	default:
		return -2
	}
}
