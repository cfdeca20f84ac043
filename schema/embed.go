// Package schema holds the JSON Schema of the spec language, version mlauth/v1.
//
// It owns the published files and nothing else: reading specs against it is the work of internal/spec.
package schema

import _ "embed"

// JSON is mlauth.schema.json: JSON Schema draft-07, which every editor's YAML server understands.
//
//go:embed mlauth.schema.json
var JSON []byte

// Repository is mlauth-repository.schema.json, of the file mlauth.yaml.
//
//go:embed mlauth-repository.schema.json
var Repository []byte

// Plan is mlauth-plan.schema.json, of what preview and drift write as JSON.
//
//go:embed mlauth-plan.schema.json
var Plan []byte

// Layer is mlauth-layer.schema.json, of fragments and of specs that extend
// them; it follows from JSON.
//
//go:embed mlauth-layer.schema.json
var Layer []byte
