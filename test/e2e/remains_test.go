package e2e

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// A replacement that was acknowledged and that died before it had deleted the
// old pool leaves that, with its users. When the entry was taken back meanwhile
// nothing deletes it, neither a deploy, of the new spec or the old one, nor a
// destruction; with the entry it goes.
func TestWhatADeadReplacementLeftIsKept(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const spec = "specs/api.yaml"
	text := repositorySpec(t, "model-api.yaml")
	p.write(spec, text)
	p.must(0, "deploy", spec)
	old, c := p.poolIDs()[0], p.account.Clients("us-east-1").Cognito
	user := &cognitoidentityprovider.AdminCreateUserInput{UserPoolId: &old, Username: ptr("ada@example.com")}
	must(c.AdminCreateUser(context.Background(), user))(t)

	renamed := strings.Replace(text, "userPool:\n", "userPool:\n  name: another\n", 1)
	acknowledged := acknowledging(renamed, "change: replace, resource: userPool, id: "+old)
	p.write(spec, acknowledged)
	run := p.holdAt("up", 2, "deploy", spec) // the first took the deletion protection off
	protect(t, c, old, types.DeletionProtectionTypeActive)
	if r := run.let(); r.code != 1 {
		t.Fatalf("the replacement did not die: exit code %d\n%s", r.code, r.all())
	}
	protect(t, c, old, types.DeletionProtectionTypeInactive)
	if pools := p.poolIDs(); len(pools) != 2 || !slices.Contains(pools, old) {
		t.Fatalf("the pools are %v: there is nothing left to be cleared away", pools)
	}

	entry := fmt.Sprintf("{change: replace, resource: userPool, id: %q", old)
	p.write(spec, renamed)
	refused := p.must(4, "deploy", spec, "--yes")
	contains(t, refused.err, entry, "what an interrupted replacement of userPool left ("+old+") is deleted", "take it out of the state")
	contains(t, p.must(0, "preview", spec).out, entry)
	contains(t, p.must(4, "destroy", spec, "--yes").err, entry)
	p.write(spec, text)
	contains(t, p.must(4, "deploy", spec, "--yes").err, entry, "userPool is deleted and made anew")
	must(c.AdminGetUser(context.Background(), &cognitoidentityprovider.AdminGetUserInput{UserPoolId: &old, Username: user.Username}))(t)

	p.write(spec, acknowledged)
	done := p.must(0, "deploy", spec)
	if strings.Contains(done.err, "matches nothing") {
		t.Errorf("the entry is said to match nothing:\n%s", done.err)
	}
	if pools := p.poolIDs(); len(pools) != 1 || pools[0] == old {
		t.Errorf("the pools are %v, and %s was to go", pools, old)
	}
	p.must(0, "preview", "--expect-no-changes", spec)
}

// protect switches a pool's deletion protection, by hand.
func protect(t *testing.T, c *cognitoidentityprovider.Client, pool string, as types.DeletionProtectionType) {
	t.Helper()
	is := must(c.DescribeUserPool(context.Background(), &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &pool}))(t).UserPool
	must(c.UpdateUserPool(context.Background(), &cognitoidentityprovider.UpdateUserPoolInput{
		UserPoolId: &pool, DeletionProtection: as, Policies: is.Policies, LambdaConfig: is.LambdaConfig, UserPoolTags: is.UserPoolTags,
		AdminCreateUserConfig: is.AdminCreateUserConfig, AccountRecoverySetting: is.AccountRecoverySetting, MfaConfiguration: is.MfaConfiguration,
	}))(t)
}
