package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/deploy"
)

type outputsOptions struct {
	settings    deploy.Settings
	asJSON      bool
	asEnv       bool
	showSecrets bool
}

func newOutputs(streams Streams) *cobra.Command {
	var o outputsOptions
	cmd := &cobra.Command{
		Use:   "outputs PATH",
		Short: "Print a deployed stack's outputs",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			s, err := one(cmd.Context(), streams, args[0])
			if err != nil {
				return err
			}
			repo, err := openRepository()
			if err != nil {
				return err
			}
			o.settings = withRepository(o.settings, repo, s.Repository)
			engine, err := deploy.Open(cmd.Context(), o.settings, streams.progress)
			if err != nil {
				return err
			}
			outputs, err := engine.Outputs(cmd.Context(), s.Metadata.Name)
			if err != nil {
				return err
			}
			return writeOutputs(streams.Out, outputs, o)
		},
	}
	engineFlags(cmd, &o.settings)
	f := cmd.Flags()
	f.BoolVar(&o.asJSON, "json", false, "one JSON object")
	f.BoolVar(&o.asEnv, "env", false, "NAME=value lines, for a shell or an environment file")
	f.BoolVar(&o.showSecrets, "show-secrets", false, "print secrets in clear")
	cmd.MarkFlagsMutuallyExclusive("json", "env")
	return cmd
}

const hidden = "[secret]"

func writeOutputs(w io.Writer, outputs deploy.Outputs, o outputsOptions) error {
	values := map[string]any{}
	for name, output := range outputs {
		values[name] = output.Value
		if output.Secret && !o.showSecrets {
			values[name] = hide(output.Value)
		}
	}
	switch {
	case o.asJSON:
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(values)
	case o.asEnv:
		for _, line := range flatten(values) {
			if line.value == hidden {
				continue // a shell would take the mark for the secret
			}
			name := strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(line.name))
			if _, err := fmt.Fprintf(w, "%s=%s\n", name, shellQuote(line.value)); err != nil {
				return err
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, line := range flatten(values) {
		fmt.Fprintf(table, "%s\t%s\n", line.name, line.value)
	}
	return table.Flush()
}

// hide keeps the names inside a secret map: they say which clients have one.
func hide(v any) any {
	m, ok := v.(map[string]any)
	if !ok {
		return hidden
	}
	out := map[string]any{}
	for name := range m {
		out[name] = hidden
	}
	return out
}

type outputLine struct{ name, value string }

// flatten gives each value in a map or list a line of its own, sorted: maps as
// clients.console, lists as words with spaces between.
func flatten(values map[string]any) []outputLine {
	var lines []outputLine
	for _, name := range sortedKeys(values) {
		switch v := values[name].(type) {
		case map[string]any:
			for _, line := range flatten(v) {
				lines = append(lines, outputLine{name + "." + line.name, line.value})
			}
		case []any:
			words := make([]string, len(v))
			for i, item := range v {
				words[i] = fmt.Sprint(item)
			}
			lines = append(lines, outputLine{name, strings.Join(words, " ")})
		default:
			lines = append(lines, outputLine{name, fmt.Sprint(v)})
		}
	}
	return lines
}

// shellQuote makes a value safe to be read by a POSIX shell.
func shellQuote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}
