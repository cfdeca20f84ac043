package deploy

import (
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws/arn"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// The types whose loss is that of users or identities.
const (
	userPoolType     = "aws:cognito/userPool:UserPool"
	identityPoolType = "aws:cognito/identityPool:IdentityPool"
)

var poolTypes = []string{userPoolType, identityPoolType}

// moves reports whether the stack was deployed to another region or account
// than the one that it would go to now. What AWS has is then to be read where it
// would go: by the provider as the program makes it, not as the state has it.
func (s *snapshot) moves(to identity) bool { return change.Moves(s.home(to), to.settings()) }

func (who identity) settings() change.Settings {
	return change.Settings{Region: who.Region, Account: who.Account}
}

// home is where the stack was deployed to: as the provider's settings say, and
// the ARNs of what it has or uses; where they say nothing, where it goes now.
func (s *snapshot) home(now identity) change.Settings {
	home, known := now.settings(), false
	if s == nil {
		return home
	}
	for _, r := range s.Resources {
		if region, said := r.Inputs["region"].(string); said && string(r.Type) == settingsType {
			home.Region = region
		}
		for _, output := range []string{"arn", "user_pool_arn"} {
			text, _ := r.Outputs[output].(string)
			if is, err := arn.Parse(text); err == nil && is.AccountID != "" && !known {
				home.Account, known = is.AccountID, true
			}
		}
	}
	return home
}

// settingsType is the type of the AWS provider's settings.
const settingsType = providerPrefix + "aws"

// relocated is the effect of a stack that was deployed to another region or
// account than the one it would go to now, or whose pool AWS does not have any
// more: by another hand, or because the endpoint is another. The engine cannot
// tell, and AWS would be given a new, empty one. So it is with a client that is
// in the pool of another stack.
func relocated(state *snapshot, now identity, steps []change.Step) []change.Effect {
	var effects []change.Effect
	for _, typ := range poolTypes {
		pool := state.find(typ)
		if pool == nil {
			continue
		}
		made := func(s change.Step) bool { return s.Type == typ && s.Op == change.OpCreate }
		was, away := elsewhere(pool, now)
		var reason string
		switch {
		case away:
			reason = fmt.Sprintf("%s %s is in %s of account %s, and the stack would go to %s of account %s: another one is made there, without what is in this one",
				pool.URN.Name(), pool.ID, was.Region, was.AccountID, now.Region, now.Account)
		case slices.ContainsFunc(steps, made):
			reason = fmt.Sprintf("%s %s of this stack is not found in %s of account %s: it was deleted by another hand, or this is not where it is; another one is made, without what was in it",
				pool.URN.Name(), pool.ID, now.Region, now.Account)
		default:
			continue
		}
		effects = append(effects, change.Effect{
			Class: change.LosesUsers, Change: change.Creates, Resource: pool.URN.Name(), ID: string(pool.ID), Property: "aws", Reason: reason,
		})
	}
	return append(effects, change.Displaced(state.home(now), now.settings(), state.had(), steps, effects)...)
}

// atHome fails where a stack is in another account than that of the credentials.
// AWS finds nothing of it there, and the engine takes that for deleted.
func (o *operation) atHome(state *snapshot) error {
	home := state.home(o.who).Account
	if home == o.who.Account {
		return nil
	}
	return &Error{
		Stack:   o.stack.Name,
		Summary: fmt.Sprintf("the stack is in account %s, and the credentials are for account %s", home, o.who.Account),
		Remedy:  "Nothing was changed. With these AWS would find none of it, which looks like deleted: use credentials of account " + home + ".",
	}
}

// had are the resources of the state, by name and type.
func (s *snapshot) had() []change.Resource {
	var list []change.Resource
	for _, r := range s.ours() {
		if !r.Delete {
			list = append(list, change.Resource{Name: r.URN.Name(), Type: string(r.Type)})
		}
	}
	return list
}

// elsewhere tells where a pool is, and whether that is another region or account
// than a stack goes to.
func elsewhere(pool *apitype.ResourceV3, now identity) (was arn.ARN, away bool) {
	text, _ := pool.Outputs["arn"].(string)
	was, err := arn.Parse(text)
	return was, err == nil && (was.Region != now.Region || was.AccountID != now.Account)
}
