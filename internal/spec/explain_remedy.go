package spec

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// What is to be done about a value that does not fit a schema. Every finding
// says it, as a sentence.

// typeRemedy knows what YAML most often reads otherwise than it was meant.
func (e *explainer) typeRemedy(n *Node, types []string, s *jsonschema.Schema) string {
	wants := func(t string) bool { return slices.Contains(types, t) }
	switch {
	case n.Kind != Scalar:
		return e.shapeRemedy(n, types, s)
	case n.Type == Null:
		return emptyRemedy(types, s)
	case wants("string") && n.Type != String:
		return e.quotesRemedy(n, s)
	case wants("boolean") && n.IsString():
		if word := meantBool(n.Text); word != "" {
			return "Write " + word + "."
		}
		return "Write true or false, without quotes."
	case (wants("integer") || wants("number")) && isQuotedNumber(n):
		return "Leave the quotes out."
	case wants("array") && !wants("object") && !e.private:
		return "Write a list: [" + shorten(n.written()) + "]"
	}
	return e.shapeRemedy(n, types, s)
}

// shapeRemedy is for a value of another shape than the schema's: by an example
// of the schema's, or else by how such a value is written.
func (e *explainer) shapeRemedy(n *Node, types []string, s *jsonschema.Schema) string {
	if s != nil {
		if example := e.exampleRemedy(n, s); example != "" {
			return example
		}
	}
	switch {
	case slices.Contains(types, "object") && s != nil && len(s.Properties) == 0:
		return "Write a map: each by its name, as in name: …"
	case slices.Contains(types, "object"):
		return "Write a map of fields."
	case slices.Contains(types, "array"):
		return "Write a list: begin each item with -."
	case slices.Contains(types, "boolean"):
		return "Write true or false."
	case slices.Contains(types, "integer"), slices.Contains(types, "number"):
		return "Write a number."
	}
	return "Write one text."
}

func emptyRemedy(types []string, s *jsonschema.Schema) string {
	switch {
	case s != nil && len(allRequired(s)) > 0:
		return "Give it its fields: " + joinWords(allRequired(s), "and") + "."
	case slices.Contains(types, "object"):
		return "Write {} for a map without fields, or remove the key."
	default:
		return "Give it a value, or remove the key."
	}
}

// quotesRemedy is for a text that YAML reads as something else. Quotes help
// when that is all that is wrong with it.
func (e *explainer) quotesRemedy(n *Node, s *jsonschema.Schema) string {
	text := n.written()
	switch {
	case s != nil && (!lengthFits(text, s) || !patternFits(text, s) || len(s.Enum) > 0):
		if unit := withUnit(text, s); unit != "" && !e.private {
			return "Add the unit, as in " + unit + "."
		}
		return e.shapeRemedy(n, []string{"string"}, s)
	case e.private:
		return "Put it in quotes."
	default:
		return "Put it in quotes: " + quoteYAML(text)
	}
}

// withUnit is a number with the letters that the schema's example ends in,
// where that makes it what the schema wants.
func withUnit(number string, s *jsonschema.Schema) string {
	if len(s.Examples) == 0 {
		return ""
	}
	example, _ := s.Examples[0].(string)
	text := number + strings.TrimLeft(example, "0123456789")
	if text == number || !lengthFits(text, s) || !patternFits(text, s) {
		return ""
	}
	return text
}

func isQuotedNumber(n *Node) bool {
	_, err := strconv.ParseFloat(n.Text, 64)
	return n.IsString() && err == nil
}

// meantBool knows YAML 1.1's other words for true and false, and quoted ones.
func meantBool(s string) string {
	switch strings.ToLower(s) {
	case "yes", "on", "y", "true":
		return "true"
	case "no", "off", "n", "false":
		return "false"
	}
	return ""
}

// choiceRemedy is for a value that is none of the allowed; listed tells whether
// the message names them.
func (e *explainer) choiceRemedy(n *Node, allowed []string, listed bool) string {
	if n.IsString() && !e.private {
		if near := diag.Nearest(n.Text, allowed); near != "" {
			return fmt.Sprintf("Did you mean %s?", near)
		}
	}
	switch {
	case len(allowed) == 1 && n.key != nil:
		return fmt.Sprintf("Write %s, or take %s out.", allowed[0], label(n))
	case !listed:
		return "To see them: mlauth-compile explain " + dotted(n)
	}
	return "Write one of these."
}

// unwantedRemedy is for a field that may not stand where it does.
func (e *explainer) unwantedRemedy() string {
	if e.lacks != "" {
		return "Remove it, or add " + e.lacks + "."
	}
	return "Remove it."
}

// lengthRemedy is for a text that is too long or too short.
func (e *explainer) lengthRemedy(n *Node, s *jsonschema.Schema) string {
	over := utf8.RuneCountInString(n.Text) - s.MaxLength
	switch {
	case s.MaxLength < 0 || over <= 0:
		return or(e.exampleRemedy(n, s), "Write a longer one.")
	case e.private:
		return "Write a shorter one."
	}
	return fmt.Sprintf("Shorten it by %d.", over)
}

func numberRemedy(n *Node, s *jsonschema.Schema) string {
	if s.Minimum != nil && exact(n).Cmp(s.Minimum) < 0 {
		return "Write " + decimal(s.Minimum) + " or more."
	}
	return "Write " + decimal(s.Maximum) + " or less."
}

// sizeRemedy is for a map or list of a wrong size.
func (e *explainer) sizeRemedy(n *Node, s *jsonschema.Schema, most int) string {
	count := n.Len()
	switch {
	case most >= 0 && count > most && n.Kind == Map && most == 1 && n.parent != nil && n.parent.Kind == List:
		return "Write each as an item of its own."
	case most >= 0 && count > most:
		return fmt.Sprintf("Take %d out.", count-most)
	}
	return or(e.exampleRemedy(n, s), "Add one.")
}

// exampleRemedy shows an example of the schema's: of the value, or else of the
// list that it is an item of.
func (e *explainer) exampleRemedy(n *Node, s *jsonschema.Schema) string {
	if text := exampleOf(s); text != "" {
		return "For example: " + text
	}
	if e.list.node == n.parent && e.list.example != nil {
		if text := exampleText(e.list.example); text != "" {
			return "For example: " + text
		}
	}
	return ""
}

// another shows an example, or asks for another value, or name.
func (e *explainer) another(n *Node, s *jsonschema.Schema) string {
	if e.naming {
		return "Choose another name."
	}
	return or(e.exampleRemedy(n, s), "Write another value.")
}

// exampleOf is a schema's first example as YAML; "" when there is none that
// can be shown in a line.
func exampleOf(s *jsonschema.Schema) string {
	for _, described := range []*jsonschema.Schema{s, target(s)} {
		if len(described.Examples) > 0 {
			if text := exampleText(described.Examples[0]); text != "" {
				return text
			}
		}
	}
	return ""
}

// exampleText writes an example as YAML in a line; "" when it is too long.
func exampleText(example any) string {
	const longest = 120
	text := flow(example)
	if len(text) > longest {
		return ""
	}
	return text
}

func flow(example any) string {
	switch v := example.(type) {
	case string:
		return v
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = flow(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case map[string]any:
		fields := make([]string, 0, len(v))
		for _, name := range slices.Sorted(maps.Keys(v)) {
			fields = append(fields, name+": "+flow(v[name]))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	return fmt.Sprint(example)
}
