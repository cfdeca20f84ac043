//go:build !linux

package heap

func onLargePages(int) {}
