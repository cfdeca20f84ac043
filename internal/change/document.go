package change

import (
	"encoding/json"
	"slices"
	"strings"
)

// statement is one statement of an IAM policy document. A trust policy has no
// resources, a permission no principals.
type statement struct {
	effect                         string
	principals, actions, resources []string
	conditions                     []condition
}

// condition is what has to hold for one key.
type condition struct {
	operator, key string
	values        []string
}

// opposite marks a list that says what is not meant, as NotAction does. It is
// compared as a whole.
const opposite = "not: "

// parseDocument reads a policy document; ok is false for what is none, such as
// one that is not known yet.
func parseDocument(text string) (statements []statement, ok bool) {
	var document struct{ Statement oneOrMore[map[string]any] }
	if json.Unmarshal([]byte(text), &document) != nil {
		return nil, false
	}
	for _, s := range document.Statement {
		effect, _ := s["Effect"].(string)
		statements = append(statements, statement{
			effect:     effect,
			principals: principalsOf(s),
			actions:    meant(s, "Action"),
			resources:  meant(s, "Resource"),
			conditions: conditionsOf(s["Condition"]),
		})
	}
	return statements, true
}

// oneOrMore reads a list that IAM lets one write as its only element.
type oneOrMore[T any] []T

func (l *oneOrMore[T]) UnmarshalJSON(data []byte) error {
	var one T
	if json.Unmarshal(data, &one) == nil {
		*l = []T{one}
		return nil
	}
	return json.Unmarshal(data, (*[]T)(l))
}

// many is a value of a decoded document as a list of texts.
func many(v any) []string {
	if s, ok := v.(string); ok {
		return []string{s}
	}
	return texts(v)
}

// meant is what a statement is about, under a name such as Action or NotAction;
// a list of one empty text where neither is there.
func meant(s map[string]any, name string) []string {
	if list := many(s[name]); len(list) > 0 {
		return list
	}
	if not := many(s["Not"+name]); len(not) > 0 {
		return []string{opposite + strings.Join(slices.Sorted(slices.Values(not)), " ")}
	}
	return []string{""}
}

func principalsOf(s map[string]any) []string {
	if all, ok := s["Principal"].(string); ok {
		return []string{all}
	}
	kinds, ok := s["Principal"].(map[string]any)
	if !ok {
		return meant(s, "Principal")
	}
	var list []string
	for _, kind := range sortedKeys(kinds) {
		list = append(list, many(kinds[kind])...)
	}
	return list
}

func conditionsOf(v any) []condition {
	operators, _ := v.(map[string]any)
	var list []condition
	for _, operator := range sortedKeys(operators) {
		keys, _ := operators[operator].(map[string]any)
		for _, key := range sortedKeys(keys) {
			list = append(list, condition{operator, key, many(keys[key])})
		}
	}
	return list
}
