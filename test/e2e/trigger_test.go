package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/lambda/types"
	"github.com/google/go-cmp/cmp"
)

// Triggers name a function, a version or an alias of it, and each may be called
// by the pool as it is named. Another alias takes the permission along.
func TestTriggersOfOneFunctionByAlias(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const spec, function = "specs/triggers.yaml", "arn:aws:lambda:us-east-1:123456789012:function:login"
	write := func(alias string) {
		p.write(spec, fmt.Sprintf(`apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: triggers, team: tests}
aws: {region: us-east-1, accountId: "123456789012"}
userPool:
  triggers: {defineAuthChallenge: "%[1]s", createAuthChallenge: "%[1]s:%[2]s", verifyAuthChallengeResponse: "%[1]s:7", postConfirmation: "%[1]s:%[2]s"}
lifecycle: {ephemeral: true}
`, function, alias))
		p.deployTwice(spec)
	}
	names := func(qualifier string) []string {
		return permitted(t, p, strings.ReplaceAll(function, "123456789012", p.account.ID), qualifier)
	}
	write("live")
	for qualifier, want := range map[string][]string{"": {"defineAuthChallenge"}, "live": {"createAuthChallenge", "postConfirmation"}, "7": {"verifyAuthChallengeResponse"}} {
		if diff := cmp.Diff(want, names(qualifier)); diff != "" {
			t.Errorf("permissions of %q (-want +got):\n%s", qualifier, diff)
		}
	}
	write("next")
	if len(names("live")) != 0 || len(names("next")) != 2 {
		t.Errorf("after the alias changed: live %v, next %v", names("live"), names("next"))
	}
	p.must(0, "destroy", spec)
	for _, qualifier := range []string{"", "next", "7"} {
		if left := names(qualifier); len(left) > 0 {
			t.Errorf("left behind on %q: %v", qualifier, left)
		}
	}
}

// permitted are the triggers for which the stack's pool may call a function
// under a qualifier, sorted.
func permitted(t *testing.T, p *project, function, qualifier string) []string {
	t.Helper()
	in := &lambda.GetPolicyInput{FunctionName: &function}
	if qualifier != "" {
		in.Qualifier = &qualifier
	}
	out, err := p.account.Clients("us-east-1").Lambda.GetPolicy(context.Background(), in)
	if none := new(types.ResourceNotFoundException); errors.As(err, &none) {
		return nil
	}
	var policy struct {
		Statement []struct{ Sid, Resource string }
	}
	if err := json.Unmarshal([]byte(*must(out, err)(t).Policy), &policy); err != nil {
		t.Fatal(err)
	}
	var triggers []string
	for _, s := range policy.Statement {
		if want := strings.TrimSuffix(function+":"+qualifier, ":"); s.Resource != want {
			t.Errorf("%s is about %s, not about %s", s.Sid, s.Resource, want)
		}
		triggers = append(triggers, strings.TrimPrefix(s.Sid, "triggers-"))
	}
	slices.Sort(triggers)
	return triggers
}
