// Package deploy runs stacks on a Pulumi engine: it finds or installs the
// engine and the AWS plugin, opens the state backend, checks who is about to
// change what, and then previews, deploys and destroys.
//
// It owns everything that touches the engine: its processes, their environment,
// the private working folders, the embedded default state and its passphrase,
// and the translation of what the engine says into words for a user. Text in
// the engine's output is recognised in one file, recognise.go, and nowhere else.
//
// It must not know what a spec is or how resources are made from one: a stack
// reaches it as a name, a program and where to run it. Nor does it print: what
// happens is told to an Observer, what came of it is returned.
//
// The path of one deployment, each step a function:
//
//	Open       engine, plugin and backend, once for all stacks   (engine.go)
//	preflight  who am I in AWS, and is it the right account      (preflight.go)
//	operation  a private folder, and the stack in the backend    (operation.go)
//	plan       the state, the engine's plan, ignoring protection (plan.go)
//	judge      what it means, and what was acknowledged          (judge.go)
//	gate       stops what is lost and not acknowledged           (gate.go)
//	lift       protection off what is acknowledged to go, alone  (lift.go)
//	update     bound to the plan and the state that were judged  (run.go)
//
// A secret passes through here on its way to the engine's state and nowhere
// else: every text that leaves the package is scrubbed first (redact.go).
package deploy
