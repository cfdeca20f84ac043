// Package parallel does many pieces of the same work on all cores.
//
// It owns nothing but the loop: each piece is known by its number and writes to
// a place of its own, so that what comes out does not depend on which was done
// first. It must not know what the work is.
package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls work once for each number below n, on as many goroutines as there
// are cores for, and returns when all are done. What a call writes must be its
// own, or kept by a lock.
func Each(n int, work func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			work(i)
		}
		return
	}
	var next atomic.Int64
	var done sync.WaitGroup
	for range workers {
		done.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	done.Wait()
}
