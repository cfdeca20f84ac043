package cli

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

func newRender(streams Streams) *cobra.Command {
	var format string
	var merged bool
	cmd := &cobra.Command{
		Use:   "render PATH",
		Short: "Show what would be deployed, without an engine",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := one(cmd.Context(), streams, args[0])
			if err != nil {
				return err
			}
			if merged {
				_, err := streams.Out.Write(s.Merged())
				return err
			}
			recording, err := render.Record(s)
			if err != nil {
				return err
			}
			encoder := json.NewEncoder(streams.Out)
			encoder.SetEscapeHTML(false)
			encoder.SetIndent("", "  ")
			return encoder.Encode(recording)
		},
	}
	formatFlag(cmd, &format, "json")
	cmd.Flags().BoolVar(&merged, "merged", false, "print the spec with what it extends, and where each value is from, as YAML")
	cmd.MarkFlagsMutuallyExclusive("format", "merged")
	return cmd
}

// one compiles the single spec that a path names. Findings go to error output;
// one of severity error ends the command.
func one(ctx context.Context, streams Streams, path string) (*spec.Spec, error) {
	c, err := compile(ctx, []string{path}, streams.In)
	if err != nil {
		return nil, err
	}
	if err := c.writeFindings(streams, true); err != nil {
		return nil, err
	}
	if c.findings.HasErrors() {
		return nil, exit(exitFailed)
	}
	if c.files == 0 {
		return nil, fmt.Errorf("%s holds no spec: a fragment is rendered as part of the specs that extend it", path)
	}
	if len(c.specs) != 1 {
		return nil, fmt.Errorf("%s holds %d specs; name one", path, len(c.specs))
	}
	return c.specs[0], nil
}
