package spec

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// wrongType reports a value of a type that is not among the types; s is the
// schema that says so, nil when several do.
func (e *explainer) wrongType(n *Node, types []string, s *jsonschema.Schema) {
	message := fmt.Sprintf("%s must be %s, not %s", label(n), expected(n, types, s), typeWords(n))
	if n.Kind == Scalar && n.Type == Null {
		message = fmt.Sprintf("%s is empty; it must be %s", label(n), expectedWords(types))
	}
	e.wrong(RuleWrongType, n, message, e.typeRemedy(n, types, s))
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

// expected says what a value has to be. Where quotes alone would not make it a
// text of the right form it is called by that form: who writes 30 for a duration
// is not helped by "a string".
func expected(n *Node, types []string, s *jsonschema.Schema) string {
	if n.Kind == Scalar && s != nil && !patternFits(n.written(), s) && len(types) == 1 && types[0] == "string" && annotationsOf(s).patternWords != "" {
		return annotationsOf(s).patternWords
	}
	return expectedWords(types)
}

// notAmong reports a value that is not one of the allowed.
func (e *explainer) notAmong(n *Node, allowed []string) {
	const few = 12
	shown := runs(allowed)
	message := fmt.Sprintf("%s must be %s%s", label(n), joinWords(shown, "or"), e.when)
	if len(shown) > few {
		message = fmt.Sprintf("%s is none of the %d values that are known", label(n), len(allowed))
	}
	e.wrong(RuleNotAllowed, n, message, e.choiceRemedy(n, allowed, len(shown) <= few))
}

// runs are values with each run of whole numbers as its two ends: 7 to 30.
func runs(values []string) []string {
	var shown []string
	for i := 0; i < len(values); {
		end := i
		for end+1 < len(values) && follows(values[end], values[end+1]) {
			end++
		}
		if end-i < 2 {
			shown = append(shown, values[i])
			i++
			continue
		}
		shown = append(shown, values[i]+" to "+values[end])
		i = end + 1
	}
	return shown
}

func follows(a, b string) bool {
	first, err := strconv.Atoi(a)
	second, err2 := strconv.Atoi(b)
	return err == nil && err2 == nil && second == first+1
}

func (e *explainer) text(n *Node, s *jsonschema.Schema) {
	words := annotationsOf(s).patternWords
	short := n.Text != "" && utf8.RuneCountInString(n.Text) < s.MinLength
	switch {
	case !lengthFits(n.Text, s) && (!short || words == "" || patternFits(n.Text, s)):
		e.wrong(RuleOutOfRange, n, fmt.Sprintf("%s must have %s%s%s", label(n),
			bounds(s.MinLength, s.MaxLength, "character"), e.when, e.length(n)), e.lengthRemedy(n, s))
	case !patternFits(n.Text, s): // of a short text it says more than its length does
		if words == "" {
			words = "of the form " + annotationsOf(s).pattern().String()
		}
		e.wrong(RulePattern, n, fmt.Sprintf("%s must be %s%s", label(n), words, e.when), e.another(n, s))
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

func (e *explainer) number(n *Node, s *jsonschema.Schema) {
	if numberFits(n, s) {
		return
	}
	e.wrong(RuleOutOfRange, n, fmt.Sprintf("%s must be %s%s", label(n), numberBounds(s.Minimum, s.Maximum), e.when), numberRemedy(n, s))
}

func numberBounds(least, most *big.Rat) string {
	switch {
	case least == nil:
		return "at most " + decimal(most)
	case most == nil:
		return "at least " + decimal(least)
	default:
		return "between " + decimal(least) + " and " + decimal(most)
	}
}

// decimal is a bound as a spec would write it.
func decimal(r *big.Rat) string {
	f, _ := r.Float64()
	return strconv.FormatFloat(f, 'f', -1, 64)
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
