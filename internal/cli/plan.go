package cli

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/review"
)

// reviewed is a plan as it is shown.
func reviewed(plan *deploy.Plan) review.Stack {
	s := review.Stack{Name: plan.Stack, New: plan.New, Steps: plan.Steps, Notes: plan.Notes}
	entries := change.Entries(plan.Stopped, today())
	for _, e := range plan.Effects {
		at := slices.Index(plan.Stopped, e)
		stopped, entry := at >= 0, ""
		if stopped {
			entry = entries[at]
		}
		s.Effects = append(s.Effects, review.Effect{
			Effect:       e,
			Entry:        entry,
			Refused:      stopped || e.Class == change.Impossible,
			Acknowledged: plan.Guarded && e.Stopped() && !stopped,
		})
	}
	return s
}

// counted is such as "2 created, 1 updated".
func counted(result *deploy.Result, unchanged string) string {
	return review.Counted(result.Counts(), review.Done, unchanged)
}
