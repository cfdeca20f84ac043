package cli

import (
	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/schema"
)

func newSchema(streams Streams) *cobra.Command {
	var repository bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the spec language",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			text := schema.JSON
			if repository {
				text = schema.Repository
			}
			_, err := streams.Out.Write(text)
			return err
		},
	}
	cmd.Flags().BoolVar(&repository, "repository", false, "the schema of mlauth.yaml instead")
	return cmd
}
