package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/deploy"
)

func newPreview(streams Streams) *cobra.Command {
	var settings deploy.Settings
	var expectNoChanges bool
	var savePlan, format string
	cmd := &cobra.Command{
		Use:   "preview [PATHS]",
		Short: "Show what deploy would change",
		Long: "Plan each spec's stack with the engine, say what the changes mean, and change\n" +
			"nothing. --format markdown is a comment for a pull request. The default is specs/.",
		RunE: func(cmd *cobra.Command, paths []string) error {
			report := newReporter(streams, "preview", format)
			act := func(ctx context.Context, engine *deploy.Engine, stack deploy.Stack, observe deploy.Observer) (string, error) {
				stack.SavePlan = savePlan
				plan, err := engine.Preview(ctx, stack, observe)
				if err != nil {
					return "", err
				}
				result, err := report.add(reviewed(plan))
				if err == nil && len(plan.Impossible()) > 0 {
					return result, exit(exitFailed)
				}
				if err == nil && expectNoChanges && plan.Counts().Changed() > 0 {
					err = exit(exitChanges)
				}
				return result, err
			}
			return stackWork{order: ownersFirst, report: report, act: act}.over(cmd.Context(), streams, settings, paths)
		},
	}
	engineFlags(cmd, &settings)
	formatFlag(cmd, &format, "text", "json", "markdown")
	cmd.Flags().BoolVar(&expectNoChanges, "expect-no-changes", false, "exit 3 when anything would change")
	cmd.Flags().StringVar(&savePlan, "save-plan", "", "a folder to save each stack's plan in, for deploy --plan")
	return cmd
}
