package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// leftover is a project with a stack whose pool was to be replaced, with an
// acknowledgement, by a run that died before it had deleted the old one. That
// is still there, with its user.
type leftover struct {
	*project
	pool, user                  string
	text, renamed, acknowledged string // the spec before, after, and after with the entry
}

const leftoverSpec = "specs/api.yaml"

func newLeftover(t *testing.T) *leftover {
	t.Helper()
	l := &leftover{project: newProject(t), text: repositorySpec(t, "model-api.yaml"), user: "ada@example.com"}
	l.write(leftoverSpec, l.text)
	l.must(0, "deploy", leftoverSpec)
	l.pool = l.poolIDs()[0]
	c := l.account.Clients("us-east-1").Cognito
	must(c.AdminCreateUser(context.Background(), &cognitoidentityprovider.AdminCreateUserInput{UserPoolId: &l.pool, Username: &l.user}))(t)

	l.renamed = strings.Replace(l.text, "userPool:\n", "userPool:\n  name: another\n", 1)
	l.acknowledged = acknowledging(l.renamed, "change: replace, resource: userPool, id: "+l.pool)
	l.write(leftoverSpec, l.acknowledged)
	run := l.holdAt("up", 2, "deploy", leftoverSpec) // the first took the deletion protection off
	protect(t, c, l.pool, types.DeletionProtectionTypeActive)
	if r := run.let(); r.code != 1 {
		t.Fatalf("the replacement did not die: exit code %d\n%s", r.code, r.all())
	}
	protect(t, c, l.pool, types.DeletionProtectionTypeInactive)
	l.isThere(t)
	return l
}

// isThere fails where the old pool or its user is gone, or the new pool.
func (l *leftover) isThere(t *testing.T) {
	t.Helper()
	if pools := l.poolIDs(); len(pools) != 2 || !slices.Contains(pools, l.pool) {
		t.Fatalf("the pools are %v, and %s was to be one of two", pools, l.pool)
	}
	user := &cognitoidentityprovider.AdminGetUserInput{UserPoolId: &l.pool, Username: &l.user}
	must(l.account.Clients("us-east-1").Cognito.AdminGetUser(context.Background(), user))(t)
}

// When the entry was taken back meanwhile, nothing deletes what a dead
// replacement left, neither a deploy, of the new spec or the old one, nor a
// destruction; with the entry it goes.
func TestWhatADeadReplacementLeftIsKept(t *testing.T) {
	t.Parallel()
	l := newLeftover(t)
	entry := fmt.Sprintf("{change: replace, resource: userPool, id: %q", l.pool)
	l.write(leftoverSpec, l.renamed)
	refused := l.must(4, "deploy", leftoverSpec, "--yes")
	contains(t, refused.err, entry, "what an interrupted replacement of userPool left ("+l.pool+") is deleted", "take it out of the state")
	contains(t, l.must(0, "preview", leftoverSpec).out, entry)
	contains(t, l.must(4, "destroy", leftoverSpec, "--yes").err, entry)
	l.write(leftoverSpec, l.text)
	contains(t, l.must(4, "deploy", leftoverSpec, "--yes").err, entry, "userPool is deleted and made anew")
	l.isThere(t)

	l.write(leftoverSpec, l.acknowledged)
	done := l.must(0, "deploy", leftoverSpec)
	if strings.Contains(done.err, "matches nothing") {
		t.Errorf("the entry is said to match nothing:\n%s", done.err)
	}
	if pools := l.poolIDs(); len(pools) != 1 || pools[0] == l.pool {
		t.Errorf("the pools are %v, and %s was to go", pools, l.pool)
	}
	l.must(0, "preview", "--expect-no-changes", leftoverSpec)
}

// The way that the refusal names to keep what was left is one: what is taken
// out of the state by its id stays, and the stack is whole without it.
func TestWhatADeadReplacementLeftCanStay(t *testing.T) {
	t.Parallel()
	l := newLeftover(t)
	l.write(leftoverSpec, l.renamed)
	left := regexp.MustCompile(`left \(([^)]+)\) is deleted`)
	r := l.run("deploy", leftoverSpec, "--yes")
	for rounds := 0; r.code == 4 && rounds < 3; rounds++ {
		for _, id := range left.FindAllStringSubmatch(r.err, -1) {
			l.takeOutOfState(t, id[1])
		}
		r = l.run("deploy", leftoverSpec, "--yes")
	}
	if r.code != 0 {
		t.Fatalf("exit code %d\n%s", r.code, r.all())
	}
	l.isThere(t)
	l.must(0, "preview", "--expect-no-changes", leftoverSpec)
}

// takeOutOfState does by the engine's own commands what the refusal says.
func (l *leftover) takeOutOfState(t *testing.T, id string) {
	t.Helper()
	stack := []string{"stack", "--stack", "organization/mlauth/model-api"}
	var state map[string]any
	if err := json.Unmarshal([]byte(l.engine(t, "", append(stack, "export")...)), &state); err != nil {
		t.Fatal(err)
	}
	deployment := state["deployment"].(map[string]any)
	all := deployment["resources"].([]any)
	deployment["resources"] = slices.DeleteFunc(slices.Clone(all), func(r any) bool { return r.(map[string]any)["id"] == id })
	if len(deployment["resources"].([]any)) == len(all) {
		t.Fatalf("the state has no %s", id)
	}
	text, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	l.engine(t, string(text), append(stack, "import")...)
}

// engine runs a command of the engine's own, and returns what it printed.
func (l *leftover) engine(t *testing.T, input string, args ...string) string {
	t.Helper()
	command := exec.Command("sh", append([]string{"-c", `exec pulumi "$@"`, "sh"}, args...)...) // by the PATH of its environment
	command.Dir, command.Env, command.Stdin = t.TempDir(), l.env, strings.NewReader(input)
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	if err := command.Run(); err != nil {
		t.Fatalf("pulumi %s: %v\n%s", strings.Join(args, " "), err, errs.String())
	}
	return out.String()
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
