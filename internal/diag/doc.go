// Package diag owns findings: what was found, how bad it is, where it stands
// in which file, and what to do about it; their order, and the formats in
// which they are written.
//
// Every stage returns a List beside its value. A Go error means that the tool
// itself failed, a Diagnostic that the user's input did.
//
// The package knows nothing of YAML, schemas, AWS or Pulumi and imports
// nothing of this module. It reads no files: the text of a source line comes
// in Sources, and who fills it has masked the secrets in it.
package diag
