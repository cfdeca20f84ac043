package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/deploy"
)

// Exit codes, as the documentation of the command line lists them.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2
	exitChanges     = 3
	exitGate        = 4
	exitInterrupted = 130
)

// exitRank orders exit codes by how bad they are: over many stacks the worst
// one wins.
var exitRank = map[int]int{exitOK: 0, exitChanges: 1, exitGate: 2, exitFailed: 3, exitUsage: 4, exitInterrupted: 5}

func worse(a, b int) int {
	if exitRank[b] > exitRank[a] {
		return b
	}
	return a
}

// exit is an error that only carries an exit code: everything was said already.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit code %d", int(e)) }

// Run runs one command line and returns the process's exit code.
func Run(ctx context.Context, args []string, streams Streams) int {
	root := newRoot(streams)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var silent exit
	var failure *deploy.Error
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &silent):
		return int(silent)
	case errors.As(err, &failure):
		streams.fail(failure)
		return failure.ExitCode()
	case ctx.Err() != nil:
		fmt.Fprintln(streams.Err, "mlauth-compile: interrupted")
		return exitInterrupted
	}
	fmt.Fprintf(streams.Err, "mlauth-compile: %v\n", err)
	return exitUsage
}

func newRoot(streams Streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "mlauth-compile",
		Short: "Compile authentication specs to Cognito and IAM, and deploy them",
		Long: "mlauth-compile checks the authentication specs under specs/, compiles each to a\n" +
			"Pulumi program, and deploys it as a stack of its own.\n\n" +
			"Exit codes: 0 done; 1 findings of severity error, or an operation failed; 2 the\n" +
			"command could not run; 3 differences found (drift, preview --expect-no-changes);\n" +
			"4 stopped by the safety gate; 130 interrupted.",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	root.AddCommand(
		newInit(streams),
		newValidate(streams),
		newRender(streams),
		newPreview(streams),
		newDeploy(streams),
		newOutputs(streams),
		newDestroy(streams),
		newDrift(streams),
		newDoctor(streams),
		newExplain(streams),
		newSchema(streams),
		newVersion(streams),
	)
	return root
}
