package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/deploy"
)

func newPreview(streams Streams) *cobra.Command {
	var settings deploy.Settings
	var expectNoChanges bool
	var savePlan string
	cmd := &cobra.Command{
		Use:   "preview [PATHS]",
		Short: "Show what deploy would change",
		Long:  "Plan each spec's stack with the engine, and change nothing. The default is specs/.",
		RunE: func(cmd *cobra.Command, paths []string) error {
			return overStacks(cmd.Context(), streams, settings, paths, func(ctx context.Context, engine *deploy.Engine, stack deploy.Stack, observe deploy.Observer) (string, error) {
				stack.SavePlan = savePlan
				plan, err := engine.Preview(ctx, stack, observe)
				if err != nil {
					return "", err
				}
				result := countsText(plan.Counts(), planned, "no changes")
				fmt.Fprintf(streams.Out, "%s: %s\n", stack.Name, result)
				writePlan(streams.Out, streams.ColorOut, plan)
				if expectNoChanges && plan.Counts().Changed() > 0 {
					return result, exit(exitChanges)
				}
				return result, nil
			})
		},
	}
	engineFlags(cmd, &settings)
	cmd.Flags().BoolVar(&expectNoChanges, "expect-no-changes", false, "exit 3 when anything would change")
	cmd.Flags().StringVar(&savePlan, "save-plan", "", "a folder to save each stack's plan in, for deploy --plan")
	return cmd
}
