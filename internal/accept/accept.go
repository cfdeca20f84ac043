package accept

import (
	"maps"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// Compile makes a spec of a text; nil when an error stands against it.
type Compile func(text []byte) *spec.Spec

// Result is an edited spec, and what it does and does not settle.
type Result struct {
	Text    []byte
	Settled []Difference // sorted by resource and path
	Rest    []Difference // what no field of the spec says
	Beside  []Difference // what follows from an edit, and is not so in AWS
}

// Difference is where what a spec renders is not what AWS has.
type Difference struct {
	Resource, Type string
	Path           string // "" for a resource that is gone
	Old, New       any
}

// Find edits the text of a spec until it renders what drift has found.
func Find(file string, text []byte, compile Compile, steps []change.Step) (*Result, error) {
	x := &search{file: file, compile: compile, seen: map[string]set{}}
	recorded := x.record(text)
	if recorded == nil {
		return nil, errNotValid
	}
	x.goal = goal(recorded, steps)
	x.first = differences(recorded, x.goal)
	left := x.first
	for _, key := range sorted(left) {
		if !has(left, key) {
			continue // settled with another
		}
		if edited, less := x.settle(text, left, key, true); edited != nil {
			text, left = edited, less
		}
	}
	r := &Result{Text: text}
	for _, key := range sorted(x.first) {
		if has(left, key) {
			r.Rest = append(r.Rest, x.first[key])
		} else {
			r.Settled = append(r.Settled, x.first[key])
		}
	}
	for _, key := range sorted(left) {
		if d := left[key]; !has(x.first, key) {
			d.Old, d.New = d.New, d.Old // a deploy goes the other way
			r.Beside = append(r.Beside, d)
		}
	}
	r.Rest = append(r.Rest, hidden(steps)...)
	return r, nil
}

// search is the work on one spec.
type search struct {
	file    string
	compile Compile
	goal    resources
	first   set
	seen    map[string]set // by text: what is left; nil for what is not valid
}

// set is a set of differences, by resource and path.
type set map[string]Difference

func has(s set, key string) bool { _, ok := s[key]; return ok }

func sorted(s set) []string { return slices.Sorted(maps.Keys(s)) }

// trial is an edited text, and what is left to settle with it.
type trial struct {
	text []byte
	left set
}

// settle looks for the edit that settles one difference and makes no others: of
// the likeliest field, the edit that settles most. An edit may also move what
// follows from the field by default, such as the attributes that a client may
// write. Where those can be pinned by a field of their own, that is part of the
// edit; else a later deploy moves them, and they are told.
func (x *search) settle(text []byte, left set, key string, pin bool) ([]byte, set) {
	const most = 3 // edits with consequences that are followed up
	var best *trial
	var beside []trial
	s := x.compile(text)
	if s == nil {
		return nil, nil
	}
	rank := 0
	for _, c := range x.candidates(s, left[key]) {
		if best != nil && c.rank > rank {
			break
		}
		after := trial{}
		var err error
		if after.text, err = c.apply(x.file, text); err != nil {
			continue
		}
		after.left = x.left(after.text)
		if after.left == nil || has(after.left, key) {
			continue
		}
		switch {
		case !within(after.left, left):
			if len(beside) < most && c.rank < unlikely && !c.unset {
				beside = append(beside, after)
			}
		case best == nil || len(after.left) < len(best.left):
			best, rank = &after, c.rank
		}
	}
	if best != nil {
		return best.text, best.left
	}
	if !pin {
		return nil, nil
	}
	return x.follow(beside, left)
}

// follow takes up edits with consequences: the first whose consequences can be
// pinned, or the one that has fewest.
func (x *search) follow(beside []trial, left set) ([]byte, set) {
	var best trial
	for _, b := range beside {
		if pinned, after := x.pinned(b.text, left); pinned != nil {
			return pinned, after
		}
		if best.text == nil || len(b.left) < len(best.left) {
			best = b
		}
	}
	return best.text, best.left
}

// pinned settles what an edit has moved beside what it was made for.
func (x *search) pinned(text []byte, before set) ([]byte, set) {
	const most = 12
	left := x.left(text)
	for range most {
		at := slices.IndexFunc(sorted(left), func(key string) bool { return !has(before, key) })
		if at < 0 {
			return text, left
		}
		edited, after := x.settle(text, left, sorted(left)[at], false)
		if edited == nil {
			return nil, nil
		}
		text, left = edited, after
	}
	return nil, nil
}

// within reports whether all that is left was there before.
func within(after, before set) bool {
	for key := range after {
		if !has(before, key) {
			return false
		}
	}
	return true
}

// left is what is still to settle with a text; nil when it is not valid.
func (x *search) left(text []byte) set {
	known, ok := x.seen[string(text)]
	if !ok {
		if recorded := x.record(text); recorded != nil {
			known = differences(recorded, x.goal)
		}
		x.seen[string(text)] = known
	}
	return known
}

func (x *search) record(text []byte) resources {
	s := x.compile(text)
	if s == nil {
		return nil
	}
	recording, err := render.Record(s)
	if err != nil {
		return nil
	}
	return normalised(recording)
}
