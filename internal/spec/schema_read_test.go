package spec

import (
	"bytes"
	"math/big"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/schema"
)

// compiled is a schema as jsonschema/v5 makes it, which holds it against the
// schema of schemas first, with our annotations.
func compiled(t *testing.T, text []byte) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft7
	c.ExtractAnnotations = true
	c.RegisterExtension("mlauth", nil, annotationCompiler{})
	if err := c.AddResource("s.json", bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("s.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type annotationCompiler struct{}

func (annotationCompiler) Compile(_ jsonschema.CompilerContext, m map[string]any) (jsonschema.ExtSchema, error) {
	if a := readAnnotations(m); a != nil {
		return a, nil
	}
	return nil, nil
}

// What is read is what jsonschema/v5 compiles, but for what the evaluator does
// without.
func TestReadSchemaIsTheCompiledOne(t *testing.T) {
	vocabulary, err := os.ReadFile("testdata/vocabulary.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	options := cmp.Options{
		cmpopts.IgnoreUnexported(jsonschema.Schema{}),
		cmpopts.IgnoreFields(jsonschema.Schema{}, "Location", "Draft", "Title", "Description", "Default", "Comment", "Pattern"),
		cmp.Comparer(func(a, b *big.Rat) bool { return a == nil && b == nil || a != nil && b != nil && a.Cmp(b) == 0 }),
		cmp.Comparer(func(a, b *annotations) bool {
			return a.patternWords == b.patternWords && a.secret == b.secret && cmp.Equal(a.required, b.required) &&
				(a.pattern == nil) == (b.pattern == nil) && (a.pattern == nil || a.pattern().String() == b.pattern().String())
		}),
	}
	for name, text := range map[string][]byte{"language": schema.JSON, "repository": schema.Repository, "vocabulary": vocabulary} {
		got, err := readSchema(text)
		if err != nil {
			t.Fatal(name, err)
		}
		if diff := cmp.Diff(compiled(t, text), got, options); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestReadSchemaFails(t *testing.T) {
	for _, text := range []string{``, `[]`, `{"type": `, `{"items": 1}`, `{"properties": {"a": {"$ref": "#/definitions/b"}}}`, `{"minLength": "x"}`, `{"minLength": 1.5}`, `{"maximum": []}`} {
		if _, err := readSchema([]byte(text)); err == nil {
			t.Errorf("%s is read", text)
		}
	}
}
