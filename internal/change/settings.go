package change

import (
	"fmt"
	"slices"
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
		if (s.Type == userPoolType || s.Type == identityPoolType) && s.Op != OpCreate {
			effects = append(effects, Effect{
				Class: LosesUsers, Change: Creates, Resource: s.Resource, ID: s.ID,
				Reason: fmt.Sprintf("the stack moves from %s to %s: %s, and the one with the users stays behind", from, to, instead(s)),
			})
		}
	}
	sortEffects(effects)
	return effects
}

// instead is what a stack has in the place of a pool that it leaves.
func instead(pool Step) string {
	if pool.Op == OpDelete {
		return "it has no " + poolWords[pool.Type] + " of its own there"
	}
	return "a new, empty " + poolWords[pool.Type] + " is made there"
}

// Displaced is what it means for callers that a stack which moves makes again,
// where it goes, what it had: the old one stays behind, in no state. What is in a
// pool that is lost by the move goes with that.
func Displaced(before, after Settings, had []Resource, steps []Step, pools []Effect) []Effect {
	from, to, moved := move(before, after)
	if !moved {
		return nil
	}
	var effects []Effect
	for _, s := range steps {
		again := func(r Resource) bool { return s.Op == OpCreate && s.Resource == r.Name && s.Type == r.Type }
		goes := func(pool Effect) bool { return pool.Resource == poolOf(s) }
		if felt[s.Type] == "" || isPool(s.Resource) || !slices.ContainsFunc(had, again) || slices.ContainsFunc(pools, goes) {
			continue
		}
		effects = append(effects, Effect{
			Class: BreaksCallers, Change: Replaces, Resource: s.Resource,
			Reason: fmt.Sprintf("the stack moves from %s to %s: another %s is made there, and whoever goes by the id, secret or address of the old one does not reach it", from, to, s.Resource),
		})
	}
	return effects
}

// Staying are the resources that a stack still has where it goes: all of them,
// unless it moves. To another region what IAM has comes along, which has no
// region; to another account nothing.
func Staying(resources []Resource, before, after Settings) []Resource {
	if !Moves(before, after) {
		return resources
	}
	var stay []Resource
	for _, r := range resources {
		if !otherAccount(before, after) && strings.HasPrefix(r.Type, iamTypes) {
			stay = append(stay, r)
		}
	}
	return stay
}

// iamTypes begin the types of what is in an account, and in no region.
const iamTypes = "aws:iam/"

var poolWords = map[string]string{userPoolType: "user pool", identityPoolType: "identity pool"}

// Moves reports whether a stack goes to another region or account.
func Moves(before, after Settings) bool {
	_, _, moved := move(before, after)
	return moved
}

func move(before, after Settings) (from, to string, moved bool) {
	switch {
	case otherAccount(before, after):
		return "account " + before.Account, "account " + after.Account, true
	case before.Region != after.Region:
		return before.Region, after.Region, true
	}
	return "", "", false
}

func otherAccount(before, after Settings) bool {
	return before.Account != "" && after.Account != "" && before.Account != after.Account
}
