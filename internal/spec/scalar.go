package spec

import (
	"math"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// scalar sets the type of a scalar, as yaml.v3 resolved it, and its number.
func (b *builder) scalar(n *Node, y *yaml.Node) {
	n.Text = y.Value
	switch y.Tag {
	case "!!null":
		n.Type = Null
	case "!!bool":
		n.Type = Bool
		n.Text = strings.ToLower(y.Value) // True and TRUE are true
	case "!!int", "!!float":
		n.Type = Int
		b.number(n, y)
	default: // !!str; a date is a string, and so is << where it is no key
		n.Type = String
	}
}

// number reads an integer or a float. What JSON has no number for (.inf,
// .nan) and what no field can take (beyond 64 bits) is a finding here, so that
// later stages need not think of it.
func (b *builder) number(n *Node, y *yaml.Node) {
	if i, err := strconv.ParseInt(y.Value, 10, 64); err == nil && isDecimal(y.Value) {
		n.own().number = i
		return
	}
	var value any
	if y.Style&yaml.TaggedStyle != 0 || y.Decode(&value) != nil {
		n.poisoned = true // reported with its tag
		return
	}
	switch v := value.(type) {
	case int:
		n.own().number = int64(v)
		return
	case int64:
		n.own().number = v
		return
	case float64:
		n.Type, n.own().number = Float, v
		if math.IsInf(v, 0) || math.IsNaN(v) {
			n.poisoned = true
			b.report(RuleUnsupported, n, n.Range(), "infinity and not-a-number are not supported", "Write a number.")
			return
		}
		if math.Abs(v) < math.MaxInt64 {
			return
		}
	}
	n.poisoned = true
	b.report(RuleOutOfRange, n, n.Range(), "the number is too large", "If it is a name or an id put it in quotes.")
}

// isDecimal is true for numbers that mean the same to everybody: no leading
// zero, which makes octal ones.
func isDecimal(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	return digits == "0" || digits != "" && digits[0] >= '1' && digits[0] <= '9'
}

// tagAllowed tells whether a value has no tag of its own, or one that only
// says what it is.
func (b *builder) tagAllowed(y *yaml.Node) bool {
	if y.Style&yaml.TaggedStyle == 0 {
		return true
	}
	switch y.Kind {
	case yaml.MappingNode:
		return y.Tag == "!!map"
	case yaml.SequenceNode:
		return y.Tag == "!!seq"
	default:
		return y.Tag == "!!str"
	}
}

// integer is the value of a whole number, 2.0 included.
func (n *Node) integer() (int64, bool) {
	switch v := n.number.(type) {
	case int64:
		return v, true
	case float64:
		return int64(v), v == math.Trunc(v)
	}
	return 0, false
}

// written is a scalar as the file has it, where its text differs.
func (n *Node) written() string {
	start, end := n.span()
	return string(n.doc.text[start:end])
}

// quoteYAML puts a text in double quotes. Of what YAML writes otherwise than
// Go, no character gets past checkCharacters.
func quoteYAML(s string) string { return strconv.Quote(s) }
