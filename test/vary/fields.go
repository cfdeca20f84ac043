package vary

import (
	"maps"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/fields"
)

// Row is a field, once for all the places of its kind, and where specs have it.
type Row struct {
	Key    string // its path, or the name of the kind that it is a field of and its own
	Field  *fields.Field
	Places []Place
}

// Rows are all fields that hold values, sorted by key.
func Rows(bases []*Base) []Row {
	places := map[string][]Place{}
	for _, b := range bases {
		collect(places, fields.Root(), b.Tree, Place{Base: b})
	}
	rows := map[string]Row{}
	visitLeaves(fields.Root(), fields.Root(), func(f, owner *fields.Field) {
		key := f.Path
		if owner.Title != "" && owner.Path != "" {
			key = owner.Title + "." + f.Name
		}
		row := rows[key]
		if row.Field == nil {
			row.Key, row.Field = key, f
		}
		row.Places = append(row.Places, places[f.Path]...)
		rows[key] = row
	})
	var all []Row
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		all = append(all, rows[key])
	}
	return all
}

func visitLeaves(f, owner *fields.Field, visit func(f, owner *fields.Field)) {
	for _, child := range f.Fields {
		if child.Leaf() {
			visit(child, f)
		} else {
			visitLeaves(child, f, visit)
		}
	}
}

// Elsewhere are the fields whose effect is not in what is rendered.
var Elsewhere = map[string]string{
	"apiVersion":           "has one value",
	"kind":                 "has one value in a stack",
	"extends":              "what it brings in is; see the tests of internal/spec",
	"metadata.description": "is shown to people alone",

	"acknowledgement.change":   "opens the safety gate; see the tests of internal/deploy",
	"acknowledgement.resource": "opens the safety gate; see the tests of internal/deploy",
	"acknowledgement.id":       "opens the safety gate; see the tests of internal/deploy",
	"acknowledgement.until":    "opens the safety gate; see the tests of internal/deploy",
	"acknowledgement.reason":   "is shown to people alone",
}

// together are the neighbours that change with a field, where no other value is
// valid without: their values, or nothing where they are left out.
var together = map[string]map[string]any{
	"clients.*.hostedLogin":                {"callbackUrls": []any{"https://a.ai/"}},
	"identityPool.allowGuests":             {"roles": map[string]any{"authenticated": map[string]any{}, "guest": map[string]any{}}},
	"identityProviders.*.type":             {"type": "saml", "issuer": nil, "clientId": nil, "clientSecret": nil, "metadata": map[string]any{"url": "https://a.ai/"}, "scopes": nil, "endpoints": nil, "apiVersion": nil, "attributesRequestMethod": nil},
	"workloads.*.trust.github.pullRequest": {"branch": "main"},
	"workloads.*.trust.github.anyRef":      {"branch": "main"},
	"workloads.*.trust.gitlab.anyRef":      {"branch": "main"},
}

// instead are those that come in the place of a field that is left out.
var instead = map[string]map[string]any{
	"userPool.use.stack": {"id": "us-east-1_AbCdEfGhI"},
	"userPool.use.id":    {"stack": "other"},
}
