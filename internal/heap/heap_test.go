package heap

import "testing"

// What is kept, and a percentage of it on top, stays near what is eased.
func TestPercent(t *testing.T) {
	for kept, want := range map[uint64]int{0: 1600, 4 << 20: 1500, 16 << 20: 300, 32 << 20: 100, 50 << 20: 50, 64 << 20: 50, 80 << 20: 50, 1 << 30: 50} {
		if got := percent(kept); got != want {
			t.Errorf("%d MB: %d, not %d", kept>>20, got, want)
		}
	}
}
