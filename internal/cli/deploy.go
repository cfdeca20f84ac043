package cli

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/deploy"
)

func newDeploy(streams Streams) *cobra.Command {
	var settings deploy.Settings
	var yes bool
	cmd := &cobra.Command{
		Use:   "deploy [PATHS]",
		Short: "Bring AWS to what the specs say",
		Long: "Plan each spec's stack, stop where something protected would be lost, and carry\n" +
			"out the rest. The default is specs/. Asks first at a terminal.",
		RunE: func(cmd *cobra.Command, paths []string) error {
			return overStacks(cmd.Context(), streams, settings, paths, func(ctx context.Context, engine *deploy.Engine, stack deploy.Stack, observe deploy.Observer) (string, error) {
				if !yes {
					stack.Confirm = streams.confirmPlan
				}
				result, err := engine.Deploy(ctx, stack, observe)
				if err != nil {
					return "", err
				}
				text := countsText(result.Counts(), done, "no changes")
				fmt.Fprintf(streams.Out, "%s: %s\n", stack.Name, text)
				return text, nil
			})
		},
	}
	engineFlags(cmd, &settings)
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}

// confirmPlan shows a plan and asks a person about it. Where there is none it
// says yes: a pipeline asked by running the command.
func (s Streams) confirmPlan(plan *deploy.Plan) bool {
	if !s.Ask {
		return true
	}
	fmt.Fprintf(s.Err, "%s: %s\n", plan.Stack, countsText(plan.Counts(), planned, "no changes"))
	writePlan(s.Err, s.ColorErr, plan.Steps)
	return s.ask("Go ahead?")
}

// ask puts a question; anything but yes is no.
func (s Streams) ask(question string) bool {
	fmt.Fprintf(s.Err, "%s [y/N] ", question)
	line, _ := bufio.NewReader(s.In).ReadString('\n')
	answer := strings.ToLower(strings.TrimSpace(line))
	return answer == "y" || answer == "yes"
}
