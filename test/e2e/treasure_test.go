package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentity"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// treasure is what may not be lost.
type treasure struct {
	pool, identityPool string
	clients            []string
	users              []string
}

func treasureOf(t *testing.T, p *project) treasure {
	t.Helper()
	outputs := p.outputs("specs/precious.yaml")
	kept := treasure{
		pool: outputs["user_pool_id"].(string), identityPool: outputs["identity_pool_id"].(string),
		users: []string{"ada@example.com", "grace@example.com"},
	}
	for _, id := range outputs["clients"].(map[string]any) {
		kept.clients = append(kept.clients, id.(string))
	}
	for _, user := range kept.users {
		must(p.account.Clients("us-east-1").Cognito.AdminCreateUser(context.Background(),
			&cognitoidentityprovider.AdminCreateUserInput{UserPoolId: &kept.pool, Username: ptr(user)}))(t)
	}
	return kept
}

// mustBeThere looks for everything in AWS.
func (k treasure) mustBeThere(t *testing.T, p *project, a *accident) {
	t.Helper()
	ctx, c := context.Background(), p.account.Clients("us-east-1")
	lost := func(what string, err error) {
		if err != nil {
			t.Errorf("%s is lost: %v\nafter:\n  %s", what, err, strings.Join(a.log, "\n  "))
		}
	}
	_, err := c.Cognito.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &k.pool})
	lost("the user pool", err)
	for _, id := range k.clients {
		_, err = c.Cognito.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &k.pool, ClientId: &id})
		lost("a client", err)
	}
	for _, user := range k.users {
		_, err = c.Cognito.AdminGetUser(ctx, &cognitoidentityprovider.AdminGetUserInput{UserPoolId: &k.pool, Username: &user})
		lost("the user "+user, err)
	}
	_, err = c.Identity.DescribeIdentityPool(ctx, &cognitoidentity.DescribeIdentityPoolInput{IdentityPoolId: &k.identityPool})
	lost("the identity pool", err)
}
