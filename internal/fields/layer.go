package fields

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/mlauth/mlauth-compile/schema"
)

// Layer is the schema of a file that is merged with others, for editors: of
// that of a whole spec what such a file can be held against by itself. A null
// removes what another file gives, and what is required, goes together or
// excludes each other only the whole can tell. validate says that.
func Layer() ([]byte, error) {
	var root map[string]any
	if err := json.Unmarshal(schema.JSON, &root); err != nil {
		return nil, err
	}
	required := root["required"] // what kind of file it is
	loosen(root, false)
	root["required"] = required
	root["$id"] = "https://mlauth.dev/schema/mlauth/layer-v1.json"
	root["title"] = "mlauth/v1, merged"
	root["description"] = "A fragment, or a spec that extends some."
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(root)
	return out.Bytes(), err
}

// loosen takes out of a schema, and of all inside it, what only the whole can
// tell. With null the value may also be one.
func loosen(s map[string]any, null bool) {
	for _, keyword := range []string{"required", "x-required", "minProperties", "not", "if", "then", "else"} {
		delete(s, keyword)
	}
	if branches, ok := s["oneOf"]; ok { // what decides between them may be in another file
		s["anyOf"] = branches
		delete(s, "oneOf")
	}
	if null {
		allowNull(s)
	}
	for _, keyword := range []string{"properties", "definitions"} {
		inner, _ := s[keyword].(map[string]any)
		for _, sub := range inner {
			loosenAny(sub, true)
		}
	}
	loosenAny(s["additionalProperties"], true)
	loosenAny(s["items"], false)
	for _, keyword := range []string{"allOf", "anyOf"} {
		branches, _ := s[keyword].([]any)
		for _, sub := range branches {
			loosenAny(sub, null)
		}
	}
}

// loosenAny passes over what is no schema but true or false.
func loosenAny(s any, null bool) {
	if s, ok := s.(map[string]any); ok {
		loosen(s, null)
	}
}

func allowNull(s map[string]any) {
	switch t := s["type"].(type) {
	case string:
		s["type"] = []any{t, "null"}
	case []any:
		if !slices.Contains(t, any("null")) {
			s["type"] = append(t, "null")
		}
	}
	if values, ok := s["enum"].([]any); ok {
		s["enum"] = append(values, nil)
	}
	if value, ok := s["const"]; ok {
		s["enum"] = []any{value, nil}
		delete(s, "const")
	}
}
