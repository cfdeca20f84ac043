package render_test

import (
	"os"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// BenchmarkRecord is the cost of rendering one spec of average size.
func BenchmarkRecord(b *testing.B) {
	text, err := os.ReadFile("../../specs/model-console.yaml")
	if err != nil {
		b.Fatal(err)
	}
	s, _ := spec.Compile("specs/model-console.yaml", text)
	for b.Loop() {
		if _, err := render.Record(s); err != nil {
			b.Fatal(err)
		}
	}
}
