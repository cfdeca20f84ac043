package e2e

import (
	"context"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentity"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// treasure is what may not be lost.
type treasure struct {
	pool, identityPool string
	clients            map[string]credential // by name
	users              map[string]string     // by name: what AWS calls each for good
}

// credential is what whoever is a client has of it. The secret is compared, and
// never printed.
type credential struct{ id, secret string }

func treasureOf(t *testing.T, p *project) treasure {
	t.Helper()
	outputs := p.outputs("specs/precious.yaml")
	kept := treasure{
		pool: outputs["user_pool_id"].(string), identityPool: outputs["identity_pool_id"].(string),
		clients: map[string]credential{}, users: map[string]string{},
	}
	secrets := outputs["client_secrets"].(map[string]any)
	for name, id := range outputs["clients"].(map[string]any) {
		kept.clients[name] = credential{id.(string), secrets[name].(string)}
	}
	for _, user := range []string{"ada@example.com", "grace@example.com"} {
		made := must(p.account.Clients("us-east-1").Cognito.AdminCreateUser(context.Background(),
			&cognitoidentityprovider.AdminCreateUserInput{UserPoolId: &kept.pool, Username: ptr(user)}))(t)
		if kept.users[user] = subject(made.User.Attributes); kept.users[user] == "" {
			t.Fatal("a user has no subject: another of the name would not be noticed")
		}
	}
	return kept
}

// subject is the id of a user that never changes.
func subject(attributes []types.AttributeType) string {
	for _, a := range attributes {
		if aws.ToString(a.Name) == "sub" {
			return aws.ToString(a.Value)
		}
	}
	return ""
}

// mustBeThere looks for everything in AWS.
func (k treasure) mustBeThere(t *testing.T, p *project, a *accident) {
	t.Helper()
	ctx, c := context.Background(), p.account.Clients("us-east-1")
	lost := func(what string, err error) bool {
		if err != nil {
			t.Errorf("%s is lost: %v\nafter:\n  %s", what, err, strings.Join(a.log, "\n  "))
		}
		return err != nil
	}
	_, err := c.Cognito.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &k.pool})
	lost("the user pool", err)
	for name, client := range k.clients {
		is, err := c.Cognito.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &k.pool, ClientId: &client.id})
		if !lost("the client "+name, err) && aws.ToString(is.UserPoolClient.ClientSecret) != client.secret {
			t.Errorf("the client %s has another secret, after:\n  %s", name, strings.Join(a.log, "\n  "))
		}
	}
	for user, sub := range k.users {
		is, err := c.Cognito.AdminGetUser(ctx, &cognitoidentityprovider.AdminGetUserInput{UserPoolId: &k.pool, Username: &user})
		if !lost("the user "+user, err) && subject(is.UserAttributes) != sub {
			t.Errorf("another user is called %s, after:\n  %s", user, strings.Join(a.log, "\n  "))
		}
	}
	_, err = c.Identity.DescribeIdentityPool(ctx, &cognitoidentity.DescribeIdentityPoolInput{IdentityPoolId: &k.identityPool})
	lost("the identity pool", err)
}
