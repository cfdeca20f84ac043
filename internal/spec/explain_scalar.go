package spec

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// wrongType reports a value of a type that is not among the types; s is the
// schema that says so, nil when several do.
func (e *explainer) wrongType(n *Node, types []string, s *jsonschema.Schema) {
	message := fmt.Sprintf("%s must be %s, not %s", label(n), expectedWords(types), typeWords(n))
	if n.Kind == Scalar && n.Type == Null {
		message = fmt.Sprintf("%s is empty; it must be %s", label(n), expectedWords(types))
	}
	e.wrong(RuleWrongType, n, message, e.typeRemedy(n, types, s))
}

// typeRemedy knows what YAML most often reads otherwise than it was meant.
func (e *explainer) typeRemedy(n *Node, types []string, s *jsonschema.Schema) string {
	wants := func(t string) bool { return slices.Contains(types, t) }
	switch {
	case n.Kind != Scalar:
		return ""
	case n.Type == Null:
		return emptyRemedy(types, s)
	case wants("string") && n.Type != String:
		return e.quotesRemedy(n, s)
	case wants("boolean") && n.IsString():
		if word := meantBool(n.Text); word != "" {
			return "write " + word
		}
		return "write true or false, without quotes"
	case (wants("integer") || wants("number")) && isQuotedNumber(n):
		return "leave the quotes out"
	case wants("array") && !e.private:
		return "write a list: [" + shorten(n.written()) + "]"
	}
	return ""
}

func emptyRemedy(types []string, s *jsonschema.Schema) string {
	switch {
	case s != nil && len(allRequired(s)) > 0:
		return "give it its fields: " + joinWords(allRequired(s), "and")
	case slices.Contains(types, "object"):
		return "write {} for a map without fields, or remove the key"
	default:
		return "give it a value, or remove the key"
	}
}

// quotesRemedy is for a text that YAML reads as something else. Quotes help
// when that is all that is wrong with it.
func (e *explainer) quotesRemedy(n *Node, s *jsonschema.Schema) string {
	text := n.written()
	switch {
	case s != nil && (!lengthFits(text, s) || !patternFits(text, s) || len(s.Enum) > 0):
		return exampleRemedy(s)
	case e.private:
		return "put it in quotes"
	default:
		return "put it in quotes: " + quoteYAML(text)
	}
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

// allowedValues are the values of enum or const, as YAML writes them.
func allowedValues(s *jsonschema.Schema) []string {
	var words []string
	for _, v := range append(slices.Clone(s.Constant), s.Enum...) {
		switch v := v.(type) {
		case string:
			words = append(words, v)
		default:
			if text, err := json.Marshal(v); err == nil {
				words = append(words, string(text))
			}
		}
	}
	return words
}

// notAmong reports a value that is not one of the allowed.
func (e *explainer) notAmong(n *Node, allowed []string) {
	const few = 12
	message := fmt.Sprintf("%s must be %s%s", label(n), joinWords(allowed, "or"), e.when)
	if len(allowed) > few {
		message = fmt.Sprintf("%s is none of the %d values that are known", label(n), len(allowed))
	}
	remedy := ""
	if n.IsString() && !e.private {
		if near := diag.Nearest(n.Text, allowed); near != "" {
			remedy = fmt.Sprintf("did you mean %s?", near)
		}
	}
	e.wrong(RuleNotAllowed, n, message, remedy)
}

func (e *explainer) text(n *Node, s *jsonschema.Schema) {
	switch {
	case !lengthFits(n.Text, s):
		e.wrong(RuleOutOfRange, n, fmt.Sprintf("%s must have %s%s%s", label(n),
			bounds(s.MinLength, s.MaxLength, "character"), e.when, e.length(n)), "")
	case !patternFits(n.Text, s):
		words := annotationsOf(s).patternWords
		if words == "" {
			words = "of the form " + annotationsOf(s).pattern().String()
		}
		e.wrong(RulePattern, n, fmt.Sprintf("%s must be %s%s", label(n), words, e.when), exampleRemedy(s))
	}
}

// length says how long a text is; an empty one is said plainly, a secret's
// length not at all.
func (e *explainer) length(n *Node) string {
	switch length := utf8.RuneCountInString(n.Text); {
	case e.private:
		return ""
	case length == 0:
		return "; it is empty"
	default:
		return fmt.Sprintf("; it has %d", length)
	}
}

func exampleRemedy(s *jsonschema.Schema) string {
	if len(s.Examples) > 0 {
		if text, ok := s.Examples[0].(string); ok {
			return "for example: " + text
		}
	}
	return ""
}

func (e *explainer) number(n *Node, s *jsonschema.Schema) {
	if numberFits(n, s) {
		return
	}
	e.wrong(RuleOutOfRange, n, fmt.Sprintf("%s must be %s%s", label(n), numberBounds(s.Minimum, s.Maximum), e.when), "")
}

func numberBounds(least, most *big.Rat) string {
	switch {
	case least == nil:
		return "at most " + most.RatString()
	case most == nil:
		return "at least " + least.RatString()
	default:
		return "between " + least.RatString() + " and " + most.RatString()
	}
}

// bounds says how many of a thing there must be; a negative bound is none.
func bounds(least, most int, thing string) string {
	plural := func(n int) string {
		if n == 1 {
			return thing
		}
		return thing + "s"
	}
	switch {
	case least == most:
		return fmt.Sprintf("exactly %d %s", least, plural(least))
	case most < 0:
		return fmt.Sprintf("at least %d %s", least, plural(least))
	case least <= 0:
		return fmt.Sprintf("at most %d %s", most, plural(most))
	default:
		return fmt.Sprintf("%d to %d %s", least, most, plural(most))
	}
}
