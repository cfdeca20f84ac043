package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/deploy"
)

func newDestroy(streams Streams) *cobra.Command {
	var settings deploy.Settings
	var yes bool
	cmd := &cobra.Command{
		Use:   "destroy [PATHS]",
		Short: "Take stacks down",
		Long:  "Delete everything in each spec's stack. Everything in a stack that is not\nephemeral is protected: it goes only where the spec's lifecycle.acknowledge says so.",
		RunE: func(cmd *cobra.Command, paths []string) error {
			act := func(ctx context.Context, engine *deploy.Engine, stack deploy.Stack, observe deploy.Observer) (string, error) {
				if !yes {
					stack.Confirm = streams.confirmPlan(ctx)
				}
				result, err := engine.Destroy(ctx, stack, observe)
				if err != nil {
					return "", err
				}
				text := counted(result, "nothing to delete")
				fmt.Fprintf(streams.Out, "%s: %s\n", stack.Name, text)
				return text, nil
			}
			return stackWork{order: usersFirst, stateOnly: true, act: act}.over(cmd.Context(), streams, settings, paths)
		},
	}
	engineFlags(cmd, &settings)
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return cmd
}
