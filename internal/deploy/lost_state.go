package deploy

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentity"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"
	"golang.org/x/sync/errgroup"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// stackTag is the tag that says which stack a resource belongs to.
const stackTag = "mlauth:stack"

const (
	// searchTimeout bounds the search for pools of a stack.
	searchTimeout = time.Minute
	// searchAtOnce keeps below the rate that Cognito allows an account.
	searchAtOnce = 5
)

// unseen stands for the id of a pool in an acknowledgement where it could not be
// seen whether there is one.
const unseen = "unseen"

// strayed are the effects of pools that are about to be made although AWS holds
// one of this stack: its state was lost, or lies in another backend, and users
// would be split between two. Where it cannot be seen there may be one.
func (o *operation) strayed(ctx context.Context, steps []change.Step) (effects []change.Effect) {
	kinds := map[string]poolSearch{userPoolType: userPools, identityPoolType: identityPools}
	lost := func(s change.Step, id, reason string) {
		effects = append(effects, change.Effect{Class: change.LosesUsers, Change: change.Creates, Resource: s.Resource, ID: id, Reason: reason})
	}
	for _, s := range steps {
		search, isPool := kinds[s.Type]
		if !isPool || s.Op != change.OpCreate {
			continue
		}
		ids, err := o.poolsOf(ctx, search)
		if err != nil {
			lost(s, unseen, fmt.Sprintf("%s would be made, and it cannot be seen whether AWS holds one of this stack already, from a state that was lost (%s): allow the identity that deploys %s",
				s.Resource, o.scrub.text(firstLine(cause(err).Error(), "no answer")), looking[s.Type]))
		}
		for _, id := range ids {
			if slices.ContainsFunc(steps, func(s change.Step) bool { return s.ID == id }) {
				continue
			}
			lost(s, id, fmt.Sprintf("AWS holds %s %s of this stack (by its tag %s), which the stack's state does not know of, and another one would be made beside it",
				s.Resource, id, stackTag))
		}
	}
	return effects
}

// looking are the permissions that it takes to see the pools of a kind.
var looking = map[string]string{
	userPoolType:     "cognito-idp:ListUserPools and cognito-idp:DescribeUserPool",
	identityPoolType: "cognito-identity:ListIdentityPools and cognito-identity:DescribeIdentityPool",
}

// poolSearch lists the pools of one kind, and tells the tags of one.
type poolSearch func(conf aws.Config) (list func(context.Context) ([]string, error), tags func(context.Context, string) (map[string]string, error))

// poolsOf returns the ids of the pools that carry the stack's tag, sorted, as
// many as were found before an error.
func (o *operation) poolsOf(ctx context.Context, search poolSearch) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, searchTimeout)
	defer cancel()
	conf, err := awsConfig(ctx, o.stack.AWS)
	if err != nil {
		return nil, err
	}
	list, tags := search(conf)
	ids, err := list(ctx)
	if err != nil {
		return nil, err
	}
	var mu sync.Mutex
	var found []string
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(searchAtOnce)
	for _, id := range ids {
		group.Go(func() error {
			of, err := tags(ctx, id)
			var api smithy.APIError
			if errors.As(err, &api) && api.ErrorCode() == "ResourceNotFoundException" {
				return nil // it went in the meantime
			}
			if err != nil {
				return err
			}
			if of[stackTag] == o.stack.Name {
				mu.Lock()
				defer mu.Unlock()
				found = append(found, id)
			}
			return nil
		})
	}
	err = group.Wait()
	slices.SortFunc(found, strings.Compare)
	return found, err
}

func userPools(conf aws.Config) (func(context.Context) ([]string, error), func(context.Context, string) (map[string]string, error)) {
	client := cognitoidentityprovider.NewFromConfig(conf)
	list := func(ctx context.Context) (ids []string, err error) {
		pages := cognitoidentityprovider.NewListUserPoolsPaginator(client, &cognitoidentityprovider.ListUserPoolsInput{MaxResults: aws.Int32(60)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return nil, err
			}
			for _, pool := range page.UserPools {
				ids = append(ids, aws.ToString(pool.Id))
			}
		}
		return ids, nil
	}
	return list, func(ctx context.Context, id string) (map[string]string, error) {
		answer, err := client.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &id})
		if err != nil {
			return nil, err
		}
		return answer.UserPool.UserPoolTags, nil
	}
}

func identityPools(conf aws.Config) (func(context.Context) ([]string, error), func(context.Context, string) (map[string]string, error)) {
	client := cognitoidentity.NewFromConfig(conf)
	list := func(ctx context.Context) (ids []string, err error) {
		pages := cognitoidentity.NewListIdentityPoolsPaginator(client, &cognitoidentity.ListIdentityPoolsInput{MaxResults: aws.Int32(60)})
		for pages.HasMorePages() {
			page, err := pages.NextPage(ctx)
			if err != nil {
				return nil, err
			}
			for _, pool := range page.IdentityPools {
				ids = append(ids, aws.ToString(pool.IdentityPoolId))
			}
		}
		return ids, nil
	}
	return list, func(ctx context.Context, id string) (map[string]string, error) {
		answer, err := client.DescribeIdentityPool(ctx, &cognitoidentity.DescribeIdentityPoolInput{IdentityPoolId: &id})
		if err != nil {
			return nil, err
		}
		return answer.IdentityPoolTags, nil
	}
}
