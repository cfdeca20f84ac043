package fields_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/fields"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// loaded are fields that say how a file is read; the typed spec need not have
// them.
var loaded = []string{"apiVersion", "kind", "extends"}

// The schema and the typed spec have the same fields.
func TestSchemaAndTypedSpecAgree(t *testing.T) {
	agree(t, fields.Root(), reflect.TypeFor[spec.Spec]())
}

// selfRead are types that read themselves from more than one form of a value,
// and the type whose fields the long form has. A grant's names are those of the
// catalogue; internal/policy compares them.
var selfRead = map[reflect.Type]reflect.Type{
	reflect.TypeFor[spec.TextOrSecret](): reflect.TypeFor[spec.SecretRef](),
	reflect.TypeFor[spec.Grant]():        nil,
}

func agree(t *testing.T, f *fields.Field, typ reflect.Type) {
	t.Helper()
	if long, ok := selfRead[typ]; ok {
		if long != nil {
			agree(t, f, long)
		}
		return
	}
	switch typ.Kind() {
	case reflect.Pointer:
		agree(t, f, typ.Elem())
	case reflect.Slice:
		if typ.Elem().Kind() != reflect.String {
			agree(t, f, typ.Elem())
		}
	case reflect.Map:
		if each := f.Get(fields.AnyName); each != nil {
			agree(t, each, typ.Elem())
		}
	case reflect.Struct:
		agreeStruct(t, f, typ)
	default:
		if !f.Leaf() {
			t.Errorf("%s has fields in the schema, and is a %v in the typed spec", f.Path, typ)
		}
	}
}

func agreeStruct(t *testing.T, f *fields.Field, typ reflect.Type) {
	t.Helper()
	typed := map[string]bool{}
	for i := range typ.NumField() {
		name, _, _ := strings.Cut(typ.Field(i).Tag.Get("yaml"), ",")
		if name == "" || name == "-" {
			continue
		}
		typed[name] = true
		if child := f.Get(name); child != nil {
			agree(t, child, typ.Field(i).Type)
		} else {
			t.Errorf("%s.%s is in %v and not in the schema", f.Path, name, typ)
		}
	}
	for _, child := range f.Fields {
		if !typed[child.Name] && !slices.Contains(loaded, child.Path) {
			t.Errorf("%s is in the schema and not in %v", child.Path, typ)
		}
	}
}

// docs/spec.md has a row for each field, in the section that its map links to.
func TestDocumentationHasEveryField(t *testing.T) {
	text, err := os.ReadFile("../../docs/spec.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int{}
	for line := range strings.Lines(string(text)) {
		if name, _, ok := strings.Cut(strings.TrimPrefix(line, "| `"), "` | "); ok {
			rows[name]++
		}
	}
	wanted, shown := map[string]int{}, map[string]bool{}
	var walk func(f *fields.Field)
	walk = func(f *fields.Field) {
		if f.Title != "" && f.Path != "" && !f.Leaf() {
			if shown[f.Title] {
				return
			}
			shown[f.Title] = true
		}
		for _, child := range f.Fields {
			if child.Name != fields.AnyName {
				wanted[child.Name]++
			}
			walk(child)
		}
	}
	walk(fields.Root())
	for name, n := range wanted {
		if rows[name] != n {
			t.Errorf("%s has %d rows, and %d places in the schema", name, rows[name], n)
		}
	}
}
