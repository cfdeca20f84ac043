package policy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// Document is an IAM policy document.
type Document []Statement

// Statement is one statement of a document. In permissions Principal is nil, in
// trust policies Resources.
type Statement struct {
	Effect     string // Allow or Deny
	Principal  map[string]string
	Actions    []string
	Resources  []string
	Conditions Conditions
}

// Conditions are operator: key: values.
type Conditions map[string]map[string][]string

// when is a condition of one operator and key.
func when(operator, key string, values ...string) Conditions {
	return Conditions{operator: {key: values}}
}

// JSON is the document as IAM takes it: compact, and the same bytes for the
// same statements.
func (d Document) JSON() string {
	written := struct {
		Version   string
		Statement []map[string]any
	}{"2012-10-17", make([]map[string]any, len(d))}
	for i, s := range d {
		written.Statement[i] = s.plain()
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(written); err != nil {
		panic(err) // strings in maps and slices: there is nothing to go wrong
	}
	return escaped(strings.TrimSpace(b.String()))
}

// escaped writes the characters that IAM takes in no document, those beyond
// Latin-1, as JSON's escapes.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
func escaped(document string) string {
	var b strings.Builder
	for _, r := range document {
		if r <= '\u00ff' {
			b.WriteRune(r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
	}
	return b.String()
}

// plain writes a list of one as IAM's examples do: as its element.
func (s Statement) plain() map[string]any {
	m := map[string]any{"Effect": s.Effect, "Action": oneOrMany(s.Actions)}
	if s.Principal != nil {
		m["Principal"] = s.Principal
	}
	if len(s.Resources) > 0 {
		m["Resource"] = oneOrMany(s.Resources)
	}
	if len(s.Conditions) > 0 {
		conditions := map[string]map[string]any{}
		for operator, keys := range s.Conditions {
			conditions[operator] = map[string]any{}
			for key, values := range keys {
				conditions[operator][key] = oneOrMany(values)
			}
		}
		m["Condition"] = conditions
	}
	return m
}

func oneOrMany(list []string) any {
	if len(list) == 1 {
		return list[0]
	}
	return list
}

// normal sorts everything in a statement that has no order, and drops what
// comes twice.
func (s Statement) normal() Statement {
	s.Actions, s.Resources = unique(s.Actions), unique(s.Resources)
	conditions := Conditions{}
	for operator, keys := range s.Conditions {
		conditions[operator] = map[string][]string{}
		for key, values := range keys {
			conditions[operator][key] = unique(values)
		}
	}
	s.Conditions = conditions
	return s
}

func unique(list []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(list)))
}

// key is a text that two values have in common exactly when they are equal.
func key(values ...any) string {
	text, err := json.Marshal(values) // sorts the keys of maps
	if err != nil {
		panic(err)
	}
	return string(text)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
