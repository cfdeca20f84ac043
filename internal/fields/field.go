package fields

import (
	"slices"
	"strings"
	"sync"

	"github.com/mlauth/mlauth-compile/schema"
)

// AnyName stands in a path for any key of a map.
const AnyName = "*"

// Field is one field of the language, described.
type Field struct {
	Name        string // its key; AnyName for what any key of a map holds
	Path        string // from the top, such as clients.*.tokens.access; items of a list are name[]
	Kind        string // the definition of the schema that it is of; "" for none
	Title       string // what its kind is called, where that has a name
	Description string
	Type        string   // in words
	Values      []string // the allowed ones; nil when there are others
	Limits      []string // what else a value must fulfil, in words
	Required    bool
	Default     string // as YAML, or in words; "" for none
	Example     string // as YAML
	AWS         string // the API operation and property that it becomes
	List        bool   // it holds a list (or may), and Fields are those of each item
	Fields      []*Field
}

// Root is the whole file. The tree is shared and not to be changed.
var Root = sync.OnceValue(func() *Field {
	root, err := parseObject(schema.JSON)
	if err != nil {
		panic(err) // the schema is part of the program: a test reads it
	}
	b := builder{definitions: root.object("definitions")}
	return b.field(root, "", "")
})

// Leaf reports that a field has no fields of its own: it holds a value, or
// values.
func (f *Field) Leaf() bool { return len(f.Fields) == 0 }

// Get is the field of that name; nil for none.
func (f *Field) Get(name string) *Field {
	for _, child := range f.Fields {
		if child.Name == name {
			return child
		}
	}
	return nil
}

// Walk visits a field and all below it, in order.
func (f *Field) Walk(visit func(*Field)) {
	visit(f)
	for _, child := range f.Fields {
		child.Walk(visit)
	}
}

// Short is the path without the stars, as it may be asked for.
func (f *Field) Short() string {
	return strings.NewReplacer("."+AnyName, "", "[]", "").Replace(f.Path)
}

// builder makes fields out of schemas. The language has no recursion, so that
// the tree ends.
type builder struct{ definitions *object }

// resolve follows $ref, and allOf where it holds nothing but one: draft-07 lets
// nothing stand beside $ref.
func (b builder) resolve(n *object) (inner *object, kind string) {
	for {
		ref := n.text("$ref")
		if all := n.objects("allOf"); ref == "" && len(all) == 1 && !n.has("type") && !n.has("properties") {
			ref = all[0].text("$ref")
		}
		if ref == "" {
			return n, kind
		}
		kind = strings.TrimPrefix(ref, "#/definitions/")
		n = b.definitions.object(kind)
	}
}

// field describes a schema; its own words go before those of its kind.
func (b builder) field(n *object, path, name string) *Field {
	inner, kind := b.resolve(n)
	f := &Field{Name: name, Path: path, Kind: kind, Title: inner.text("title"), Type: b.typeWords(n), Values: values(inner)}
	for _, said := range []*object{n, inner} {
		f.Description = or(f.Description, said.text("description"))
		f.AWS = or(f.AWS, said.text("x-aws"))
		f.Default = or(f.Default, said.text("x-default"))
		if f.Default == "" && said.has("default") {
			f.Default = flow(said.get("default"))
		}
		if examples := said.list("examples"); f.Example == "" && len(examples) > 0 {
			f.Example = flow(examples[0])
		}
	}
	f.Limits = b.limits(inner)
	b.inside(f, inner)
	return f
}

// inside adds the fields that a value has, whichever of its forms it takes.
func (b builder) inside(f *Field, n *object) {
	path := f.Path
	if path != "" {
		path += "."
	}
	for _, name := range n.object("properties").names() {
		child := b.field(n.object("properties").object(name), path+name, name)
		child.Required = slices.Contains(append(n.texts("required"), n.texts("x-required")...), name)
		child.Limits = append(child.Limits, conditions(n, name)...)
		f.Fields = append(f.Fields, child)
	}
	if each := n.object("additionalProperties"); each != nil {
		if child := b.field(each, path+AnyName, AnyName); !child.Leaf() {
			f.Fields = append(f.Fields, child)
		}
	}
	if items := n.object("items"); items != nil {
		item := b.field(items, f.Path+"[]", "")
		if f.Leaf() && !item.Leaf() {
			f.Fields, f.Kind, f.Title, f.List = item.Fields, item.Kind, item.Title, true
			f.Limits = append(f.Limits, item.Limits...)
		}
	}
	for _, form := range n.forms() {
		inner, kind := b.resolve(form)
		if f.Leaf() {
			if b.inside(f, inner); !f.Leaf() && !f.List {
				f.Kind, f.Title = kind, inner.text("title")
			}
		} else if form.text("type") == "array" {
			f.List = true
		}
	}
}

// forms are the alternatives that a value may take where the schema names no
// one type.
func (o *object) forms() []*object {
	if o.has("type") {
		return nil
	}
	var forms []*object
	for _, form := range append(o.objects("anyOf"), o.objects("oneOf")...) {
		if form.has("type") || form.has("$ref") {
			forms = append(forms, form)
		}
	}
	return forms
}

// names are the keys whose value is a schema; false is one that forbids.
func (o *object) names() []string {
	if o == nil {
		return nil
	}
	var names []string
	for _, key := range o.keys {
		if o.object(key) != nil {
			names = append(names, key)
		}
	}
	return names
}

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}
