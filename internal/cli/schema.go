package cli

import (
	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/schema"
)

func newSchema(streams Streams) *cobra.Command {
	var repository, plan, layer bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the spec language",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			text := schema.JSON
			switch {
			case repository:
				text = schema.Repository
			case layer:
				text = schema.Layer
			case plan:
				text = schema.Plan
			}
			_, err := streams.Out.Write(text)
			return err
		},
	}
	cmd.Flags().BoolVar(&plan, "plan", false, "the schema of what preview and drift write with --format json instead")
	cmd.Flags().BoolVar(&repository, "repository", false, "the schema of mlauth.yaml instead")
	cmd.Flags().BoolVar(&layer, "layer", false, "the schema of fragments, and of specs that extend them, instead")
	cmd.MarkFlagsMutuallyExclusive("repository", "plan", "layer")
	return cmd
}
