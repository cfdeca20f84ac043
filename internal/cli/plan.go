package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/deploy"
)

var opSign = map[deploy.Op]string{
	deploy.OpCreate: "+", deploy.OpUpdate: "~", deploy.OpReplace: "±", deploy.OpDelete: "-",
	deploy.OpAdopt: "+",
}

var opColor = map[deploy.Op]string{
	deploy.OpCreate: green, deploy.OpUpdate: yellow, deploy.OpReplace: red, deploy.OpDelete: red,
	deploy.OpAdopt: green,
}

// writePlan lists the resources that change, and how.
func writePlan(w io.Writer, color bool, steps []deploy.Step) {
	for _, s := range steps {
		if !s.Changed() {
			continue
		}
		fmt.Fprintf(w, "  %s %s %s\n", paint(color, opColor[s.Op], opSign[s.Op]), s.Op, s.Resource)
		if s.Lost() {
			fmt.Fprintln(w, "      "+paint(color, red, "protected: deploy will refuse this"))
		}
		for _, c := range s.Changes {
			fmt.Fprintf(w, "      %s\n", describe(c))
		}
	}
}

func describe(c deploy.Change) string {
	text := c.Path + ": "
	switch c.Kind {
	case deploy.ChangeAdd:
		text += value(c.New)
	case deploy.ChangeDelete:
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
func countsText(c deploy.Counts, words map[deploy.Op]string, unchanged string) string {
	var parts []string
	for _, part := range []struct {
		n  int
		op deploy.Op
	}{{c.Create, deploy.OpCreate}, {c.Adopt, deploy.OpAdopt}, {c.Update, deploy.OpUpdate}, {c.Replace, deploy.OpReplace}, {c.Delete, deploy.OpDelete}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, words[part.op]))
		}
	}
	if len(parts) == 0 {
		return unchanged
	}
	return strings.Join(parts, ", ")
}

var planned = map[deploy.Op]string{
	deploy.OpCreate: "to create", deploy.OpAdopt: "to adopt", deploy.OpUpdate: "to update", deploy.OpReplace: "to replace", deploy.OpDelete: "to delete",
}
