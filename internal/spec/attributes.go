package spec

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Attributes is what a pool knows about a user.
type Attributes struct {
	Node               *Node
	Standard           map[string]StandardAttribute `yaml:"standard"`
	Custom             map[string]CustomAttribute   `yaml:"custom"`
	VerifyBeforeUpdate []string                     `yaml:"verifyBeforeUpdate"`
}

// StandardAttribute is where a standard attribute differs from Cognito's own
// definition.
type StandardAttribute struct {
	Node     *Node
	Required bool `yaml:"required"`
	Mutable  bool `yaml:"mutable"`
}

func (a *StandardAttribute) defaults() { a.Mutable = true }

// CustomAttribute is an attribute of the pool's own.
type CustomAttribute struct {
	Node      *Node
	Type      string `yaml:"type"`
	MinLength int    `yaml:"minLength"` // characters, for type string
	MaxLength int    `yaml:"maxLength"`
	Min       *int64 `yaml:"min"` // for type number; nil: no limit
	Max       *int64 `yaml:"max"`
	Mutable   bool   `yaml:"mutable"`
	Retired   bool   `yaml:"retired"`
}

func (a *CustomAttribute) defaults() { a.MaxLength, a.Mutable = 2048, true }

// CustomPrefix stands before a custom attribute's name wherever Cognito wants
// to know it from a standard one.
const CustomPrefix = "custom:"

// StandardAttributes are the attributes that every user pool has, sub aside,
// with Cognito's data type and limits.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
var StandardAttributes = map[string]CustomAttribute{
	"address":               text(0, 2048),
	"birthdate":             text(10, 10),
	"email":                 text(0, 2048),
	"email_verified":        {Type: "boolean"},
	"family_name":           text(0, 2048),
	"gender":                text(0, 2048),
	"given_name":            text(0, 2048),
	"locale":                text(0, 2048),
	"middle_name":           text(0, 2048),
	"name":                  text(0, 2048),
	"nickname":              text(0, 2048),
	"phone_number":          text(0, 2048),
	"phone_number_verified": {Type: "boolean"},
	"picture":               text(0, 2048),
	"preferred_username":    text(0, 2048),
	"profile":               text(0, 2048),
	"updated_at":            {Type: "number", Min: new(int64)},
	"website":               text(0, 2048),
	"zoneinfo":              text(0, 2048),
}

func text(minLength, maxLength int) CustomAttribute {
	return CustomAttribute{Type: "string", MinLength: minLength, MaxLength: maxLength}
}

// readable are the attributes that a client reads unless it says otherwise: the
// standard ones, and the custom ones that are not retired.
func (a Attributes) readable() []string {
	names := slices.Clone(standardNames())
	for name, c := range a.Custom {
		if !c.Retired {
			names = append(names, CustomPrefix+name)
		}
	}
	if len(a.Custom) > 0 {
		slices.Sort(names)
	}
	return names
}

// standardNames are sorted.
var standardNames = sync.OnceValue(func() []string { return slices.Sorted(maps.Keys(StandardAttributes)) })

// Mutable reports whether an attribute can be changed once it is set.
func (a Attributes) Mutable(name string) bool {
	if custom, ok := a.Custom[strings.TrimPrefix(name, CustomPrefix)]; ok && strings.HasPrefix(name, CustomPrefix) {
		return custom.Mutable
	}
	standard, changed := a.Standard[name]
	return !changed || standard.Mutable
}

// required are the attributes that every user must have.
func (a Attributes) required() []string {
	var names []string
	for name, s := range a.Standard {
		if s.Required {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
