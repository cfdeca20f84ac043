// Package limits holds validate against AWS's own limits.
//
// testdata/aws-api-constraints.json is what AWS's API model says of the inputs
// of the operations that a stack calls. A table (table_*_test.go) says of each
// row which field of the language reaches it, or why none does. From the rows
// the tests make values at the limits and beyond them, put each into a small
// spec of testdata/base, and expect of validate what AWS would say.
package limits
