package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/deploy"
)

var opSign = map[change.Op]string{
	change.OpCreate: "+", change.OpUpdate: "~", change.OpReplace: "±", change.OpDelete: "-",
	change.OpAdopt: "+",
}

var opColor = map[change.Op]string{
	change.OpCreate: green, change.OpUpdate: yellow, change.OpReplace: red, change.OpDelete: red,
	change.OpAdopt: green,
}

// writePlan lists the resources that change, and how.
func writePlan(w io.Writer, color bool, plan *deploy.Plan) {
	for _, s := range plan.Steps {
		if !s.Changed() {
			continue
		}
		fmt.Fprintf(w, "  %s %s %s\n", paint(color, opColor[s.Op], opSign[s.Op]), s.Op, s.Resource)
		for _, c := range s.Changes {
			fmt.Fprintf(w, "      %s\n", describe(c))
		}
	}
	for _, e := range plan.Stopped {
		fmt.Fprintln(w, "  "+paint(color, red, "deploy will refuse this:")+" "+e.Reason)
	}
}

func describe(c change.Difference) string {
	text := c.Path + ": "
	switch c.Kind {
	case change.Added:
		text += value(c.New)
	case change.Removed:
		text += value(c.Old) + " → nothing"
	default:
		text += value(c.Old) + " → " + value(c.New)
	}
	if c.Replaces {
		text += "  (cannot be changed in place)"
	}
	return text
}

// valueWidth keeps a policy or a message from filling the screen.
const valueWidth = 60

func value(v any) string {
	if v == nil {
		return "known after deploy"
	}
	text, quoted := v.(string)
	if quoted {
		text = fmt.Sprintf("%q", text)
	} else {
		text = fmt.Sprint(v)
	}
	if runes := []rune(text); len(runes) > valueWidth {
		text = string(runes[:valueWidth-1]) + "…"
	}
	return text
}

// countsText is such as "2 to create, 1 to update" or "2 created, 1 updated".
func countsText(c change.Counts, words map[change.Op]string, unchanged string) string {
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

var planned = map[change.Op]string{
	change.OpCreate: "to create", change.OpAdopt: "to adopt", change.OpUpdate: "to update", change.OpReplace: "to replace", change.OpDelete: "to delete",
}
