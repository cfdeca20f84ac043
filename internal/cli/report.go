package cli

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// report writes the findings in a format. What a machine reads is alone on
// standard output; a person also gets a summary.
func (c *compiled) report(streams Streams, format string) error {
	switch format {
	case "json":
		return diag.WriteJSON(streams.Out, c.findings, c.files)
	case "sarif":
		if n := len(c.findings); n > diag.MaxSARIF {
			fmt.Fprintf(streams.Err, "mlauth-compile: %d findings; GitHub takes %d of a run, and the worst are written\n", n, diag.MaxSARIF)
		}
		tool := diag.Tool{Name: "mlauth-compile", Version: toolVersion(), URI: home, Rules: rulePages()}
		return diag.WriteSARIF(streams.Out, c.inCheckout(), tool)
	}
	write := func() error { return diag.WriteText(streams.Out, c.findings, c.sources(), streams.LookOut) }
	if format == "github" {
		write = func() error { return diag.WriteGitHub(streams.Out, c.inCheckout()) }
	}
	err := write()
	fmt.Fprintln(streams.Err, summary(c))
	return err
}

// inCheckout are the findings with files named from the root of the git
// checkout, as GitHub names them: mlauth.yaml may lie in a folder of it.
func (c *compiled) inCheckout() diag.List {
	folder := c.repo.inCheckout()
	if folder == "." {
		return c.findings
	}
	named := func(r diag.Range) diag.Range {
		if !path.IsAbs(r.File) && r.File != stdinName {
			r.File = path.Join(folder, r.File)
		}
		return r
	}
	moved := slices.Clone(c.findings)
	for i, d := range moved {
		moved[i].Range = named(d.Range)
		moved[i].Related = slices.Clone(d.Related)
		for j, r := range d.Related {
			moved[i].Related[j].Range = named(r.Range)
		}
	}
	return moved
}

// inCheckout is the repository's folder in its git checkout; "." when it is the
// checkout itself, or in none.
func (r repository) inCheckout() string {
	for dir := r.root; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			if rel, err := filepath.Rel(dir, r.root); err == nil {
				return filepath.ToSlash(rel)
			}
		}
		if dir == filepath.Dir(dir) {
			return "."
		}
	}
}
