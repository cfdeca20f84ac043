// Package stack gives tests a real engine and an AWS to deploy to.
//
// Setup finds the parts, fetches them from their vendors, or builds them, and
// remembers them in a cache:
//
//   - the Pulumi engine: one on PATH, the vendor's release, or built from its
//     module (test/engine);
//   - the AWS plugin: the vendor's release, or the stand-in (test/plugin) over
//     the dynamic bridge (test/bridge) and a Terraform AWS provider that the
//     machine carries;
//   - moto, below the emulator (test/emulator): a Python that has it, or one of
//     our own with it installed.
//
// Start runs the emulator once for a test process and hands each test an
// account of its own. Tests use the built mlauth-compile from outside, as a
// user does, and look at AWS through an SDK client.
//
// Unless MLAUTH_REQUIRE_ENGINE=1 is set, tests skip where nothing has been set
// up, so that a plain "go test ./..." stays quick. What this package must not
// know: specs, and anything internal to the compiler.
package stack
