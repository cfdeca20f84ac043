// Package e2e deploys specs with the built mlauth-compile, as a user does, on a
// real engine and against the emulator, and looks at what came of it through an
// AWS client.
//
// It knows nothing of the compiler's inside: what it reads is the repository's
// specs, the tool's output, its exit codes, and AWS.
package e2e
