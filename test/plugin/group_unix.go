//go:build unix

package main

import (
	"os"
	"syscall"
	"time"
)

// leadGroup makes this process the leader of its process group, as the engine
// does with every plugin it starts. What it starts itself then ends with it.
func leadGroup() error {
	if syscall.Getpgrp() == os.Getpid() {
		return nil
	}
	return syscall.Setpgid(0, 0)
}

// endGroup ends this process and everything below it. A kill is needed: the
// Terraform provider ignores an interrupt, and would outlive the bridge.
func endGroup() {
	_ = syscall.Kill(-os.Getpid(), syscall.SIGKILL)
}

// orphaned returns a channel that is closed when the parent has died.
func orphaned() <-chan struct{} {
	gone, parent := make(chan struct{}), os.Getppid()
	go func() {
		for os.Getppid() == parent {
			time.Sleep(time.Second)
		}
		close(gone)
	}()
	return gone
}
