package heap

import "testing"

// What is kept, and a percentage of it on top, stays near what is eased.
func TestPercent(t *testing.T) {
	for kept, want := range map[uint64]int{0: 2300, 4 << 20: 2200, 16 << 20: 475, 32 << 20: 187, 50 << 20: 84, 64 << 20: 43, 80 << 20: 30, 92 << 20: 30, 1 << 30: 30} {
		if got := percent(kept); got != want {
			t.Errorf("%d MB: %d, not %d", kept>>20, got, want)
		}
	}
}
