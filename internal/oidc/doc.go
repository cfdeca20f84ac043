// Package oidc asks the issuers that specs name what they say of themselves,
// and compares it with what the specs say of them.
//
// It owns the fetching of discovery documents and key sets, with bounds on
// time, size and where a request may go, and the rules that need them; their
// list is in internal/check, with all others. It is the only part of validate
// that talks to anything, and runs only when it was asked for.
//
// It must not read files, and what an issuer answers is never shown but for
// names and addresses in it.
package oidc
