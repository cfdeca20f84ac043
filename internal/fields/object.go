package fields

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// object is a JSON object that keeps the order of its keys: fields are shown in
// the order of the schema, which is the order in which people write them.
type object struct {
	keys   []string
	values map[string]any // object, []any, string, json.Number, bool or nil
}

func parseObject(text []byte) (*object, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	value, err := parseValue(decoder)
	if err != nil {
		return nil, err
	}
	o, ok := value.(*object)
	if !ok {
		return nil, fmt.Errorf("it is no object")
	}
	return o, nil
}

func parseValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return parseMembers(d)
	case json.Delim('['):
		items := []any{}
		for d.More() {
			item, err := parseValue(d)
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		_, err := d.Token()
		return items, err
	}
	return token, nil
}

func parseMembers(d *json.Decoder) (*object, error) {
	o := &object{values: map[string]any{}}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := key.(string) // JSON has no other keys
		o.keys = append(o.keys, name)
		if o.values[name], err = parseValue(d); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return o, err
}

// Each of these is the zero value where the key is absent, o included.

func (o *object) has(key string) bool {
	if o == nil {
		return false
	}
	_, ok := o.values[key]
	return ok
}

func (o *object) get(key string) any {
	if o == nil {
		return nil
	}
	return o.values[key]
}

func (o *object) text(key string) string {
	s, _ := o.get(key).(string)
	return s
}

func (o *object) number(key string) json.Number {
	n, _ := o.get(key).(json.Number)
	return n
}

func (o *object) object(key string) *object {
	inner, _ := o.get(key).(*object)
	return inner
}

func (o *object) list(key string) []any {
	l, _ := o.get(key).([]any)
	return l
}

// objects are the items of a list that are objects.
func (o *object) objects(key string) []*object {
	var all []*object
	for _, item := range o.list(key) {
		if inner, ok := item.(*object); ok {
			all = append(all, inner)
		}
	}
	return all
}

// texts are the items of a list that are strings.
func (o *object) texts(key string) []string {
	var all []string
	for _, item := range o.list(key) {
		if s, ok := item.(string); ok {
			all = append(all, s)
		}
	}
	return all
}
