package change

import (
	"fmt"
	"strings"
)

// Settings are what a stack is as a whole, beside its resources.
type Settings struct {
	Region, Account string // Account is "" where it is not said
	Ephemeral       bool
}

// JudgeSettings says what a change of a stack's settings means for what is
// there: a pool does not move to another region or account, and a stack that
// becomes ephemeral loses what protects it.
func JudgeSettings(before, after Settings, steps []Step) []Effect {
	effects := []Effect{}
	if after.Ephemeral && !before.Ephemeral {
		effects = append(effects, Effect{
			Class: LosesUsers, Change: Ephemeral, Resource: "lifecycle", Property: "ephemeral",
			Reason: "the stack becomes ephemeral: nothing protects its users any more, and it is destroyed without a question",
		})
	}
	from, to, moved := move(before, after)
	if !moved {
		return effects
	}
	for _, s := range steps {
		if (s.Type == userPoolType || s.Type == identityPoolType) && s.Op != OpCreate && s.Op != OpDelete {
			effects = append(effects, Effect{
				Class: LosesUsers, Change: Creates, Resource: s.Resource, ID: s.ID,
				Reason: fmt.Sprintf("the stack moves from %s to %s: a new, empty %s is made there, and the one with the users stays behind", from, to, poolWords[s.Type]),
			})
		}
	}
	sortEffects(effects)
	return effects
}

// Staying are the resources that a stack still has where it goes: all of them,
// unless it moves. To another region what IAM has comes along, which has no
// region; to another account nothing.
func Staying(resources []Resource, before, after Settings) []Resource {
	otherAccount := before.Account != "" && after.Account != "" && before.Account != after.Account
	if !otherAccount && before.Region == after.Region {
		return resources
	}
	var stay []Resource
	for _, r := range resources {
		if !otherAccount && strings.HasPrefix(r.Type, iamTypes) {
			stay = append(stay, r)
		}
	}
	return stay
}

// iamTypes begin the types of what is in an account, and in no region.
const iamTypes = "aws:iam/"

var poolWords = map[string]string{userPoolType: "user pool", identityPoolType: "identity pool"}

func move(before, after Settings) (from, to string, moved bool) {
	switch {
	case before.Account != "" && after.Account != "" && before.Account != after.Account:
		return "account " + before.Account, "account " + after.Account, true
	case before.Region != after.Region:
		return before.Region, after.Region, true
	}
	return "", "", false
}
