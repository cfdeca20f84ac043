//go:build amd64 || arm64

// Command confine runs a program that can open no socket and start no process:
// the kernel ends it when it tries. Tests show with it what a command does not
// do. The flags -sockets and -processes allow the one or the other after all.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// exitCannot is the exit code when the program could not be confined, and was
// not run.
const exitCannot = 125

func main() {
	sockets := flag.Bool("sockets", false, "let it open sockets")
	processes := flag.Bool("processes", false, "let it start processes")
	flag.Parse()
	if err := run(filter(*sockets, *processes), flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "confine:", err)
		os.Exit(exitCannot)
	}
}

// run makes this process that of the program. The filter holds for the thread
// that sets it, and so for what comes in its place.
func run(filter []unix.SockFilter, command []string) error {
	if len(command) == 0 {
		return errors.New("no program is named")
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	runtime.LockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("no_new_privs: %w", err)
	}
	rules := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	if err := unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&rules)), 0, 0); err != nil {
		return fmt.Errorf("seccomp: %w", err)
	}
	return syscall.Exec(program, command, os.Environ())
}
