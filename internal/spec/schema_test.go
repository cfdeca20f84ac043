package spec

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/schema"
)

// What the evaluator knows. A keyword that it does not know it would pass over.
var knownKeywords = []string{
	"$ref", "type", "enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum",
	"properties", "additionalProperties", "propertyNames", "required", "minProperties", "maxProperties",
	"items", "minItems", "maxItems", "uniqueItems", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
	// annotations
	"$schema", "$id", "$comment", "definitions", "title", "description", "default", "examples",
}

func TestSchemaKeepsToTheVocabulary(t *testing.T) {
	var doc any
	if err := json.Unmarshal(schema.JSON, &doc); err != nil {
		t.Fatal(err)
	}
	eachSchema(doc, "#", func(s map[string]any, at string) {
		for _, keyword := range slices.Sorted(maps.Keys(s)) {
			if !slices.Contains(knownKeywords, keyword) && !strings.HasPrefix(keyword, "x-") {
				t.Errorf("%s: the evaluator does not know %s", at, keyword)
			}
		}
		if _, list := s["items"].([]any); list {
			t.Errorf("%s: the evaluator knows items as one schema only", at)
		}
		if _, beside := s["$ref"]; beside && len(s) > 1 {
			t.Errorf("%s: what stands beside $ref has no effect in draft-07", at)
		}
		if pattern, ok := s["pattern"].(string); ok {
			if _, err := regexp.Compile(pattern); err != nil {
				t.Errorf("%s: %v", at, err)
			}
			if words, _ := s["x-pattern-words"].(string); words == "" {
				t.Errorf("%s: a pattern without x-pattern-words", at)
			}
		}
		if then, ok := s["then"].(map[string]any); ok && conditionOf(t, s) == "" {
			t.Errorf("%s: no words for the condition of %v", at, then)
		}
	})
}

// conditionOf is how a condition is said of a map that fulfils nothing.
func conditionOf(t *testing.T, s map[string]any) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{"if": s["if"]})
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.ReplaceAll(text, []byte("$ref"), []byte("$comment"))
	compiled, err := readSchema(text)
	if err != nil {
		t.Fatal(err)
	}
	return conditionWords(newNode(Node{Kind: Map}), compiled.If)
}

// eachSchema visits a schema and those in it.
func eachSchema(v any, at string, visit func(s map[string]any, at string)) {
	s, ok := v.(map[string]any)
	if !ok {
		return
	}
	visit(s, at)
	for _, keyword := range slices.Sorted(maps.Keys(s)) {
		at := at + "/" + keyword
		switch keyword {
		case "properties", "definitions":
			named, _ := s[keyword].(map[string]any)
			for _, name := range slices.Sorted(maps.Keys(named)) {
				eachSchema(named[name], at+"/"+name, visit)
			}
		case "allOf", "anyOf", "oneOf":
			list, _ := s[keyword].([]any)
			for i, item := range list {
				eachSchema(item, at+"/"+strconv.Itoa(i), visit)
			}
		case "additionalProperties", "propertyNames", "items", "not", "if", "then", "else":
			eachSchema(s[keyword], at, visit)
		}
	}
}

// Patterns are renamed in the schema's text before it is compiled; that hits
// patterns only.
func TestPatternsAreKeywords(t *testing.T) {
	var doc any
	if err := json.Unmarshal(schema.JSON, &doc); err != nil {
		t.Fatal(err)
	}
	patterns := 0
	eachSchema(doc, "#", func(s map[string]any, _ string) {
		if _, ok := s["pattern"].(string); ok {
			patterns++
		}
	})
	if written := bytes.Count(schema.JSON, []byte(`"pattern":`)); written != patterns {
		t.Errorf("%q is written %d times, of which %d are patterns", "pattern", written, patterns)
	}
}
