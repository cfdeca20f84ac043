package accept

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// search is the work on one spec.
type search struct {
	file    string
	compile Compile
	goal    resources
	first   set               // what there was to settle
	seen    map[string]set    // by text: what is left; nil for what is not valid
	refused map[string]string // by difference: why the checks refuse what says it
}

// trial is an edited text, and what is left to settle with it.
type trial struct {
	text []byte
	left set
}

// settle looks for the edit that settles one difference and makes no others: of
// the likeliest field, the edit that settles most. An edit may also move what
// follows from the field by default, such as the attributes that a client may
// write. Where those can be pinned by a field of their own, that is part of the
// edit; else a later deploy moves them, and they are told. It returns nil for
// none.
func (x *search) settle(from *trial, key string, pin bool) *trial {
	s, _ := x.compile(from.text)
	if s == nil {
		return nil
	}
	const most = 400 // a person waits
	var c choice
	edits := x.candidates(s, from.left[key])
	for _, e := range edits[:min(len(edits), most)] {
		if c.best != nil && e.rank > c.rank {
			break
		}
		if after := x.try(from, e, key); after != nil {
			c.add(from, e, after)
		}
	}
	if c.best != nil || !pin {
		return c.best
	}
	return x.follow(c.beside, from)
}

// choice is the best of several edits.
type choice struct {
	best   *trial
	rank   int      // of the best
	beside []*trial // edits with consequences
}

func (c *choice) add(from *trial, e edit, after *trial) {
	const most = 3 // edits with consequences that are followed up
	switch {
	case !within(after.left, from.left):
		if len(c.beside) < most && e.rank < unlikely && !e.unset {
			c.beside = append(c.beside, after)
		}
	case c.best == nil || len(after.left) < len(c.best.left):
		c.best, c.rank = after, e.rank
	}
}

// try makes an edit; nil where it does not settle the difference.
func (x *search) try(from *trial, e edit, key string) *trial {
	text, err := e.apply(x.file, from.text)
	if err != nil {
		return nil
	}
	left := x.left(text)
	if left == nil {
		x.refuse(text, e, key)
		return nil
	}
	if has(left, key) {
		return nil
	}
	return &trial{text, left}
}

// refuse notes why an edit that would settle a difference may not be made.
func (x *search) refuse(text []byte, e edit, key string) {
	_, noted := x.refused[key]
	if property := x.first[key].Path != ""; noted || e.unset && property || e.rank >= unlikely {
		return
	}
	s, err := x.compile(text)
	if s == nil {
		return
	}
	if recorded := recordAnyway(s); recorded != nil && !has(differences(recorded, x.goal), key) {
		x.refused[key] = err.Error()
	}
}

// follow takes up edits with consequences: the first whose consequences can be
// pinned, or the one that has fewest.
func (x *search) follow(beside []*trial, from *trial) *trial {
	var best *trial
	for _, b := range beside {
		if pinned := x.pinned(b, from.left); pinned != nil {
			return pinned
		}
		if best == nil || len(b.left) < len(best.left) {
			best = b
		}
	}
	return best
}

// pinned settles what an edit has moved beside what it was made for.
func (x *search) pinned(now *trial, before set) *trial {
	const most = 12
	for range most {
		keys := sorted(now.left)
		at := slices.IndexFunc(keys, func(key string) bool { return !has(before, key) })
		if at < 0 {
			return now
		}
		if now = x.settle(now, keys[at], false); now == nil {
			return nil
		}
	}
	return nil
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

// record is what a text renders; nil when it is not valid.
func (x *search) record(text []byte) resources {
	s, err := x.compile(text)
	if s == nil || err != nil {
		return nil
	}
	recording, err := render.Record(s)
	if err != nil {
		return nil
	}
	return normalised(recording)
}

// recordAnyway records a spec that the checks refuse; nil where that cannot be
// done, for rendering relies on them.
func recordAnyway(s *spec.Spec) (all resources) {
	defer func() {
		if recover() != nil {
			all = nil
		}
	}()
	recording, err := render.Record(s)
	if err != nil {
		return nil
	}
	return normalised(recording)
}
