package e2e

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// acknowledging is a spec with entries of lifecycle.acknowledge, as a refusal
// names them but for the reason.
func acknowledging(text string, entries ...string) string {
	until := time.Now().UTC().AddDate(0, 0, 14).Format(time.DateOnly)
	text += "\nlifecycle:\n  acknowledge:\n"
	for _, entry := range entries {
		text += fmt.Sprintf("    - {%s, until: %q, reason: as the test wants it}\n", entry, until)
	}
	return text
}

// poolIDs are the user pools of the project's account.
func (p *project) poolIDs() []string {
	p.t.Helper()
	list, err := p.account.Clients("us-east-1").Cognito.ListUserPools(context.Background(), &cognitoidentityprovider.ListUserPoolsInput{MaxResults: aws.Int32(60)})
	if err != nil {
		p.t.Fatal(err)
	}
	var ids []string
	for _, pool := range list.UserPools {
		ids = append(ids, aws.ToString(pool.Id))
	}
	return ids
}

// A pool that is replaced takes everything in it along: one entry, one deploy.
func TestAnAcknowledgedPoolIsReplacedAndThenDestroyed(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	text := repositorySpec(t, "model-api.yaml")
	p.write("specs/api.yaml", text)
	p.must(0, "deploy", "specs/api.yaml")
	old := p.poolIDs()[0]

	renamed := strings.Replace(text, "userPool:\n", "userPool:\n  name: another\n", 1)
	p.write("specs/api.yaml", renamed)
	refused := p.must(4, "deploy", "specs/api.yaml", "--yes")
	contains(t, refused.err, fmt.Sprintf("{change: replace, resource: userPool, id: %q", old), "it goes with userPool", "Nothing was changed.")

	p.write("specs/api.yaml", acknowledging(renamed, `change: replace, resource: userPool, id: us-east-1_another`))
	other := p.must(4, "deploy", "specs/api.yaml")
	contains(t, other.err, "matches nothing in this plan")

	p.write("specs/api.yaml", acknowledging(renamed, "change: replace, resource: userPool, id: "+old))
	done := p.must(0, "deploy", "specs/api.yaml")
	contains(t, done.out, "model-api: 7 replaced\n")
	pools := p.poolIDs()
	if len(pools) != 1 || pools[0] == old {
		t.Fatalf("the pools are %v, and %s was to be replaced", pools, old)
	}
	look := string(describe(t, p.account.Clients("us-east-1"), pools[0]).normal(t, p, pools[0]))
	contains(t, look, `"DeletionProtection": "ACTIVE"`, "release-bot", "inference")
	again := p.must(0, "deploy", "specs/api.yaml")
	contains(t, again.out, "model-api: no changes\n")
	contains(t, again.err, "matches nothing in this plan")

	contains(t, p.must(4, "destroy", "specs/api.yaml", "--yes").err, fmt.Sprintf("{change: delete, resource: userPool, id: %q", pools[0]))
	p.write("specs/api.yaml", acknowledging(renamed, "change: delete, resource: userPool, id: "+pools[0]))
	contains(t, p.must(0, "destroy", "specs/api.yaml").out, "model-api: 7 deleted\n")
	if left := p.poolIDs(); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	contains(t, p.must(0, "destroy", "specs/api.yaml").out, "nothing to delete")
}
