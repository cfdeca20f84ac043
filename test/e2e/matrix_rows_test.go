package e2e

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/cli"
	"github.com/mlauth/mlauth-compile/internal/parallel"
	"github.com/mlauth/mlauth-compile/test/vary"
)

// apart are the fields, by the beginning of their names, that the matrix leaves
// out, and why.
var apart = map[string]string{
	"acknowledgement.":              "opens the gate: every row that is stopped has one",
	"apiVersion":                    "has one value",
	"kind":                          "has one value",
	"extends":                       "what it brings in counts",
	"metadata.description":          "is shown to people alone",
	"metadata.name":                 "another stack",
	"aws.accountId":                 "another account than that of the credentials is refused before there is a plan",
	"aws.assumeRole.":               "who deploys",
	"aws.profile":                   "who deploys",
	"aws.endpointUrl":               "where AWS is found",
	"lifecycle.adopt.":              "counts while the resource is not in the stack yet",
	"secret reference.":             "the field that takes it counts",
	"userPool.use.stack (left out)": "an id comes in its place",
	"userPool.use.id":               "a pool that nobody here owns",
}

// cell is a row of the matrix: a field, and a way of changing it.
type cell struct{ key, way string }

func (c cell) String() string         { return c.key + " (" + c.way + ")" }
func (c cell) compare(other cell) int { return cmp.Compare(c.String(), other.String()) }
func (c *course) name() string        { return strings.TrimSuffix(filepath.Base(c.base.File), ".yaml") }

// row is a cell on a spec.
type row struct {
	cell, back cell // back is what the way back is
	place      vary.Place
	left       bool
	next       *vary.Base // what the change alone makes of the spec
}

// kind is how rows are run.
type kind string

const (
	together kind = "together" // in place: as one update, there and back
	alone    kind = "alone"    // made anew, deleted, created, moved
	fails    kind = "fails"    // AWS cannot do it
)

// act is a change of a deployed stack.
type act struct {
	kind kind
	rows []row
	to   *vary.Base // of rows that are run together
	rest bool       // they would not go with those before
}

// course is what is done to the stack of a spec.
type course struct {
	base *vary.Base
	acts []act
}

// coursesOf are the courses of all specs: what is changed alone once, what is
// changed together on every spec that has it.
func coursesOf(rows []vary.Row, bases []*vary.Base) []*course {
	slices.SortStableFunc(bases, func(a, b *vary.Base) int { return len(a.Recording.Resources) - len(b.Recording.Resources) })
	found, joint := make([]map[kind][]row, len(bases)), make([][]act, len(bases))
	parallel.Each(len(bases), func(i int) {
		found[i] = rowsOn(bases[i], rows)
		joint[i] = batches(bases[i], found[i][together])
	})
	var courses []*course
	taken := map[cell]bool{}
	for i, b := range bases {
		c := &course{base: b}
		for _, a := range joint[i] {
			a.rows = slices.DeleteFunc(a.rows, func(r row) bool { return a.rest && taken[r.cell] })
			c.take(a, taken)
		}
		for _, k := range []kind{fails, alone} {
			for _, r := range found[i][k] {
				if !taken[r.cell] {
					c.take(act{kind: k, rows: []row{r}}, taken)
				}
			}
		}
		courses = append(courses, c)
	}
	return courses
}

// take adds an act, unless it has nothing to do.
func (c *course) take(a act, taken map[cell]bool) {
	if len(a.rows) == 0 {
		return
	}
	for _, r := range a.rows {
		taken[r.cell] = true
	}
	c.acts = append(c.acts, a)
}

