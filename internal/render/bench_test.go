package render_test

import (
	"os"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// BenchmarkRecord is the cost of rendering one spec of average size, and
// BenchmarkRecordThousand that of rendering a thousand.
func BenchmarkRecord(b *testing.B)         { benchmarkRecord(b, 1) }
func BenchmarkRecordThousand(b *testing.B) { benchmarkRecord(b, 1000) }

func benchmarkRecord(b *testing.B, specs int) {
	text, err := os.ReadFile("../../specs/model-console.yaml")
	if err != nil {
		b.Fatal(err)
	}
	s, _ := spec.Compile("specs/model-console.yaml", text)
	b.ReportAllocs()
	for b.Loop() {
		for range specs {
			if _, err := render.Record(s); err != nil {
				b.Fatal(err)
			}
		}
	}
}
