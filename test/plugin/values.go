package main

import (
	"encoding/json"
	"strings"

	"google.golang.org/protobuf/types/known/structpb"
)

// path translates a property path by its first name: an element that is alone
// on Pulumi's side is the first of a list on the bridge's.
func (k kind) path(path string, to direction) string {
	name, rest := path, ""
	if end := strings.IndexAny(path, ".["); end >= 0 {
		name, rest = path[:end], path[end:]
	}
	for _, o := range k.overrides {
		switch {
		case to == toBridge && name == o.pulumi:
			if o.list && rest != "" {
				rest = "[0]" + rest
			}
			return o.bridge + rest
		case to == toPulumi && name == o.bridge:
			if o.list {
				rest = strings.TrimPrefix(rest, "[0]")
			}
			return o.pulumi + rest
		}
	}
	return path
}

// properties translates the properties of a resource, the arguments of a
// function, or the configuration of the provider in place.
func (k kind) properties(s *structpb.Struct, to direction) {
	for _, o := range k.overrides {
		from, into := o.bridge, o.pulumi
		if to == toBridge {
			from, into = o.pulumi, o.bridge
		}
		value, ok := s.GetFields()[from]
		if !ok {
			if to == toBridge && o.list && isState(s) {
				s.Fields[into] = structpb.NewListValue(&structpb.ListValue{})
			}
			continue
		}
		delete(s.Fields, from)
		if o.list {
			value = reform(value, to)
		}
		if value != nil {
			s.Fields[into] = value
		}
	}
	// The bridge notes which properties it has filled in itself.
	for _, name := range s.GetFields()["__defaults"].GetListValue().GetValues() {
		name.Kind = &structpb.Value_StringValue{StringValue: k.path(name.GetStringValue(), to)}
	}
}

// isState tells what the provider has recorded of a resource from what a
// program says of it. In the record a block that is absent is an empty list;
// the bridge could not read its own record back otherwise.
func isState(s *structpb.Struct) bool {
	_, ok := s.GetFields()["__pulumi_raw_state_delta"]
	return ok
}

// reform puts a single value into a list, or takes it out of one. It returns
// nil for what comes out of an empty list.
func reform(v *structpb.Value, to direction) *structpb.Value {
	switch inner := v.GetKind().(type) {
	case *structpb.Value_NullValue:
		return v
	case *structpb.Value_StringValue:
		return reformString(inner.StringValue, to)
	case *structpb.Value_StructValue:
		// Secrets and outputs are wrapped: what matters is inside.
		if value, ok := inner.StructValue.Fields["value"]; ok && isWrapper(inner.StructValue) {
			if value = reform(value, to); value == nil {
				return nil
			}
			inner.StructValue.Fields["value"] = value
			return v
		}
	}
	if to == toBridge {
		return structpb.NewListValue(&structpb.ListValue{Values: []*structpb.Value{v}})
	}
	list := v.GetListValue().GetValues()
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// signature is the key of the protocol's wrappers for secrets, outputs and
// references; unknownPrefix begins its markers for values not yet known.
const (
	signature    = "4dabf18193072939515e22adb298388d"
	unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
)

func isWrapper(s *structpb.Struct) bool {
	_, ok := s.Fields[signature]
	return ok
}

// reformString does the same for text: the provider's configuration arrives as
// JSON in strings, and an unknown value stays unknown.
func reformString(text string, to direction) *structpb.Value {
	if text == unknownValue {
		return structpb.NewStringValue(text)
	}
	if to == toBridge {
		return structpb.NewStringValue("[" + text + "]")
	}
	var list []json.RawMessage
	if err := json.Unmarshal([]byte(text), &list); err != nil || len(list) == 0 {
		return nil
	}
	return structpb.NewStringValue(string(list[0]))
}
