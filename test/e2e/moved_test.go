package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// A move to another region that is acknowledged makes a new pool there, and
// leaves the old one with its users where it is. A pool that AWS lost is not
// made anew unasked.
func TestAnAcknowledgedMove(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const file = "specs/moving.yaml"
	const text = `apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: moving, team: tests}
aws: {region: us-east-1}
userPool: {signIn: {username: [email]}}
resourceServers:
  inference: {identifier: "https://inference.acme.ai", scopes: {predict: Call}}
groups:
  analysts: {description: May call models, precedence: 10}
`
	p.write(file, text)
	p.must(0, "deploy", file)
	ctx, old := context.Background(), p.poolIDs()[0]
	east, west := p.account.Clients("us-east-1").Cognito, p.account.Clients("eu-west-1").Cognito
	must(east.AdminCreateUser(ctx, &cognitoidentityprovider.AdminCreateUserInput{UserPoolId: &old, Username: ptr("ada@example.com")}))(t)

	moved := strings.Replace(text, "us-east-1", "eu-west-1", 1)
	p.write(file, moved)
	refused := p.must(4, "deploy", file)
	contains(t, refused.err, "another one is made there", fmt.Sprintf("- {change: create, resource: userPool, id: %q", old))
	if strings.Contains(refused.err, "lifecycle.adopt") {
		t.Errorf("what is in another region cannot be adopted:\n%s", refused.err)
	}
	p.write(file, acknowledging(moved, "change: create, resource: userPool, id: "+old))
	planned := plan(p.must(0, "preview", file).out)
	if len(planned) != 3 || planned["userPool"] != "creat" {
		t.Errorf("preview says %v", planned)
	}
	contains(t, p.must(0, "deploy", file).out, "moving: 3 created\n")
	again := p.must(0, "deploy", file)
	contains(t, again.out, "moving: no changes\n")
	contains(t, again.err, "matches nothing in this plan") // it is spent

	id := p.outputs(file)["user_pool_id"].(string)
	if id == old {
		t.Fatalf("the stack still has the pool %s", old)
	}
	pool := must(west.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &id}))(t).UserPool
	if pool.DeletionProtection != types.DeletionProtectionTypeActive {
		t.Error("the new pool is not protected")
	}
	must(east.AdminGetUser(ctx, &cognitoidentityprovider.AdminGetUserInput{UserPoolId: &old, Username: ptr("ada@example.com")}))(t)

	must(west.UpdateUserPool(ctx, &cognitoidentityprovider.UpdateUserPoolInput{UserPoolId: &id, DeletionProtection: types.DeletionProtectionTypeInactive}))(t)
	must(west.DeleteUserPool(ctx, &cognitoidentityprovider.DeleteUserPoolInput{UserPoolId: &id}))(t)
	contains(t, p.must(4, "deploy", "--yes", file).err, "is not found in eu-west-1", fmt.Sprintf("- {change: create, resource: userPool, id: %q", id))
}
