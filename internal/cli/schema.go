package cli

import (
	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/schema"
)

func newSchema(streams Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the spec language",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := streams.Out.Write(schema.JSON)
			return err
		},
	}
}
