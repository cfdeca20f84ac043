package cli

import (
	"maps"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
)

const matrixHead = `# What a change does

For every field of [the language](spec.md): what a deploy does when the field changes on a stack that is deployed, and what that
means. Look here before a change; ` + "`mlauth-compile validate --against main`" + ` says it of the change that you made, and
` + "`preview`" + ` of what AWS has, which alone knows that a name is [kept for a deleted secret](limits.md). The page is made by a test,
which changes each field to other values, adds it and leaves it out.

- **What happens**: *changed in place* keeps a resource, with its id; *made anew* is deletion and creation: a new id. A resource
  stands for its parts, such as a role for its policies. What is made anew with its pool is not named again.
- **Class**: what ` + "`preview`" + ` and the safety gate call it. *Loses users* and *breaks callers* are stopped unless the spec says that it
  is wanted; *cannot be done* is refused by AWS; *widens access* is shown to the reviewer. Where several stand, it depends on the value,
  and on what else the spec has.
- **Entry**: what to write under ` + "`lifecycle.acknowledge`" + `, with ` + "`until` and `reason`" + ` beside it.

| field | change | what happens | class | entry |
|---|---|---|---|---|
`

var opWords = []struct {
	op    change.Op
	words string
}{
	{change.OpReplace, "made anew"}, {change.OpDelete, "deleted"}, {change.OpCreate, "created"},
	{change.OpAdopt, "adopted"}, {change.OpUpdate, "changed in place"},
}

var classWords = []struct {
	class change.Class
	words string
}{
	{change.Impossible, "cannot be done"}, {change.LosesUsers, "**loses users**"}, {change.BreaksCallers, "**breaks callers**"},
	{change.WidensAccess, "widens access"}, {change.Other, "other"},
}

// cells are the last three of a line.
func (o *outcome) cells(key string) string {
	var done, classes []string
	for _, w := range opWords {
		if names := slices.Sorted(maps.Keys(o.resources[w.op])); len(names) > 0 {
			done = append(done, w.words+": `"+strings.Join(names, "`, `")+"`")
		}
	}
	for _, w := range classWords {
		if o.classes[w.class] {
			classes = append(classes, w.words)
		}
	}
	what := strings.Join(done, "; ")
	if what == "" {
		what = unseen[key]
	}
	if what == "" && !o.classes[change.Other] {
		what = "nothing"
	}
	return what + " | " + strings.Join(classes, " or ") + " | " + strings.Join(slices.Sorted(maps.Keys(o.entries)), " ") + " |"
}

// named are the parts of a spec that are maps by name, each entry with a
// resource of its own.
var named = []string{"clients", "identityProviders", "resourceServers", "groups", "workloads", "iamOidcProviders", "identityPool.roles"}

// ownerOf is the resource that a user knows: the one that another is a part of.
func ownerOf(resource string) (owner string, itself bool) {
	for _, parent := range named {
		if rest, ok := strings.CutPrefix(resource, parent+"."); ok {
			return parent + ".NAME", !strings.Contains(rest, ".")
		}
	}
	first, _, part := strings.Cut(resource, ".")
	if strings.HasPrefix(resource, "userPool.domain.") {
		return "userPool.domain", true
	}
	return first, !part
}

// owners are the resources that change, with those that only follow left out:
// all that is in a pool which is made anew.
func owners(steps []change.Step) map[string]change.Op {
	found := map[string]change.Op{}
	for _, s := range steps {
		owner, itself := ownerOf(s.Resource)
		op := s.Op
		if !itself && (owner != "publish" || op != change.OpReplace) {
			op = change.OpUpdate
		}
		if s.Changed() && (found[owner] == "" || rank(op) < rank(found[owner])) {
			found[owner] = op
		}
	}
	if found["userPool"] == change.OpReplace {
		return map[string]change.Op{"userPool": change.OpReplace}
	}
	return found
}

// rank orders operations, the one that matters most first.
func rank(op change.Op) int {
	for i, w := range opWords {
		if w.op == op {
			return i
		}
	}
	return len(opWords)
}

// general is a path with NAME for the names that a spec chose.
func general(path string) string {
	before, _, scope := strings.Cut(path, ".scopes.")
	owner, _ := ownerOf(before)
	if owner == before || !strings.HasSuffix(owner, ".NAME") {
		owner = before
	}
	if scope {
		owner += ".scopes.SCOPE"
	}
	return owner
}
