package main

import (
	"fmt"
	"os/exec"
	"syscall"
	"testing"

	"github.com/mlauth/mlauth-compile/test/corpus"
)

// BenchmarkValidate is validate on a repository of so many specs, from start to
// exit, with the most memory that a run took.
func BenchmarkValidate(b *testing.B) {
	for _, specs := range []int{1, 100, 2000, 10000} {
		b.Run(fmt.Sprint(specs), func(b *testing.B) {
			dir := b.TempDir()
			if err := corpus.Write("../..", dir, specs); err != nil {
				b.Fatal(err)
			}
			var peak int64
			for b.Loop() {
				command := exec.Command("mlauth-compile", "validate")
				command.Dir = dir
				if out, err := command.CombinedOutput(); err != nil {
					b.Fatalf("%v\n%.2000s", err, out)
				}
				if used, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
					peak = max(peak, used.Maxrss/1024) // kB on Linux
				}
			}
			b.ReportMetric(float64(peak), "MB-peak")
		})
	}
}
