package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/review"
)

func newDeploy(streams Streams) *cobra.Command {
	var settings deploy.Settings
	var yes bool
	var plan string
	cmd := &cobra.Command{
		Use:   "deploy [PATHS]",
		Short: "Bring AWS to what the specs say",
		Long: "Plan each spec's stack, stop where users would be lost or callers broken unless the\n" +
			"spec's lifecycle.acknowledge allows it (exit code 4), and carry out the rest. The\n" +
			"default is specs/. Asks first at a terminal.",
		RunE: func(cmd *cobra.Command, paths []string) error {
			if plan == "" && cmd.Flags().Changed("plan") {
				return errors.New("--plan needs the folder that preview --save-plan wrote to")
			}
			return overStacks(cmd.Context(), streams, settings, paths, func(ctx context.Context, engine *deploy.Engine, stack deploy.Stack, observe deploy.Observer) (string, error) {
				stack.SavedPlan = plan
				if !yes {
					stack.Confirm = streams.confirmPlan(ctx)
				}
				result, err := engine.Deploy(ctx, stack, observe)
				if err != nil {
					return "", err
				}
				text := counted(result, "no changes")
				fmt.Fprintf(streams.Out, "%s: %s\n", stack.Name, text)
				return text, nil
			})
		},
	}
	engineFlags(cmd, &settings)
	cmd.Flags().StringVar(&plan, "plan", "", "do exactly what the plans in this folder say, which preview --save-plan wrote")
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

// confirmPlan returns a question about a plan to a person. Where there is none
// the answer is yes: a pipeline asked by running the command.
func (s Streams) confirmPlan(ctx context.Context) func(*deploy.Plan) bool {
	return func(plan *deploy.Plan) bool {
		if !s.Ask {
			return true
		}
		if err := (review.Report{Command: "preview"}).WriteText(s.Err, reviewed(plan), s.LookErr.Color); err != nil {
			return false
		}
		return s.ask(ctx, "Go ahead?")
	}
}

// ask puts a question; anything but yes is no, an interruption too.
func (s Streams) ask(ctx context.Context, question string) bool {
	fmt.Fprintf(s.Err, "%s [y/N] ", question)
	answer := make(chan string, 1)
	go func() { answer <- readLine(s.In) }()
	select {
	case line := <-answer:
		line = strings.ToLower(strings.TrimSpace(line))
		return line == "y" || line == "yes"
	case <-ctx.Done():
		fmt.Fprintln(s.Err)
		return false
	}
}

// readLine reads no further than the end of the line: what was typed ahead is
// the answer to the next question.
func readLine(in io.Reader) string {
	var line []byte
	for one := make([]byte, 1); ; {
		n, err := in.Read(one)
		if n == 1 && one[0] != '\n' {
			line = append(line, one[0])
		}
		if n == 1 && one[0] == '\n' || err != nil {
			return string(line)
		}
	}
}
