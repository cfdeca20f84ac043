// Package quietterm keeps the terminal from being asked questions while the
// program starts.
//
// The Pulumi SDK links a library for full-screen programs, which asks the
// terminal for its background as soon as it is loaded: escape codes in the
// output, and five seconds of waiting where nothing answers. It does not ask a
// terminal that is called dumb. Go loads packages that are ready in the order
// of their paths, and this one, which needs only os, comes before that
// library's own parts. A test of the program holds this.
//
// It must not import anything but os.
package quietterm

import "os"

var term, set = os.LookupEnv("TERM")

func init() { _ = os.Setenv("TERM", "dumb") }

// Restore gives the environment its TERM back. It is to be called first thing
// in main.
func Restore() {
	if set {
		_ = os.Setenv("TERM", term)
		return
	}
	_ = os.Unsetenv("TERM")
}
