package review

import (
	"cmp"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// fitting are the texts of all stacks, in their order, that fit into so many
// bytes: of each the first form that fits, the stacks that matter most before
// the others. What does not fit in any form is "" and counted.
func (r Report) fitting(room int, forms ...func(Stack) string) (texts []string, left int) {
	texts = make([]string, len(r.Stacks))
	for _, i := range r.byWeight() {
		isLeft := false
		for _, form := range forms {
			text := form(r.Stacks[i])
			if isLeft = len(text) > room; !isLeft {
				texts[i] = text
				room -= len(text)
				break
			}
		}
		if isLeft {
			left++
		}
	}
	return texts, left
}

// byWeight are the places of the stacks, those that matter most first.
func (r Report) byWeight() []int {
	places := make([]int, len(r.Stacks))
	weights := make([]int, len(r.Stacks))
	for i, s := range r.Stacks {
		places[i], weights[i] = i, s.weight()
	}
	slices.SortStableFunc(places, func(a, b int) int { return cmp.Compare(weights[a], weights[b]) })
	return places
}

// weight is the lower the more a stack matters: what is stopped before what has
// failed, that before all that will happen.
func (s Stack) weight() int {
	switch s.Outcome() {
	case Failed:
		return len(change.Classes)
	case Unchanged:
		return 3 * len(change.Classes)
	case Stopped:
		return slices.Index(change.Classes, s.worst())
	}
	return len(change.Classes) + 1 + slices.Index(change.Classes, s.worst())
}
