package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// jsonschema/v5 takes three times as long to compile a schema as its use on one
// spec takes, most of it to hold the schema against the schema of schemas. Ours
// is part of the program: that it is a good one, and that reading it here gives
// what jsonschema/v5 makes of it, is for tests to say, and they do.

// schemaReader makes jsonschema/v5's schema of one that was read as JSON. It
// knows the keywords that the evaluator knows.
type schemaReader struct {
	named map[string]*jsonschema.Schema // the definitions, by their reference
	err   error                         // the first
}

// readSchema reads a JSON Schema of draft-07.
func readSchema(text []byte) (*jsonschema.Schema, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var root map[string]any
	if err := decoder.Decode(&root); err != nil {
		return nil, err
	}
	r := &schemaReader{named: map[string]*jsonschema.Schema{}}
	definitions, _ := root["definitions"].(map[string]any)
	for name := range definitions { // before any is read: they refer to each other
		r.named["#/definitions/"+name] = newSchema()
	}
	for name, written := range definitions {
		r.fill(r.named["#/definitions/"+name], written)
	}
	s := r.schema(root)
	return s, r.err
}

func newSchema() *jsonschema.Schema {
	return &jsonschema.Schema{
		MinProperties: -1, MaxProperties: -1, MinItems: -1, MaxItems: -1, MinLength: -1, MaxLength: -1,
		MinContains: 1, MaxContains: -1,
	}
}

func (r *schemaReader) schema(written any) *jsonschema.Schema {
	s := newSchema()
	r.fill(s, written)
	return s
}

func (r *schemaReader) fill(s *jsonschema.Schema, written any) {
	switch w := written.(type) {
	case bool:
		s.Always = &w
	case map[string]any:
		if ref, ok := w["$ref"]; ok { // what stands beside it has no effect
			s.Ref = r.named[fmt.Sprint(ref)]
			if s.Ref == nil {
				r.fail("$ref", ref)
			}
			return
		}
		for keyword, value := range w {
			r.keyword(s, keyword, value)
		}
		if a := readAnnotations(w); a != nil {
			s.Extensions = map[string]jsonschema.ExtSchema{"mlauth": a}
		}
	default:
		r.fail("a schema", written)
	}
}

func (r *schemaReader) fail(what string, value any) {
	if r.err == nil {
		r.err = fmt.Errorf("the schema is not understood: %s is %v", what, value)
	}
}

func (r *schemaReader) keyword(s *jsonschema.Schema, keyword string, value any) {
	switch keyword {
	case "type":
		s.Types = texts(value)
	case "enum":
		s.Enum, _ = value.([]any)
	case "const":
		s.Constant = []any{value}
	case "required":
		s.Required = texts(value)
	case "examples":
		s.Examples, _ = value.([]any)
	case "uniqueItems":
		s.UniqueItems, _ = value.(bool)
	case "minimum":
		s.Minimum = r.number(value)
	case "maximum":
		s.Maximum = r.number(value)
	case "minProperties":
		s.MinProperties = r.count(value)
	case "maxProperties":
		s.MaxProperties = r.count(value)
	case "minItems":
		s.MinItems = r.count(value)
	case "maxItems":
		s.MaxItems = r.count(value)
	case "minLength":
		s.MinLength = r.count(value)
	case "maxLength":
		s.MaxLength = r.count(value)
	default:
		r.part(s, keyword, value)
	}
}

// part reads the keywords that hold schemas.
func (r *schemaReader) part(s *jsonschema.Schema, keyword string, value any) {
	switch keyword {
	case "properties":
		fields, _ := value.(map[string]any)
		s.Properties = make(map[string]*jsonschema.Schema, len(fields))
		for name, field := range fields {
			s.Properties[name] = r.schema(field)
		}
	case "additionalProperties":
		if allowed, ok := value.(bool); ok {
			s.AdditionalProperties = allowed
		} else {
			s.AdditionalProperties = r.schema(value)
		}
	case "propertyNames":
		s.PropertyNames = r.schema(value)
	case "items":
		s.Items = r.schema(value)
	case "not":
		s.Not = r.schema(value)
	case "if":
		s.If = r.schema(value)
	case "then":
		s.Then = r.schema(value)
	case "else":
		s.Else = r.schema(value)
	case "allOf":
		s.AllOf = r.schemas(value)
	case "anyOf":
		s.AnyOf = r.schemas(value)
	case "oneOf":
		s.OneOf = r.schemas(value)
	}
}

func (r *schemaReader) schemas(value any) []*jsonschema.Schema {
	branches, _ := value.([]any)
	all := make([]*jsonschema.Schema, len(branches))
	for i, branch := range branches {
		all[i] = r.schema(branch)
	}
	return all
}

func (r *schemaReader) count(value any) int {
	number, _ := value.(json.Number)
	n, err := strconv.Atoi(number.String())
	if err != nil {
		r.fail("a count", value)
	}
	return n
}

func (r *schemaReader) number(value any) *big.Rat {
	number, _ := value.(json.Number)
	n, ok := new(big.Rat).SetString(number.String())
	if !ok {
		r.fail("a bound", value)
	}
	return n
}

// texts are those of a list, or one by itself.
func texts(value any) []string {
	if one, ok := value.(string); ok {
		return []string{one}
	}
	list, _ := value.([]any)
	all := make([]string, len(list))
	for i, item := range list {
		all[i], _ = item.(string)
	}
	return all
}
