package deploy

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws/arn"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// The types whose loss is that of users or identities.
const (
	userPoolType     = "aws:cognito/userPool:UserPool"
	identityPoolType = "aws:cognito/identityPool:IdentityPool"
)

// relocated is the effect of a stack that was deployed to another region or
// account than the one it would go to now: the engine cannot see that its pool
// is not there, and AWS would be given a new, empty one.
func relocated(state *snapshot, now identity) []change.Effect {
	var effects []change.Effect
	for _, typ := range []string{userPoolType, identityPoolType} {
		pool := state.find(typ)
		if pool == nil {
			continue
		}
		text, _ := pool.Outputs["arn"].(string)
		was, err := arn.Parse(text)
		if err != nil || was.Region == now.Region && was.AccountID == now.Account {
			continue
		}
		effects = append(effects, change.Effect{
			Class: change.LosesUsers, Change: change.Creates, Resource: pool.URN.Name(), ID: string(pool.ID), Property: "aws",
			Reason: fmt.Sprintf("%s %s is in %s of account %s, and the stack would go to %s of account %s: another one is made there, without what is in this one",
				pool.URN.Name(), pool.ID, was.Region, was.AccountID, now.Region, now.Account),
		})
	}
	return effects
}
