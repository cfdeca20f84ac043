package heap

import (
	"runtime"
	"syscall"
)

// onLargePages takes bytes from the system in one piece, asks that they be
// backed by transparent huge pages (madvise(2), MADV_HUGEPAGE), and gives the
// piece back to Go's heap, which hands it out before it asks the system for
// more. Nothing of it is in memory until it is written. Where the system was
// told never to have such pages, all is as it was.
//
// It must not collect by itself meanwhile: the caller sees to that.
func onLargePages(bytes int) {
	piece := make([]byte, bytes)
	_ = syscall.Madvise(piece, syscall.MADV_HUGEPAGE) // else small pages do, more slowly

	runtime.GC() // nothing uses the piece any more
}
