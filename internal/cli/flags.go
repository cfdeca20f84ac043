package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/diag"
)

// choice is a flag that takes one of a few words; the first is the default.
type choice struct {
	value   *string
	allowed []string
}

func (c choice) String() string { return *c.value }
func (c choice) Type() string   { return strings.Join(c.allowed, "|") }

func (c choice) Set(text string) error {
	if slices.Contains(c.allowed, text) {
		*c.value = text
		return nil
	}
	if near := diag.Nearest(text, c.allowed); near != "" {
		return fmt.Errorf("did you mean %s?", near)
	}
	return fmt.Errorf("it takes %s", strings.Join(c.allowed, ", "))
}

func formatFlag(cmd *cobra.Command, value *string, allowed ...string) {
	*value = allowed[0]
	cmd.Flags().Var(choice{value, allowed}, "format", "how to write the result")
}

// engineFlags are those of every command that talks to a backend.
func engineFlags(cmd *cobra.Command, s *deploy.Settings) {
	f := cmd.Flags()
	f.StringVar(&s.Backend, "backend", "", "where state is kept, as pulumi login takes it (default: PULUMI_BACKEND_URL, Pulumi's own setting, or .mlauth/state)")
	f.StringVar(&s.SecretsProvider, "secrets-provider", "", "how a new stack's secrets are encrypted: passphrase, or a key such as awskms://alias/mlauth")
	f.BoolVar(&s.Offline, "offline", false, "never download engine or plugin (also: MLAUTH_OFFLINE=1)")
}
