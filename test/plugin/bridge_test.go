package main

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/mlauth/mlauth-compile/test/stack"
)

var update = flag.Bool("update", false, "write "+shapesFile+" from the bridge")

// TestShapesFile compares the file that TestTableMatchesSDK relies on with the
// bridge itself. It needs the test stack, and the stand-in in it.
func TestShapesFile(t *testing.T) {
	plugin := stack.Start(t).Parts.Plugin
	if _, err := os.Stat(filepath.Join(plugin, bridgeName)); err != nil {
		t.Skip("the stack uses the released plugin")
	}
	t.Setenv(bridgeVariable, filepath.Join(plugin, bridgeName))
	t.Setenv(providerVariable, filepath.Join(plugin, providerName))
	b, err := startBridge(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.stop)
	response, err := pulumirpc.NewResourceProviderClient(b.conn).GetSchema(context.Background(), &pulumirpc.GetSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	var schema packageSchema
	if err := json.Unmarshal([]byte(response.Schema), &schema); err != nil {
		t.Fatal(err)
	}
	got := schema.shapes()
	if *update {
		text, err := json.MarshalIndent(got, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(shapesFile, append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(readShapes(t), got); diff != "" {
		t.Errorf("the bridge has changed; run this test with -update\n%s", diff)
	}
}

// packageSchema is what is read of Pulumi's package schema.
type packageSchema struct {
	Provider  resourceSchema
	Resources map[string]resourceSchema
	Functions map[string]struct{ Inputs, Outputs resourceSchema }
	Types     map[string]resourceSchema
}

type resourceSchema struct {
	InputProperties, Properties map[string]propertySchema
}

type propertySchema struct {
	Type  string
	Ref   string `json:"$ref"`
	Items *propertySchema
}

func (s packageSchema) shapes() map[string]kindShapes {
	read := map[string]kindShapes{}
	for _, k := range kinds {
		switch {
		case k.token == providerToken:
			read[k.token] = kindShapes{In: s.read(s.Provider.InputProperties)}
		case k.isFunction():
			f := s.Functions[k.bridgeToken()]
			read[k.token] = kindShapes{In: s.read(f.Inputs.Properties), Out: s.read(f.Outputs.Properties)}
		default:
			r := s.Resources[k.bridgeToken()]
			read[k.token] = kindShapes{In: s.read(r.InputProperties), Out: s.read(r.Properties)}
		}
	}
	return read
}

func (s packageSchema) read(properties map[string]propertySchema) shapes {
	read := shapes{}
	for name, property := range properties {
		s.add(read, name, property)
	}
	return read
}

func (s packageSchema) add(read shapes, path string, property propertySchema) {
	switch {
	case property.Ref != "":
		read[path] = "object"
		name := strings.ReplaceAll(strings.TrimPrefix(property.Ref, "#/types/"), "%2F", "/")
		for field, inner := range s.Types[name].Properties {
			s.add(read, path+"."+field, inner)
		}
	case property.Type == "array":
		read[path] = "list"
		s.add(read, path+"[0]", *property.Items)
	case property.Type == "object":
		read[path] = "map"
	case property.Type == "integer":
		read[path] = "number"
	default:
		read[path] = property.Type
	}
}
