// Package heap lets the garbage collector wait: most runs of the program are
// over before there is anything worth collecting.
//
// Go collects when 4 MB are in use, and again whenever what was kept has
// doubled: once before main begins, for what the linked libraries set up, and
// dozens of times while two thousand specs are read. Here it begins later, and comes
// the sooner the more is kept, so that the program takes up little more than it
// needs also where that is much.
//
// What it takes up first is on large pages, where the system has them: the
// kernel otherwise hands out and clears each 4 kB when they are first written,
// which was a fifth of what two thousand specs take.
//
// Go loads packages that are ready in the order of their paths, and this one,
// which needs only the standard library, comes before the large ones. It must
// import nothing else. Whoever sets GOGC or GOMEMLIMIT gets what they set.
package heap

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	ease   = 64 << 20 // bytes in use that are worth no collection
	least  = 50       // percent of what is kept that may come on top of it
	atOnce = 4 << 20  // bytes in use at which Go collects first, at 100 percent
)

func init() {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return
	}
	debug.SetGCPercent(-1)
	onLargePages(ease)
	debug.SetGCPercent(100 * ease / atOnce)
	afterNext()
}

// afterNext sets the pace anew after the next collection, and each that
// follows: a cleanup runs once its object was collected.
func afterNext() {
	runtime.AddCleanup(new([16]byte), func(struct{}) {
		kept := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(kept)
		if kept[0].Value.Kind() == metrics.KindUint64 {
			debug.SetGCPercent(percent(kept[0].Value.Uint64()))
		}
		afterNext()
	}, struct{}{})
}

// percent is how much may come on top of what is kept.
func percent(kept uint64) int {
	if kept >= ease {
		return least
	}
	return max(least, int(100*(ease-kept)/max(kept, atOnce)))
}