// rowsOn are the rows that a spec has, in the first place that changes, by kind.
func rowsOn(b *vary.Base, rows []vary.Row) map[kind][]row {
	all := map[kind][]row{}
	for _, of := range rows {
		for _, left := range []bool{false, true} {
			r := row{cell: cell{of.Key, "another value"}, back: cell{of.Key, "another value"}, left: left}
			if left {
				r.cell, r.back = cell{of.Key, "left out"}, cell{of.Key, "added"}
			}
			for _, r.place = range of.Places {
				if r.place.Base != b || apartFor(r.cell.String()) || b.Spec.UsesPool() && (of.Key == "aws.region" || of.Key == "clients.*.scopes") {
					continue // it goes where the pool is, and asks for what the pool has
				}
				if r.next = r.place.Next(of.Key, b, left); r.next != nil {
					k := kindOf(b, r.next)
					if of.Key == "aws.region" {
						k = alone // all is made elsewhere
					}
					all[k] = append(all[k], r)
					break
				}
			}
		}
	}
	return all
}

func apartFor(cell string) bool {
	for prefix := range apart {
		if strings.HasPrefix(cell, prefix) {
			return true
		}
	}
	return false
}

// kindOf tells how a change is run: by what validate says of it, there and back.
func kindOf(b, next *vary.Base) kind {
	if there := judged(b, next); there.kind != together {
		return there.kind
	}
	if judged(next, b).kind != together {
		return alone
	}
	return together
}

// outcome is what a change does and means, as validate --against sees it.
type outcome struct {
	kind    kind
	class   change.Class
	steps   []string // operation and resource
	effects []string // class, change, resource and property
}

func judged(from, to *vary.Base) outcome {
	steps, effects := cli.Consequences(from.Spec, to.Spec, from.Recording, to.Recording)
	o := outcome{kind: together, class: change.Worst(effects)}
	for _, s := range steps {
		if s.Changed() {
			o.steps = append(o.steps, string(s.Op)+" "+s.Resource)
		}
	}
	for _, e := range effects {
		o.effects = append(o.effects, strings.Join([]string{string(e.Class), e.Change, e.Resource, e.Property}, " "))
		switch {
		case e.Class == change.Impossible:
			o.kind = fails
		case e.Stopped() && e.Change != change.NewIdentities && e.Change != change.Removes && o.kind == together:
			o.kind = alone
		}
	}
	slices.Sort(o.steps)
	return o
}

// worst is the operation that matters most, and the class.
func (o outcome) String() string {
	if o.kind == fails {
		return "fail"
	}
	for _, op := range []change.Op{change.OpReplace, change.OpDelete, change.OpCreate, change.OpUpdate} {
		if slices.ContainsFunc(o.steps, func(s string) bool { return strings.HasPrefix(s, string(op)+" ") }) {
			return string(op) + ", " + string(o.class)
		}
	}
	return "nothing, " + string(o.class)
}

func contained(part, whole []string) bool {
	return !slices.ContainsFunc(part, func(s string) bool { return !slices.Contains(whole, s) })
}

// batches puts rows together, as many as leave each other's outcome alone, there
// and back; values first, then what is left out.
func batches(b *vary.Base, rows []row) []act {
	var acts []act
	for _, left := range []bool{false, true} {
		rest := slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r.left != left })
		for first := true; len(rest) > 0; first = false {
			var a act
			a, rest = batch(b, rest)
			a.rest = !first
			acts = append(acts, a)
		}
	}
	return acts
}

func batch(b *vary.Base, rows []row) (a act, rest []row) {
	a = act{kind: together, to: b}
	var there, back []outcome
	for _, r := range rows {
		to := r.next
		if len(a.rows) > 0 {
			to = r.place.Next(r.cell.key, a.to, r.left)
		}
		goes, comes := append(there, judged(b, r.next)), append(back, judged(r.next, b))
		if to == nil || !holds(judged(b, to), goes) || !holds(judged(to, b), comes) {
			rest = append(rest, r)
			continue
		}
		a.to, a.rows, there, back = to, append(a.rows, r), goes, comes
	}
	return a, rest
}

// holds reports that a joint outcome has those of all its rows in it.
func holds(joint outcome, parts []outcome) bool {
	return joint.kind == together && !slices.ContainsFunc(parts, func(o outcome) bool {
		return !contained(o.effects, joint.effects) || !contained(o.steps, joint.steps)
	})
}
