package main

import (
	"os/exec"
	"testing"
)

// BenchmarkValidateProcess is validate on one file, from start to exit.
func BenchmarkValidateProcess(b *testing.B) {
	for b.Loop() {
		if out, err := exec.Command("mlauth-compile", "validate", "../../specs/ml-user-pool.yaml").CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
}
