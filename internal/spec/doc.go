// Package spec owns the language: it is the one door through which YAML comes
// in. It loads a file, and the fragments that it extends, into a tree whose
// every value knows its file, line and column, holds the tree against the JSON
// Schema, explains each violation in the user's words, and decodes what is good
// into the typed spec with its defaults filled in.
//
// What it finds is returned as diag.List; it returns no error. It reads the
// bytes it is given, those of fragments by the Read that it is given, and
// neither files, environment, clock nor network. It knows nothing of Pulumi and
// of AWS no more than the language says; rules that need more than one field's
// schema live in internal/check.
package spec
