// Package change owns what a change of a stack means: for its users, for those
// who call it, and for what can be reached. A change comes as steps, one for each
// resource, from the engine's plan or from two revisions of a spec that were
// rendered; both are judged by the same code, so that a review, a preview and
// the safety gate say the same.
//
// It must not know the engine, AWS or the YAML of a spec: a resource is a path in
// the spec, a Pulumi type, and its properties before and after.
package change
