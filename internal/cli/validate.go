package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/oidc"
)

type validateOptions struct {
	paths   []string
	format  string
	against string // a git revision; "" for none
	online  bool   // ask the issuers
	asking  oidc.Options
}

func newValidate(streams Streams) *cobra.Command {
	var o validateOptions
	cmd := &cobra.Command{
		Use:   "validate [PATHS]",
		Short: "Check specs: all findings at once, offline unless told otherwise",
		Long: "Check specs against the schema and every rule. PATHS are files or folders; the\n" +
			"default is specs/. - reads one spec from standard input. With a fragment go the\n" +
			"specs of specs/ that extend it, and with mlauth.yaml all of them.\n\n" +
			"The format text is for people, json for programs, sarif for code scanning, and\n" +
			"github for annotations in a GitHub workflow. # mlauth:ignore RULE -- reason\n" +
			"silences a warning on its line or the next; explain RULE says what a rule is about.",
		RunE: func(cmd *cobra.Command, args []string) error {
			o.paths = args
			if o.asking.AllowPrivate && !o.online {
				return errors.New("--allow-private goes with --online: without it nobody is asked")
			}
			if cmd.Flags().Changed("against") && o.against == "" {
				return errors.New("--against is empty; name a revision, such as origin/main")
			}
			return validate(cmd.Context(), streams, o)
		},
	}
	cmd.Flags().BoolVar(&o.online, "online", false, "ask each issuer for its discovery document and keys, and compare")
	cmd.Flags().BoolVar(&o.asking.AllowPrivate, "allow-private", false, "with --online: ask issuers at private addresses too")
	formatFlag(cmd, &o.format, "text", "json", "sarif", "github")
	cmd.Flags().StringVar(&o.against, "against", "", "a git revision, such as origin/main: also say what the change from it does to deployed users and clients")
	return cmd
}

func validate(ctx context.Context, streams Streams, o validateOptions) error {
	c, err := awaited(ctx, func() (*compiled, error) {
		return readSpecs(o.paths, streams.In, wanted{users: true, specs: o.online || o.against != ""})
	})
	if err == nil && o.online {
		c.findings = append(c.findings, oidc.Check(ctx, c.specs, o.asking)...)
		err = ctx.Err() // what an interrupted run found says nothing of the issuers
	}
	if err == nil && o.against != "" {
		err = c.compare(streams, o)
	}
	if err != nil {
		return err
	}
	c.judge(c.findings, c.repo.holdsAll(o.paths))
	if err := c.report(streams, o.format); err != nil {
		return err
	}
	if c.findings.HasErrors() {
		return exit(exitFailed)
	}
	return nil
}

// compare adds what the change from a revision does.
func (c *compiled) compare(streams Streams, o validateOptions) error {
	then, err := openRevision(c.repo.root, o.against)
	if err != nil {
		return err
	}
	findings, notes, err := c.against(then, o.paths)
	if err := errors.Join(err, then.close()); err != nil {
		return err
	}
	for _, note := range notes {
		fmt.Fprintln(streams.Err, "note: "+note)
	}
	c.findings = append(c.findings, findings...)
	return nil
}

// summary counts what was found, such as "2 specs: 1 error, 3 warnings".
func summary(c *compiled) string {
	text := plural(c.files, "spec") + ": " + plural(c.findings.Count(diag.Error), "error") + ", " +
		plural(c.findings.Count(diag.Warning), "warning")
	if n := c.findings.Count(diag.Info); n > 0 {
		text += ", " + plural(n, "note")
	}
	return text
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
