// Command yamlparse reads files and parses each with yaml.v3, and does nothing
// else: the yardstick for what reading specs costs at least. GOMAXPROCS says on
// how many cores.
package main

import (
	"bytes"
	"fmt"
	"os"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/parallel"
)

func main() {
	files := os.Args[1:]
	errs := make([]error, len(files))
	parallel.Each(len(files), func(i int) {
		text, err := os.ReadFile(files[i])
		if err == nil {
			var n yaml.Node
			err = yaml.NewDecoder(bytes.NewReader(text)).Decode(&n)
		}
		errs[i] = err
	})
	for i, err := range errs {
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", files[i], err)
			os.Exit(1)
		}
	}
}
