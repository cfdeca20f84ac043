package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"
)

// measure runs the rows in turns, so that what disturbs the machine for a while
// disturbs all, and keeps of each the least time and the most memory.
func measure(dir string, rows []row, runs int) error {
	for range runs {
		for i := range rows {
			if err := rows[i].once(dir); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *row) once(dir string) error {
	command := exec.Command(r.command[0], r.command[1:]...)
	command.Dir = cmp.Or(r.dir, dir)
	if r.env != "" {
		command.Env = append(os.Environ(), r.env)
	}
	start := time.Now()
	err := command.Run()
	took := time.Since(start)
	var failed *exec.ExitError
	if err != nil && (!errors.As(err, &failed) || failed.ExitCode() != 1) { // 1: a file is not valid by the schema alone
		return fmt.Errorf("%s: %w", r.name, err)
	}
	if r.time == 0 || took < r.time {
		r.time = took
	}
	if cpu := command.ProcessState.UserTime() + command.ProcessState.SystemTime(); r.cpu == 0 || cpu < r.cpu {
		r.cpu = cpu
	}
	if used, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.peak = max(r.peak, used.Maxrss) // kB on Linux
	}
	return nil
}

// machine says where the numbers are from.
func machine() string {
	model := runtime.GOARCH
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(text)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	load := ""
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		load = ", load " + strings.Fields(string(text))[0]
	}
	return fmt.Sprintf("%s, %d cores%s, %s", model, runtime.NumCPU(), load, runtime.Version())
}
