package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

func newDoctor(streams Streams) *cobra.Command {
	var settings deploy.Settings
	cmd := &cobra.Command{
		Use:   "doctor [PATHS]",
		Short: "Show engine, plugin, backend and credentials, and what mends what is missing",
		RunE: func(cmd *cobra.Command, paths []string) error {
			repo, err := openRepository()
			if err != nil {
				return err
			}
			said, findings, text, err := repo.settings()
			if err != nil {
				return err
			}
			if err := diag.WriteText(streams.Err, findings, diag.Sources{spec.RepositoryFile: text}, streams.LookErr); err != nil {
				return err
			}
			settings = withRepository(settings, repo, said)
			targets, err := targets(cmd.Context(), streams, paths)
			if err != nil {
				return err
			}
			return writeChecks(streams, deploy.Doctor(cmd.Context(), settings, targets...))
		},
	}
	engineFlags(cmd, &settings)
	return cmd
}

// targets are the places that the specs name, each once. Without any spec there
// are none: doctor also serves before the first one is written.
func targets(ctx context.Context, streams Streams, paths []string) ([]deploy.AWS, error) {
	c, err := compile(ctx, paths, streams.In)
	if err != nil {
		if len(paths) == 0 {
			return nil, nil
		}
		return nil, err
	}
	var found []deploy.AWS
	for _, s := range c.specs {
		t := target(withEndpoint(s.AWS))
		if !c.broken(s) && !slices.Contains(found, t) {
			found = append(found, t)
		}
	}
	return found, nil
}

func writeChecks(streams Streams, checks []deploy.Check) error {
	healthy := true
	for _, check := range checks {
		mark := paint(streams.LookOut.Color, green, "ok     ")
		if !check.OK {
			mark, healthy = paint(streams.LookOut.Color, red, "missing"), false
		}
		fmt.Fprintf(streams.Out, "%s  %-17s %s\n", mark, check.Name, check.Found)
		if !check.OK && check.Remedy != "" {
			fmt.Fprintln(streams.Out, indent(check.Remedy, "         "))
		}
	}
	if !healthy {
		return exit(exitFailed)
	}
	return nil
}
