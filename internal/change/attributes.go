package change

import (
	"fmt"
	"maps"
	"reflect"
)

// standardAttributes are those that every user pool has.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
var standardAttributes = map[string]bool{
	"address": true, "birthdate": true, "email": true, "email_verified": true, "family_name": true, "gender": true,
	"given_name": true, "locale": true, "middle_name": true, "name": true, "nickname": true, "phone_number": true,
	"phone_number_verified": true, "picture": true, "preferred_username": true, "profile": true, "sub": true,
	"updated_at": true, "website": true, "zoneinfo": true,
}

// impossible is what AWS cannot do. A user pool's schema only ever grows, by
// custom attributes. What goes or changes shows as an update in a plan, of which
// AWS takes a part before it refuses the rest; a standard attribute that comes
// is made a custom one of the same name, for ever.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
func (p *plan) impossible(s Step) []Effect {
	effects := stuck(s)
	if s.Type != userPoolType {
		return effects
	}
	was, is := schemaOf(s.Old), schemaOf(s.New)
	all := maps.Clone(was)
	maps.Copy(all, is)
	for _, name := range sortedKeys(all) {
		if reason, remedy := impossibleAttribute(name, was[name], is[name]); reason != "" {
			effects = append(effects, cannot(s, attributePath(name), reason, remedy))
		}
	}
	return effects
}

// stuck are the properties that are left out and would stay.
func stuck(s Step) []Effect {
	var effects []Effect
	for _, d := range s.Dropped {
		effects = append(effects, cannot(s, d.Field, "is left out, but AWS cannot take it back, and it would stay", d.Remedy))
	}
	return effects
}

func cannot(s Step, field, reason, remedy string) Effect {
	return Effect{Class: Impossible, Resource: s.Resource, Property: field, Reason: s.Resource + "." + field + " " + reason, Remedy: remedy}
}

func impossibleAttribute(name string, was, is map[string]any) (reason, remedy string) {
	standard := standardAttributes[name]
	switch {
	case is == nil && standard:
		return "is left out: Cognito cannot change which standard attributes are required or mutable after a pool is made", "put it back as it was"
	case is == nil:
		return "is removed: Cognito keeps an attribute for ever, and refuses the update", "put it back, with retired: true, so that no client reads or writes it"
	case was == nil && standard:
		return fmt.Sprintf("is added: Cognito cannot change a standard attribute after a pool is made, and would make a custom:%s beside it, for ever", name),
			"take it out; every pool has the attribute, as optional and mutable"
	case was == nil || reflect.DeepEqual(was, is):
		return "", ""
	case standard:
		return "changes: Cognito cannot change whether a standard attribute is required or mutable after a pool is made", "put it back as it was"
	}
	return "changes: Cognito cannot change an attribute's type, limits or mutability", "put it back, and declare another attribute beside it; this one can be retired later"
}

// attributePath is an attribute's place in the spec, below the pool's.
func attributePath(name string) string {
	if standardAttributes[name] {
		return "attributes.standard." + name
	}
	return "attributes.custom." + name
}

// schemaOf are the attributes that a pool declares, by name.
func schemaOf(pool map[string]any) map[string]map[string]any {
	schema := map[string]map[string]any{}
	for _, attribute := range objects(value(pool, "schemas")) {
		schema[text(attribute, "name")] = attributeOf(attribute)
	}
	return schema
}

// attributeOf is what makes an attribute what it is, and none of the notes that
// the engine keeps beside it.
func attributeOf(attribute map[string]any) map[string]any {
	return map[string]any{
		"type": text(attribute, "attributeDataType"), "mutable": flag(attribute, "mutable"), "required": flag(attribute, "required"),
		"minLength": text(attribute, "stringAttributeConstraints.minLength"),
		"maxLength": text(attribute, "stringAttributeConstraints.maxLength"),
		"min":       text(attribute, "numberAttributeConstraints.minValue"),
		"max":       text(attribute, "numberAttributeConstraints.maxValue"),
	}
}
