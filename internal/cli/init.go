package cli

import (
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mlauth/mlauth-compile/schema"
)

// templates are first specs; each is one that validates without a finding.
//
//go:embed templates/*.yaml
var templates embed.FS

// starters are the files that bring the tool into pre-commit and a pipeline.
//
//go:embed starters/*.yaml
var starters embed.FS

// stackName stands in a template for the name of the stack.
const stackName = "stack-name"

// newName is what metadata.name takes, so much shorter that the names that
// templates make of it fit too.
var newName = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$`)

// schemaFile is where a spec's first line says that its schema is.
const schemaFile = "schema/mlauth.schema.json"

// pipelines are the files that CI systems read, by flag.
var pipelines = map[string]string{"github": ".github/workflows/mlauth.yaml", "gitlab": ".gitlab-ci.yml"}

type initOptions struct {
	name, template, pipeline string
	preCommit                bool
}

func newInit(streams Streams) *cobra.Command {
	var o initOptions
	cmd := &cobra.Command{
		Use:   "init [NAME]",
		Short: "Write a first spec from a template",
		Long: "Write specs/NAME.yaml from a template; NAME is that of the template when it is left\n" +
			"out. Beside it goes the schema that editors check specs against. Files that are\n" +
			"there already are never overwritten.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			o.name = or(strings.Join(args, ""), o.template)
			return initialize(streams, o)
		},
	}
	o.template = "oidc-login"
	allowed := []string{"oidc-login", "machine-to-machine", "github-actions", "notebook", "full"}
	cmd.Flags().Var(choice{&o.template, allowed}, "template", "what to start from")
	cmd.Flags().BoolVar(&o.preCommit, "pre-commit", false, "write .pre-commit-config.yaml, which validates changed specs")
	cmd.Flags().Var(choice{&o.pipeline, []string{"github", "gitlab"}}, "pipeline", "write a pipeline that validates, previews and deploys")
	return cmd
}

func initialize(streams Streams, o initOptions) error {
	if !newName.MatchString(o.name) {
		return fmt.Errorf("%s cannot be the name of a stack: it takes a lower-case letter, then lower-case letters, digits or -, 40 characters at most", o.name)
	}
	repo, err := openRepository()
	if err != nil {
		return err
	}
	files, err := o.files()
	if err != nil {
		return err
	}
	for _, f := range files {
		if _, err := os.Lstat(repo.path(f.name)); err == nil {
			return fmt.Errorf("%s is there already, and is not overwritten; nothing was written. What would go there:\n\n%s", f.name, indent(string(f.data), "  "))
		}
	}
	if _, err := os.Stat(repo.path(schemaFile)); err != nil {
		files = append(files, file{schemaFile, schema.JSON})
	}
	for _, f := range files {
		if err := writeNew(repo.path(f.name), f.data); err != nil {
			return err
		}
		fmt.Fprintln(streams.Out, "wrote "+f.name)
	}
	fmt.Fprintf(streams.Err, "\nNext: put in what is yours in %s, then\n  mlauth-compile validate\n  mlauth-compile preview\n", files[0].name)
	return nil
}

// file is one that is to be written.
type file struct {
	name string
	data []byte
}

// files are those that the command was asked for, the spec first.
func (o initOptions) files() ([]file, error) {
	text, err := templates.ReadFile("templates/" + o.template + ".yaml")
	if err != nil {
		return nil, err
	}
	files := []file{{"specs/" + o.name + ".yaml", []byte(strings.ReplaceAll(string(text), stackName, o.name))}}
	wanted := map[string]string{"pre-commit": ".pre-commit-config.yaml", o.pipeline: pipelines[o.pipeline]}
	for _, starter := range []string{"pre-commit", "github", "gitlab"} {
		if wanted[starter] == "" || starter == "pre-commit" && !o.preCommit {
			continue
		}
		text, err := starters.ReadFile("starters/" + starter + ".yaml")
		if err != nil {
			return nil, err
		}
		files = append(files, file{wanted[starter], text})
	}
	return files, nil
}

// writeNew writes a file that is not there yet.
func writeNew(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return plainPathError(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return plainPathError(err)
	}
	if _, err := f.Write(data); err != nil {
		_ = f.Close() // the first error says it
		return err
	}
	return f.Close()
}
