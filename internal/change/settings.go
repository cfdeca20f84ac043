package change

import "fmt"

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
