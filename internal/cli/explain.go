package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/internal/fields"
)

func newExplain(streams Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [FIELD.PATH | RULE]",
		Short: "Say what a field of a spec means: type, default, limits, example, AWS property; or a rule",
		Long: "Say what a field of a spec means. A path has dots between names, such as\n" +
			"clients.tokens.access; where a map is keyed by name, any name, a * or nothing\n" +
			"may stand there. Without a path the fields of the top level are listed. Of a\n" +
			"rule, such as MLA010, its section of docs/checks.md is printed.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			what := strings.Join(args, "")
			if page := ruleSection(what); page != "" {
				fmt.Fprint(streams.Out, page)
				return nil
			}
			f, err := fields.Find(what)
			if err != nil {
				return err
			}
			explain(streams, f)
			return nil
		},
	}
}

func explain(streams Streams, f *fields.Field) {
	out := streams.Out
	fmt.Fprintf(out, "%s\n\n", paint(streams.LookOut.Color, bold, or(f.Path, "A spec")))
	writeWrapped(out, f.Description, "  ")
	fmt.Fprintln(out)
	line := func(name, text string) {
		if text != "" {
			fmt.Fprintf(out, "  %-9s%s\n", name, text)
		}
	}
	kind := f.Type
	if f.Required {
		kind += ", required"
	}
	line("type", kind)
	line("default", f.Default)
	line("allowed", strings.Join(f.Values, ", "))
	for _, limit := range f.Limits {
		line("limit", limit)
	}
	line("example", f.Example)
	line("aws", f.AWS)
	explainFields(out, f)
}

// explainFields lists the fields beneath one. Of a map that is keyed by name it
// lists those of each value.
func explainFields(out io.Writer, f *fields.Field) {
	before := ""
	if each := f.Get(fields.AnyName); each != nil {
		f, before = each, "NAME."
	}
	if f.Leaf() {
		return
	}
	fmt.Fprintf(out, "\nfields:\n")
	width := 0
	for _, child := range f.Fields {
		width = max(width, len(before+child.Name))
	}
	for _, child := range f.Fields {
		kind := child.Type
		if child.Required {
			kind += ", required"
		}
		fmt.Fprintf(out, "  %-*s  %s\n", width, before+child.Name, kind)
		writeWrapped(out, firstSentence(child.Description), strings.Repeat(" ", width+4))
	}
}

func firstSentence(text string) string {
	first, _, found := strings.Cut(text, ". ")
	if found {
		return first + "."
	}
	return text
}

// writeWrapped breaks a text into lines that a terminal shows whole.
func writeWrapped(out io.Writer, text, margin string) {
	const width = 96
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(margin)+len(line)+1+len(word) > width {
			fmt.Fprintln(out, margin+line)
			line = ""
		}
		line = strings.TrimPrefix(line+" "+word, " ")
	}
	if line != "" {
		fmt.Fprintln(out, margin+line)
	}
}
