package fields

import (
	"encoding/json"
	"strings"
)

// plurals are the types in words, and how several of them are called.
var plurals = map[string]string{
	"string": "strings", "whole number": "whole numbers", "number": "numbers", "ARN": "ARNs",
}

// typeWords says what a value is.
func (b builder) typeWords(n *object) string {
	n, _ = b.resolve(n)
	if title := n.text("title"); title != "" && n.text("type") == "string" || n.has("x-secret") {
		return title
	}
	if forms := n.forms(); forms != nil {
		var words []string
		for _, form := range forms {
			words = append(words, b.typeWords(form))
		}
		return joinWords(words, "or")
	}
	switch n.text("type") {
	case "array":
		return "list of " + plural(b.typeWords(n.object("items")))
	case "object":
		if each := n.object("additionalProperties"); each != nil {
			return "map of " + plural(b.typeWords(each)) + " by name"
		}
		return "map"
	}
	words := n.texts("type")
	if len(words) == 0 {
		words = []string{n.text("type")}
	}
	for i, word := range words {
		words[i] = scalarWords(word)
	}
	return joinWords(words, "or")
}

func scalarWords(jsonType string) string {
	switch jsonType {
	case "integer":
		return "whole number"
	case "boolean":
		return "true or false"
	}
	return jsonType
}

func plural(words string) string {
	switch {
	case strings.HasPrefix(words, "map"):
		return "maps"
	case strings.HasPrefix(words, "list"):
		return "lists"
	}
	return or(plurals[words], words)
}

// values are those that a field, or each item of its list, can take.
func values(n *object) []string {
	if n.text("type") == "array" {
		n = n.object("items")
	}
	var all []string
	for _, v := range n.list("enum") {
		all = append(all, flow(v))
	}
	return all
}

// limits says what the keywords of a schema ask of a value.
func (b builder) limits(n *object) []string {
	var all []string
	add := func(words string) {
		if words != "" {
			all = append(all, words)
		}
	}
	add(scalarLimits(n))
	add(spanWords(n.number("minItems"), n.number("maxItems"), "item"))
	add(spanWords(n.number("minProperties"), n.number("maxProperties"), "entry"))
	if items := n.object("items"); items != nil {
		inner, _ := b.resolve(items)
		add(prefix("each: ", scalarLimits(inner)))
	}
	if names := n.object("propertyNames"); names != nil {
		add(prefix("names: ", or(scalarLimits(names), strings.Join(values(names), ", "))))
	}
	if each := n.object("additionalProperties"); each != nil {
		inner, _ := b.resolve(each)
		add(prefix("values: ", scalarLimits(inner)))
	}
	add(prefix("exactly one of ", strings.Join(choices(n, "oneOf"), ", ")))
	for _, part := range append(n.objects("allOf"), n) {
		add(prefix("at least one of ", strings.Join(choices(part, "anyOf"), ", ")))
	}
	return all
}

// scalarLimits says what a text or number must be like. Where a pattern is put
// into words these speak of its length too.
func scalarLimits(n *object) string {
	var all []string
	if words := n.text("x-pattern-words"); words != "" {
		all = append(all, words)
	}
	if len(all) == 0 || n.number("maxLength") != "" && !strings.Contains(all[0], "character") {
		if words := spanWords(n.number("minLength"), n.number("maxLength"), "character"); words != "" {
			all = append(all, words)
		}
	}
	if words := spanWords(n.number("minimum"), n.number("maximum"), ""); words != "" {
		all = append(all, words)
	}
	return strings.Join(all, ", ")
}

// choices are the names of which a keyword asks for one.
func choices(n *object, keyword string) []string {
	var names []string
	for _, form := range n.objects(keyword) {
		if !form.has("type") {
			names = append(names, form.texts("required")...)
		}
	}
	return names
}

// spanWords makes "3 to 32 characters", "at most 64 characters", "at least 1".
func spanWords(low, high json.Number, unit string) string {
	count := func(n json.Number) string {
		switch {
		case unit == "":
			return n.String()
		case n == "1":
			return "1 " + unit
		case unit == "entry":
			return n.String() + " entries"
		}
		return n.String() + " " + unit + "s"
	}
	switch {
	case low == "" && high == "":
		return ""
	case low == high:
		return "exactly " + count(low)
	case high == "":
		return "at least " + count(low)
	case low == "" || low == "0" && unit != "":
		return "at most " + count(high)
	}
	return low.String() + " to " + count(high)
}

func prefix(before, words string) string {
	if words == "" {
		return ""
	}
	return before + words
}

// joinWords makes "a, b or c".
func joinWords(words []string, conjunction string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}
