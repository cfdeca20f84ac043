package policy

import (
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var effects = map[string]string{spec.Allow: "Allow", spec.Deny: "Deny"}

// Permissions compiles what a role may do. Grants that have a problem are left
// out; Problem says which.
func Permissions(p spec.Permissions, at Place) Document { return merge(statements(p, at)) }

func statements(p spec.Permissions, at Place) []Statement {
	var statements []Statement
	for _, g := range p.Grants {
		for _, resource := range g.Resources {
			statements = append(statements, compile(g.Name, resource, at)...)
		}
	}
	for _, s := range p.Statements {
		statements = append(statements, Statement{
			Effect: effects[s.Effect], Actions: s.Actions, Resources: s.Resources, Conditions: conditions(s.Conditions),
		})
	}
	return statements
}

func conditions(written map[string]map[string]spec.Values) Conditions {
	c := Conditions{}
	for operator, keys := range written {
		c[operator] = map[string][]string{}
		for key, values := range keys {
			c[operator][key] = values
		}
	}
	return c
}

func compile(grant, resource string, at Place) []Statement {
	entry, known := catalogue[grant]
	if !known {
		return nil
	}
	statements := entry.compile(at, entry.arn(at, resource))
	for i := range statements {
		statements[i].Effect = "Allow"
	}
	return statements
}

// Grants are the names of the catalogue.
func Grants() []string { return sortedKeys(catalogue) }

// Actions are the actions that a grant allows, on whatever it is for.
func Actions(grant string) []string {
	entry := catalogue[grant]
	at := Place{"aws", "us-east-1", "123456789012"}
	var actions []string
	for _, example := range append(entry.more, "example") {
		for _, s := range compile(grant, example, at) {
			actions = append(actions, s.Actions...)
		}
	}
	return unique(actions)
}
