// Command teststack sets the test stack up, and runs commands against it.
//
//	teststack setup             find, fetch or build the parts
//	teststack run -- CMD ARGS   run a command with an emulated AWS account
//
// The emulator that "run" starts ends with it. The exit code is the command's.
package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"syscall"

	"github.com/mlauth/mlauth-compile/test/stack"
)

// account is whose the emulated resources are.
const account = "123456789012"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code, err := dispatch(ctx, os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "teststack:", err)
	}
	os.Exit(code)
}

// dispatch runs a subcommand and returns the exit code.
func dispatch(ctx context.Context, args []string) (int, error) {
	switch {
	case len(args) == 1 && args[0] == "setup":
		parts, err := stack.Setup(ctx, os.Stderr)
		if err != nil {
			return 1, err
		}
		for _, part := range slices.Sorted(maps.Keys(parts.TookFrom)) {
			fmt.Printf("%s: %s\n", part, parts.TookFrom[part])
		}
		return 0, nil
	case len(args) > 2 && args[0] == "run" && args[1] == "--":
		return run(ctx, args[2], args[3:])
	}
	return 2, errors.New("usage: teststack setup | teststack run -- COMMAND [ARGUMENT...]")
}

// run runs a command with an account of an emulator of its own. The terminal
// interrupts the command as well as us; only what is sent to us alone is passed on.
func run(ctx context.Context, name string, args []string) (int, error) {
	parts, err := stack.Setup(ctx, os.Stderr)
	if err != nil {
		return 1, err
	}
	emulator, err := stack.StartEmulator(ctx, parts, os.Stderr)
	if err != nil {
		return 1, err
	}
	defer emulator.Stop()
	dir, err := os.MkdirTemp("", "mlauth-teststack-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(dir)
	a, err := stack.NewAccount(parts, emulator, account, dir)
	if err != nil {
		return 1, err
	}
	terminated, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	command := exec.CommandContext(terminated, name, args...)
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	command.Env = stack.Environ(a.Vars())
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := command.Run(); err != nil {
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
			return exit.ExitCode(), nil
		}
		return 1, err
	}
	return 0, nil
}
