// Command yardsticks measures validate beside other tools on the same specs and
// prints what docs/performance.md reports. It judges nothing: a number depends
// on the machine, and on what else the machine does.
//
// The others are a bare yaml.v3 parse, kubeconform and ajv-cli, which hold the
// published schema against each file and know none of the rules. They are built
// or installed once, in versions that are pinned here and in test/kubeconform.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/mlauth/mlauth-compile/test/corpus"
)

func main() {
	specs := flag.Int("specs", 2000, "how many specs")
	runs := flag.Int("runs", 7, "how many runs of each, of which the best counts")
	flag.Parse()
	if err := run(*specs, *runs); err != nil {
		fmt.Fprintln(os.Stderr, "yardsticks:", err)
		os.Exit(1)
	}
}

func run(specs, runs int) error {
	root, err := os.Getwd()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "yardsticks")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }() // a temporary folder
	if err := corpus.Write(root, dir, specs); err != nil {
		return err
	}
	alone := filepath.Join(dir, "alone")
	if err := corpus.Write(root, alone, 1); err != nil {
		return err
	}
	tools, skipped, err := build(root, filepath.Join(dir, "bin"))
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(dir, "specs", "*.yaml"))
	if err != nil {
		return err
	}
	fmt.Printf("%s; best of %d runs, from start to exit\n\n", machine(), runs)
	rows := []row{
		{name: "validate, all rules", command: []string{tools.ours, "validate"}},
		{name: "validate, one file of them", command: []string{tools.ours, "validate", files[0]}},
		{name: "validate, one file in a repository of its own", command: []string{tools.ours, "validate"}, dir: alone},
		{name: "no file: version", command: []string{tools.ours, "version"}},
		{name: "a small Go program that does nothing", command: []string{tools.parse}},
		{name: "yaml.v3 alone, all cores", other: true, command: append([]string{tools.parse}, files...)},
		{name: "yaml.v3 alone, one core", other: true, command: append([]string{tools.parse}, files...), env: "GOMAXPROCS=1"},
		{name: "kubeconform, schema alone", other: true, command: append([]string{tools.kubeconform, "-n", fmt.Sprint(runtime.NumCPU()), "-schema-location", tools.schema}, files...)},
	}
	if tools.ajv != "" {
		rows = append(rows, row{name: "ajv-cli, schema alone", other: true, command: []string{tools.ajv, "validate", "--spec=draft7", "--strict=false", "-s", tools.schema, "-d", filepath.Join(dir, "specs", "*.yaml")}})
	}
	if err := measure(dir, rows, runs); err != nil {
		return err
	}
	print(rows, len(files))
	for _, reason := range skipped {
		fmt.Println("skipped:", reason)
	}
	return nil
}

// row is one line of the table.
type row struct {
	name    string
	other   bool // another tool, beside which ours is held
	command []string
	env     string
	dir     string        // the repository; "" for that of all specs
	time    time.Duration // from start to exit
	cpu     time.Duration // on all cores together
	peak    int64         // kB
}

// print writes the table. Time on a machine that does other things too says
// little; the cores' own time then still compares.
func print(rows []row, specs int) {
	ours := rows[0]
	fmt.Printf("| %d specs | time | of all cores | peak memory | validate takes, of its time | of its cores' |\n|---|---|---|---|---|---|\n", specs)
	for _, r := range rows {
		ratio := " | "
		if r.other {
			ratio = fmt.Sprintf("%.2f | %.2f", float64(ours.time)/float64(r.time), float64(ours.cpu)/float64(r.cpu))
		}
		fmt.Printf("| %s | %d ms | %d ms | %d MB | %s |\n", r.name, r.time.Milliseconds(), r.cpu.Milliseconds(), r.peak>>10, ratio)
	}
}
