package fields

import (
	"fmt"
	"regexp"
	"strings"
)

// Markdown is docs/spec.md: a section for each kind, with a table of its
// fields.
func Markdown() string {
	d := document{anchors: map[*Field]string{}, shared: map[string]*Field{}}
	d.collect()
	d.out.WriteString(`# The spec language

One file describes one stack. This page is made from [the schema](../schema/mlauth.schema.json), which editors check specs
against while they are written; ` + "`mlauth-compile explain FIELD.PATH`" + ` says the same at a terminal. What the grants allow is in
[grants.md](grants.md).

NAME stands for a name of your choice. What is left out has its default, also after it was something else. A field without a
default that is not required is absent when it is left out. *AWS* is the API operation and property that a field becomes, of
Amazon Cognito user pools where no other service is named.

`)
	d.contents()
	for _, f := range d.sections {
		d.section(f)
	}
	return d.out.String()
}

// document is docs/spec.md while it is being written.
type document struct {
	out      strings.Builder
	sections []*Field
	anchors  map[*Field]string // of the section that shows a field's own fields
	shared   map[string]*Field // kinds that have one section for all the places where they stand
}

// collect decides on the sections: one for each field that has fields, in the
// order of the schema; then one for each kind that has a name of its own, since
// it stands in many places.
func (d *document) collect() {
	var named []*Field
	Root().Walk(func(f *Field) {
		switch {
		case f.Leaf() || f.Name == AnyName:
		case f.Title == "" || f.Path == "":
			d.sections = append(d.sections, f)
			d.anchors[f] = anchor(heading(f))
		case d.shared[f.Title] == nil:
			d.shared[f.Title] = f
			named = append(named, f)
		}
	})
	d.sections = append(d.sections, named...)
	Root().Walk(func(f *Field) {
		if first := d.shared[f.Title]; first != nil && f.Path != "" && !f.Leaf() {
			d.anchors[f] = anchor(heading(first))
		}
	})
}

// heading is a section's title: a path, or the name of a kind.
func heading(f *Field) string {
	switch {
	case f.Path == "":
		return "A spec"
	case f.Title != "":
		return strings.ToUpper(f.Title[:1]) + f.Title[1:]
	}
	text := strings.ReplaceAll(f.Path, AnyName, "NAME")
	if f.Get(AnyName) != nil {
		text += ".NAME"
	}
	return text
}

var notInAnchor = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)

// anchor is what GitHub makes of a heading.
func anchor(heading string) string {
	return strings.ReplaceAll(notInAnchor.ReplaceAllString(strings.ToLower(heading), ""), " ", "-")
}

func (d *document) contents() {
	for _, f := range d.sections {
		if depth := strings.Count(f.Path, "."); depth == 0 || f.Title != "" {
			fmt.Fprintf(&d.out, "- [%s](#%s)\n", heading(f), anchor(heading(f)))
		}
	}
}

func (d *document) section(f *Field) {
	marks := "##"
	if strings.Contains(f.Path, ".") && f.Title == "" {
		marks = "###"
	}
	fmt.Fprintf(&d.out, "\n%s %s\n\n%s\n", marks, heading(f), f.Description)
	holder := f
	if each := f.Get(AnyName); each != nil {
		holder = each
		if each.Description != "" && each.Description != f.Description {
			fmt.Fprintf(&d.out, "%s\n", each.Description)
		}
	}
	limits := f.Limits
	if holder != f {
		limits = append(limits, holder.Limits...)
	}
	for _, limit := range limits {
		fmt.Fprintf(&d.out, "- %s\n", limit)
	}
	if f.Path != "" {
		fmt.Fprintf(&d.out, "\nExample: `%s`\n", f.Example)
	}
	d.out.WriteString("\n| field | type | default | what |\n|---|---|---|---|\n")
	for _, child := range holder.Fields {
		d.row(child)
	}
}

func (d *document) row(f *Field) {
	kind := f.Type
	if at := d.anchors[f]; at != "" {
		kind = "[" + kind + "](#" + at + ")"
	}
	standard := ""
	switch {
	case f.Required:
		standard = "required"
	case f.Default != "":
		standard = code(f.Default)
	}
	fmt.Fprintf(&d.out, "| `%s` | %s | %s | %s |\n", f.Name, kind, standard, what(f))
}

// code marks a value; a default in words is left as it is.
func code(text string) string {
	if strings.Contains(text, " ") && !strings.ContainsAny(text[:1], `"[{`) {
		return cell(text)
	}
	return "`" + cell(text) + "`"
}

// what says all of a field that has no column.
func what(f *Field) string {
	parts := []string{f.Description}
	if len(f.Values) > 0 {
		parts = append(parts, "Allowed: `"+strings.Join(f.Values, "`, `")+"`.")
	}
	if len(f.Limits) > 0 && f.Leaf() {
		parts = append(parts, "Limits: "+strings.Join(f.Limits, "; ")+".")
	}
	if f.Leaf() {
		parts = append(parts, "Example: `"+f.Example+"`.")
	}
	if f.AWS != "" {
		parts = append(parts, "*AWS:* "+f.AWS)
	}
	return cell(strings.Join(parts, "<br>"))
}

// cell keeps a text from ending its cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
