package heap

import "testing"

// What is kept, and a percentage of it on top, stays near what is eased.
func TestPercent(t *testing.T) {
	for kept, want := range map[uint64]int{0: 2000, 4 << 20: 1900, 16 << 20: 400, 32 << 20: 150, 50 << 20: 60, 64 << 20: 25, 80 << 20: 25, 1 << 30: 25} {
		if got := percent(kept); got != want {
			t.Errorf("%d MB: %d, not %d", kept>>20, got, want)
		}
	}
}
