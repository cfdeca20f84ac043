package review

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/diag"
)

// headings are the classes as people read them.
var headings = map[change.Class]string{
	change.Impossible:    "Cannot be done",
	change.LosesUsers:    "Loses users or identities",
	change.BreaksCallers: "Breaks callers",
	change.WidensAccess:  "Widens access",
	change.Other:         "Other changes",
}

// Signs stand before a resource that changes.
var Signs = map[change.Op]string{
	change.OpCreate: "+", change.OpAdopt: "+", change.OpUpdate: "~", change.OpReplace: "±", change.OpDelete: "-",
}

// Planned are the words for what is going to happen.
var Planned = map[change.Op]string{
	change.OpCreate: "to create", change.OpAdopt: "to adopt", change.OpUpdate: "to update", change.OpReplace: "to replace", change.OpDelete: "to delete",
}

// Done are the words for what has happened.
var Done = map[change.Op]string{
	change.OpCreate: "created", change.OpAdopt: "adopted", change.OpUpdate: "updated", change.OpReplace: "replaced", change.OpDelete: "deleted",
}

// drifted are the words for what somebody else did.
var drifted = map[change.Op]string{change.OpUpdate: "changed", change.OpDelete: "gone", change.OpReplace: "replaced", change.OpCreate: "new"}

// Counted is such as "2 to create, 1 to update".
func Counted(c change.Counts, words map[change.Op]string, unchanged string) string {
	var parts []string
	for _, part := range []struct {
		n  int
		op change.Op
	}{{c.Create, change.OpCreate}, {c.Adopt, change.OpAdopt}, {c.Update, change.OpUpdate}, {c.Replace, change.OpReplace}, {c.Delete, change.OpDelete}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, words[part.op]))
		}
	}
	if len(parts) == 0 {
		return unchanged
	}
	return strings.Join(parts, ", ")
}

// verb is what is done to a resource; of drift it was done.
func (r Report) verb(op change.Op) string {
	if r.Command == "drift" {
		return drifted[op]
	}
	return string(op)
}

// Counted says what changes of a stack, in the words of the report.
func (r Report) Counted(s Stack) string {
	if r.Command == "drift" && s.New {
		return "not deployed"
	}
	words := Planned
	if r.Command == "drift" {
		words = drifted
	}
	return Counted(change.Count(s.Steps), words, r.unchanged())
}

// unchanged is what there is to say of a stack with nothing to tell.
func (r Report) unchanged() string {
	if r.Command == "drift" {
		return "as deployed"
	}
	return "no changes"
}

// valueWidth keeps a policy or a message from filling the screen.
const valueWidth = 72

// Value is a property's value on one line: text quoted, anything else as JSON,
// and the middle of what is long left out.
func Value(v any) string {
	if v == nil {
		return "known after deploy"
	}
	text := written(v)
	if runes := []rune(text); len(runes) > valueWidth {
		half := valueWidth/2 - 1
		text = string(runes[:half]) + " … " + string(runes[len(runes)-half:])
	}
	return text
}

func isLong(v any) bool { return utf8.RuneCountInString(written(v)) > valueWidth }

func written(v any) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return "?"
	}
	return diag.SafeText(strings.TrimSpace(out.String()))
}
