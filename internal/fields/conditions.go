package fields

import (
	"slices"
)

// condition is what an if of the schema asks: that a field has one of some
// values, is there, or is not there.
type condition struct {
	field  string
	values []string // nil: whatever its value
	absent bool
}

func conditionOf(n *object) condition {
	if required := n.object("not").texts("required"); len(required) > 0 {
		return condition{field: required[0], absent: true}
	}
	if names := n.object("properties").names(); len(names) > 0 {
		asked := n.object("properties").object(names[0])
		c := condition{field: names[0], values: values(asked)}
		if asked.has("const") {
			c.values = []string{flow(asked.get("const"))}
		}
		return c
	}
	if required := n.texts("required"); len(required) > 0 {
		return condition{field: required[0]}
	}
	return condition{}
}

func (c condition) words() string {
	switch {
	case c.absent:
		return "without " + c.field
	case c.values == nil:
		return "with " + c.field
	}
	return "with " + c.field + " " + joinWords(c.values, "or")
}

// opposite says when a condition is not fulfilled.
func (c condition) opposite() string {
	switch {
	case c.absent:
		return "with " + c.field
	case c.values == nil:
		return "without " + c.field
	}
	return "unless " + c.field + " is " + joinWords(c.values, "or")
}

// conditions says what the conditions of a map ask of one of its fields.
func conditions(n *object, name string) []string {
	var said []string
	forbidden := map[string][]string{} // field: values of it that forbid this one
	required := map[string][]string{}  // and those that require it
	for _, rule := range append(n.objects("allOf"), n) {
		if !rule.has("if") {
			continue
		}
		c := conditionOf(rule.object("if"))
		if c.absent && n.object("properties").object(c.field).has("default") {
			continue // the rule for the default value says it too
		}
		if c.values != nil && forbids(rule.object("then"), name) {
			forbidden[c.field] = append(forbidden[c.field], c.values...)
			continue
		}
		if c.values != nil && slices.Contains(rule.object("then").texts("required"), name) {
			required[c.field] = append(required[c.field], c.values...)
			continue
		}
		said = append(said, demands(rule.object("then"), name, c.words(), c.opposite())...)
		said = append(said, demands(rule.object("else"), name, c.opposite(), c.words())...)
	}
	for _, field := range n.object("properties").names() {
		if good := required[field]; len(good) > 0 {
			said = append(said, "required with "+field+" "+joinWords(good, "or"))
		}
		if bad := forbidden[field]; len(bad) > 0 {
			said = append(said, onlyWith(n, field, bad))
		}
	}
	return said
}

func forbids(branch *object, name string) bool {
	return branch.object("properties").get(name) == false
}

// demands says what a branch asks of a field when it applies.
func demands(branch *object, name, when, otherwise string) []string {
	var said []string
	if slices.Contains(branch.texts("required"), name) {
		said = append(said, "required "+when)
	}
	if forbids(branch, name) {
		said = append(said, "only "+otherwise)
	}
	if words := scalarLimits(branch.object("properties").object(name)); words != "" {
		said = append(said, when+": "+words)
	}
	return said
}

// onlyWith names the values of a field that leave another allowed, or those
// that do not, whichever are fewer.
func onlyWith(n *object, field string, bad []string) string {
	var good []string
	for _, v := range values(n.object("properties").object(field)) {
		if !slices.Contains(bad, v) {
			good = append(good, v)
		}
	}
	if len(good) == 0 || len(good) > len(bad) {
		return "not with " + field + " " + joinWords(bad, "or")
	}
	return "only with " + field + " " + joinWords(good, "or")
}
