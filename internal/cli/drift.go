package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/review"
)

func newDrift(streams Streams) *cobra.Command {
	var settings deploy.Settings
	var format string
	var accepts bool
	cmd := &cobra.Command{
		Use:   "drift [PATHS]",
		Short: "Show what was changed behind a stack's back",
		Long: "Compare what AWS has with what each spec's stack last deployed, and change nothing.\n" +
			"Exits 3 when something differs; a deploy brings it back. The default is specs/.\n" +
			"With --accept also print, as a patch, the edit of each spec that says what AWS has.",
		RunE: func(cmd *cobra.Command, paths []string) error {
			if accepts && format != "text" {
				return errors.New("--accept prints a patch, and goes with --format text alone")
			}
			report := newReporter(streams, "drift", format)
			var c *compiled
			act := func(ctx context.Context, engine *deploy.Engine, stack deploy.Stack, observe deploy.Observer) (string, error) {
				plan, err := engine.Drift(ctx, stack, observe)
				if err != nil {
					return "", err
				}
				result, err := report.add(review.Stack{Name: stack.Name, New: plan.New, Steps: plan.Steps, Effects: review.Happened(plan.Steps)})
				if err == nil && change.Count(plan.Steps).Changed() > 0 {
					err = exit(exitChanges)
					if accepts {
						if problem := c.accept(streams.Out, stack.Name, plan.Steps); problem != nil {
							err = problem
						}
					}
				}
				return result, err
			}
			return stackWork{order: ownersFirst, stateOnly: true, report: report, act: act, compiled: func(all *compiled) { c = all }}.over(cmd.Context(), streams, settings, paths)
		},
	}
	engineFlags(cmd, &settings)
	cmd.Flags().BoolVar(&accepts, "accept", false, "print the edit of each spec that settles what drifted; no file is changed")
	formatFlag(cmd, &format, "text", "json", "markdown")
	return cmd
}
