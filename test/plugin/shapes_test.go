package main

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// shapes are the forms of properties by their paths, with [0] for what is in a
// list: string, number, boolean, list, map, object or any.
type shapes map[string]string

// kindShapes is what a kind takes and gives.
type kindShapes struct {
	In  shapes `json:"in"`
	Out shapes `json:"out,omitempty"`
}

// shapesFile holds what the bridge's schema says, by pulumi-aws's tokens.
// TestShapesFile keeps it up to date.
const shapesFile = "testdata/bridge.json"

func readShapes(t *testing.T) map[string]kindShapes {
	t.Helper()
	text, err := os.ReadFile(shapesFile)
	if err != nil {
		t.Fatal(err)
	}
	var read map[string]kindShapes
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	return read
}

// shapesOf reads a type of the Go SDK: a plain struct with tags, or a resource,
// whose fields are outputs.
func shapesOf(value any) shapes {
	s := shapes{}
	s.addFields("", reflect.TypeOf(value))
	return s
}

func (s shapes) addFields(prefix string, t reflect.Type) {
	for i := range t.NumField() {
		tag, _, _ := strings.Cut(t.Field(i).Tag.Get("pulumi"), ",")
		if tag == "" || tag == "id" {
			continue // the id is the engine's
		}
		s.addType(prefix+tag, t.Field(i).Type)
	}
}

func (s shapes) addType(path string, t reflect.Type) {
	if output, ok := reflect.New(t).Elem().Interface().(pulumi.Output); ok {
		t = output.ElementType()
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		s[path] = "object"
		s.addFields(path+".", t)
	case reflect.Slice:
		s[path] = "list"
		s.addType(path+"[0]", t.Elem())
	case reflect.Map:
		s[path] = "map"
	case reflect.Interface:
		s[path] = "any"
	case reflect.Bool:
		s[path] = "boolean"
	case reflect.Int, reflect.Float64:
		s[path] = "number"
	default:
		s[path] = t.Kind().String()
	}
}
