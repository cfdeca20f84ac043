package accept

import (
	"maps"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// Compile makes a spec of a text: nil where it is none. The error says what
// stands against it, also where it is one that the checks refuse.
type Compile func(text []byte) (*spec.Spec, error)

// Result is an edited spec, and what it does and does not settle.
type Result struct {
	Text    []byte
	Settled []Difference // sorted by resource and path
	Rest    []Difference // what no edit says
	Refused []Refusal    // what an edit would say, and the checks refuse
	Beside  []Difference // what follows from an edit, and is not so in AWS
	Covered []*spec.Node // values of fragments that the text says otherwise now
}

// Difference is where what a spec renders is not what AWS has.
type Difference struct {
	Resource, Type string
	Path           string // "" for a resource that is gone
	Old, New       any
}

// Refusal is a difference that an edit could say, and the checks refuse.
type Refusal struct {
	Difference
	Why string
}

// Find edits the text of a spec until it renders what drift has found.
func Find(file string, text []byte, compile Compile, steps []change.Step) (*Result, error) {
	x := &search{file: file, compile: compile, seen: map[string]set{}, refused: map[string]string{}}
	recorded := x.record(text)
	if recorded == nil {
		return nil, errNotValid
	}
	x.goal = goal(recorded, steps)
	x.first = differences(recorded, x.goal)
	now := &trial{text: text, left: x.first}
	for _, key := range sorted(x.first) {
		if !has(now.left, key) {
			continue // settled with another
		}
		if better := x.settle(now, key, true); better != nil {
			now = better
		}
	}
	r := &Result{Text: now.text, Covered: x.covered(text, now.text)}
	for _, key := range sorted(x.first) {
		switch why, refused := x.refused[key]; {
		case !has(now.left, key):
			r.Settled = append(r.Settled, x.first[key])
		case refused:
			r.Refused = append(r.Refused, Refusal{x.first[key], why})
		default:
			r.Rest = append(r.Rest, x.first[key])
		}
	}
	for _, key := range sorted(now.left) {
		if d := now.left[key]; !has(x.first, key) {
			d.Old, d.New = d.New, d.Old // a deploy goes the other way
			r.Beside = append(r.Beside, d)
		}
	}
	r.Rest = append(r.Rest, hidden(steps)...)
	return r, nil
}

// set is a set of differences, by resource and path.
type set map[string]Difference

func has(s set, key string) bool { _, ok := s[key]; return ok }

func sorted(s set) []string { return slices.Sorted(maps.Keys(s)) }

// within reports whether all that is left was there before.
func within(after, before set) bool {
	for key := range after {
		if !has(before, key) {
			return false
		}
	}
	return true
}
