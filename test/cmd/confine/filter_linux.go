//go:build amd64 || arm64

package main

import "golang.org/x/sys/unix"

// Offsets in what a filter is shown of a system call, struct seccomp_data.
const (
	atNumber   = 0
	atArch     = 4
	atArgument = 16 // the low half of the first
)

// filter is the program by which the kernel judges each system call. A new
// thread is a clone too, and is told from a process by its flags. clone3, which
// has its flags where a filter cannot look, is said not to exist, and programs
// fall back to clone. That a process becomes another program it may: it is not
// one more.
// https://www.kernel.org/doc/html/latest/userspace-api/seccomp_filter.html
func filter(sockets, processes bool) []unix.SockFilter {
	var f []unix.SockFilter
	add := func(code uint16, k uint32, jt, jf uint8) {
		f = append(f, unix.SockFilter{Code: code, Jt: jt, Jf: jf, K: k})
	}
	load := func(offset uint32) { add(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS, offset, 0, 0) }
	verdict := func(action uint32) { add(unix.BPF_RET|unix.BPF_K, action, 0, 0) }
	on := func(number uint32, action uint32) {
		add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, number, 0, 1)
		verdict(action)
	}
	load(atArch)
	add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, arch, 1, 0)
	verdict(unix.SECCOMP_RET_KILL_PROCESS) // another architecture's calls have other numbers
	load(atNumber)
	on(unix.SYS_IO_URING_SETUP, unix.SECCOMP_RET_ERRNO|uint32(unix.ENOSYS)) // a way around every other call
	if !sockets {
		on(unix.SYS_SOCKET, unix.SECCOMP_RET_KILL_PROCESS)
	}
	if !processes {
		for _, number := range forks {
			on(number, unix.SECCOMP_RET_KILL_PROCESS)
		}
		on(unix.SYS_CLONE3, unix.SECCOMP_RET_ERRNO|uint32(unix.ENOSYS))
		add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, unix.SYS_CLONE, 0, 3)
		load(atArgument)
		add(unix.BPF_JMP|unix.BPF_JSET|unix.BPF_K, unix.CLONE_THREAD, 1, 0)
		verdict(unix.SECCOMP_RET_KILL_PROCESS)
	}
	verdict(unix.SECCOMP_RET_ALLOW)
	return f
}
