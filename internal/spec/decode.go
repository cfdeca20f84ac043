package spec

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// defaulter sets the constant defaults of a fresh value.
type defaulter interface{ defaults() }

// nodeDecoder reads itself from a node, which is neither nil nor poisoned.
type nodeDecoder interface{ decodeNode(n *Node) }

// decode fills what into points to from a node. What is absent keeps its
// default; what is poisoned too, but its place is kept: a map has the key, and
// a struct's field Node the node, so that a rule can tell "wrong and reported"
// from "not there". Fields that the type does not know are passed over: the
// schema has reported them.
func decode(n *Node, into any) {
	v := reflect.ValueOf(into).Elem()
	setDefaults(v)
	if n != nil {
		fill(n, v)
	}
}

// setDefaults gives a fresh value its defaults: those of its parts first, so
// that the whole may know better.
func setDefaults(v reflect.Value) {
	if v.Kind() != reflect.Struct {
		return
	}
	for _, f := range fieldsOf(v.Type()).nested {
		setDefaults(v.Field(f))
	}
	if d, ok := v.Addr().Interface().(defaulter); ok {
		d.defaults()
	}
}

func fill(n *Node, v reflect.Value) {
	if d, ok := v.Addr().Interface().(nodeDecoder); ok {
		if n.poisoned {
			setNode(n, v)
			return
		}
		d.decodeNode(n)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		fresh := reflect.New(v.Type().Elem())
		setDefaults(fresh.Elem())
		fill(n, fresh.Elem())
		if !n.poisoned || fresh.Elem().Kind() == reflect.Struct {
			v.Set(fresh)
		}
	case reflect.Struct:
		fillStruct(n, v)
	case reflect.Map:
		fillMap(n, v)
	case reflect.Slice:
		fillSlice(n, v)
	default:
		if !n.poisoned {
			fillScalar(n, v)
		}
	}
}

func fillScalar(n *Node, v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		if plain := plainValue(n); plain != nil {
			v.Set(reflect.ValueOf(plain))
		}
	case reflect.String:
		if n.IsString() {
			v.SetString(n.Text)
		}
	case reflect.Bool:
		if b, err := strconv.ParseBool(n.Text); err == nil && n.Type == Bool {
			v.SetBool(b)
		}
	case reflect.Int, reflect.Int64:
		if i, whole := n.integer(); whole {
			v.SetInt(i)
		}
	case reflect.Float64:
		switch number := n.number.(type) {
		case int64:
			v.SetFloat(float64(number))
		case float64:
			v.SetFloat(number)
		}
	}
}

func fillStruct(n *Node, v reflect.Value) {
	setNode(n, v)
	if n.poisoned || n.Kind != Map {
		return
	}
	for _, f := range fieldsOf(v.Type()).named {
		if child := n.Get(f.key); child != nil {
			fill(child, v.Field(f.index))
		}
	}
}

func setNode(n *Node, v reflect.Value) {
	if v.Kind() == reflect.Struct {
		if i := fieldsOf(v.Type()).node; i >= 0 {
			v.Field(i).Set(reflect.ValueOf(n))
		}
	}
}

func fillMap(n *Node, v reflect.Value) {
	if n.poisoned || n.Kind != Map {
		return
	}
	m := reflect.MakeMapWithSize(v.Type(), len(n.children))
	for i, child := range n.children {
		value := reflect.New(v.Type().Elem()).Elem()
		setDefaults(value)
		fill(child, value)
		m.SetMapIndex(reflect.ValueOf(n.keys[i].Text).Convert(v.Type().Key()), value)
	}
	v.Set(m)
}

func fillSlice(n *Node, v reflect.Value) {
	if n.poisoned || n.Kind != List {
		return
	}
	list := reflect.MakeSlice(v.Type(), 0, len(n.children))
	for _, child := range n.children {
		if child.poisoned {
			continue
		}
		value := reflect.New(v.Type().Elem()).Elem()
		setDefaults(value)
		fill(child, value)
		list = reflect.Append(list, value)
	}
	v.Set(list)
}

// structFields is what the decoder knows of a struct type.
type structFields struct {
	named  []namedField
	nested []int // fields that are structs themselves
	node   int   // the field Node *Node; -1 when there is none
}

type namedField struct {
	key   string
	index int
}

var (
	knownFields sync.Map // reflect.Type to *structFields
	nodeType    = reflect.TypeFor[*Node]()
)

func fieldsOf(t reflect.Type) *structFields {
	if known, ok := knownFields.Load(t); ok {
		return known.(*structFields)
	}
	fields := &structFields{node: -1}
	for i := range t.NumField() {
		f := t.Field(i)
		key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case f.Name == "Node" && f.Type == nodeType:
			fields.node = i
		case key != "" && key != "-" && f.IsExported():
			fields.named = append(fields.named, namedField{key, i})
			if f.Type.Kind() == reflect.Struct {
				fields.nested = append(fields.nested, i)
			}
		}
	}
	known, _ := knownFields.LoadOrStore(t, fields)
	return known.(*structFields)
}
