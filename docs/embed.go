// Package docs holds the pages that the tool itself shows.
package docs

import _ "embed"

// Checks is checks.md: a section for each rule.
//
//go:embed checks.md
var Checks string
