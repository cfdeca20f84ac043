package main

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/structpb"
)

// direction says which side a message is on its way to.
type direction bool

const (
	toBridge direction = true
	toPulumi direction = false
)

// The messages of the provider protocol name alike what is alike, so that the
// fields to translate are known by their names whatever the message.
var (
	tokenFields = []protoreflect.Name{"type", "tok", "token"}
	pathFields  = []protoreflect.Name{"ignoreChanges", "replaces", "stables", "diffs"}
	valueFields = []protoreflect.Name{"olds", "news", "old_inputs", "properties", "inputs", "args", "return"}
)

// kindOf finds which kind a message is about. The messages that configure the
// provider need not say it.
func kindOf(m protoreflect.Message) kind {
	fields := m.Descriptor().Fields()
	for _, name := range tokenFields {
		if f := fields.ByName(name); f != nil && m.Has(f) {
			return findKind(m.Get(f).String())
		}
	}
	if f := fields.ByName("urn"); f != nil && m.Has(f) {
		return findKind(typeOf(m.Get(f).String()))
	}
	return findKind(providerToken)
}

// translate rewrites a message of the provider or engine protocol in place.
func (k kind) translate(m protoreflect.Message, to direction) {
	fields := m.Descriptor().Fields()
	for _, name := range tokenFields {
		if f := fields.ByName(name); f != nil && m.Has(f) {
			m.Set(f, protoreflect.ValueOfString(k.tokenFor(to)))
		}
	}
	if f := fields.ByName("urn"); f != nil && m.Has(f) {
		m.Set(f, protoreflect.ValueOfString(k.urn(m.Get(f).String(), to)))
	}
	for _, name := range pathFields {
		if f := fields.ByName(name); f != nil {
			k.pathList(m.Mutable(f).List(), to)
		}
	}
	for _, name := range valueFields {
		if f := fields.ByName(name); f != nil && m.Has(f) {
			if s, ok := m.Get(f).Message().Interface().(*structpb.Struct); ok {
				k.properties(s, to)
			}
		}
	}
	if f := fields.ByName("detailedDiff"); f != nil {
		k.pathMap(m, f, to)
	}
	if f := fields.ByName("failures"); f != nil {
		k.failures(m.Mutable(f).List(), to)
	}
}

func (k kind) tokenFor(to direction) string {
	if to == toBridge {
		return k.bridgeToken()
	}
	return k.token
}

// typeOf returns the type in a URN: the last of its parent types.
func typeOf(urn string) string {
	parts := strings.Split(urn, "::")
	if len(parts) < 4 {
		return ""
	}
	types := strings.Split(parts[2], "$")
	return types[len(types)-1]
}

// urn replaces the type in a URN: "urn:pulumi:stack::project::parent$type::name".
func (k kind) urn(urn string, to direction) string {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return urn
	}
	types := strings.Split(parts[2], "$")
	types[len(types)-1] = k.tokenFor(to)
	parts[2] = strings.Join(types, "$")
	return strings.Join(parts, "::")
}

func (k kind) pathList(paths protoreflect.List, to direction) {
	for i := range paths.Len() {
		paths.Set(i, protoreflect.ValueOfString(k.path(paths.Get(i).String(), to)))
	}
}

func (k kind) pathMap(m protoreflect.Message, f protoreflect.FieldDescriptor, to direction) {
	translated := m.NewField(f)
	m.Get(f).Map().Range(func(key protoreflect.MapKey, value protoreflect.Value) bool {
		path := protoreflect.ValueOfString(k.path(key.String(), to))
		translated.Map().Set(path.MapKey(), value)
		return true
	})
	m.Set(f, translated)
}

func (k kind) failures(failures protoreflect.List, to direction) {
	for i := range failures.Len() {
		failure := failures.Get(i).Message()
		f := failure.Descriptor().Fields().ByName("property")
		failure.Set(f, protoreflect.ValueOfString(k.path(failure.Get(f).String(), to)))
	}
}
