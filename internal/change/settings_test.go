package change

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJudgeSettings(t *testing.T) {
	pool := []Step{
		{Resource: "userPool", Type: userPoolType, Op: OpSame, ID: "us-east-1_A"},
		{Resource: "identityPool", Type: identityPoolType, Op: OpCreate},
		{Resource: "workloads.a", Type: roleType, Op: OpSame},
	}
	home := Settings{Region: "us-east-1", Account: "1"}
	for name, c := range map[string]struct {
		before, after Settings
		want          []string
	}{
		"nothing":         {home, home, []string{}},
		"another region":  {home, Settings{Region: "eu-west-1", Account: "1"}, []string{"losesUsers create userPool (us-east-1_A)"}},
		"another account": {home, Settings{Region: "us-east-1", Account: "2"}, []string{"losesUsers create userPool (us-east-1_A)"}},
		"account said":    {Settings{Region: "us-east-1"}, home, []string{}},
		"ephemeral":       {home, Settings{Region: "us-east-1", Account: "1", Ephemeral: true}, []string{"losesUsers ephemeral lifecycle ephemeral"}},
		"no longer":       {Settings{Region: "us-east-1", Ephemeral: true}, Settings{Region: "us-east-1"}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, summaries(JudgeSettings(c.before, c.after, pool))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What no pool of the stack's own takes along is made anew as well, and its
// callers are told.
func TestCallersOfAStackThatMoves(t *testing.T) {
	const parameterType = "aws:ssm/parameter:Parameter"
	had := []Resource{
		{Name: "userPool", Type: userPoolType}, {Name: "clients.a", Type: clientType}, {Name: "identityPool.roles.guest", Type: roleType},
		{Name: "iamOidcProviders.a", Type: oidcType}, {Name: "publish.a", Type: parameterType}, {Name: "workloads.job", Type: roleType},
	}
	steps := []Step{
		{Resource: "clients.a", Type: clientType, Op: OpCreate},
		{Resource: "clients.new", Type: clientType, Op: OpCreate},
		{Resource: "identityPool.roles.guest", Type: roleType, Op: OpCreate},
		{Resource: "iamOidcProviders.a", Type: oidcType, Op: OpAdopt},
		{Resource: "publish.a", Type: parameterType, Op: OpCreate},
		{Resource: "userPool", Type: userPoolType, Op: OpCreate},
		{Resource: "workloads.job", Type: roleType, Op: OpCreate},
	}
	lost := func(pool string) Effect { return Effect{Class: LosesUsers, Change: Creates, Resource: pool} }
	home := Settings{Region: "us-east-1", Account: "1"}
	for _, c := range []struct {
		to    Settings
		pools []Effect
		want  []string
	}{
		{home, nil, []string{}},
		{Settings{Region: "us-east-1"}, nil, []string{}},
		{Settings{Region: "eu-west-1", Account: "1"}, []Effect{lost("userPool"), lost("identityPool")}, []string{"breaksCallers replace workloads.job"}},
		{Settings{Region: "us-east-1", Account: "2"}, []Effect{lost("userPool"), lost("identityPool")}, []string{"breaksCallers replace workloads.job"}},
		{Settings{Region: "eu-west-1", Account: "1"}, []Effect{lost("identityPool")}, []string{"breaksCallers replace clients.a", "breaksCallers replace workloads.job"}},
	} {
		if diff := cmp.Diff(c.want, summaries(Displaced(home, c.to, had, steps, c.pools))); diff != "" {
			t.Errorf("%+v: %s", c.to, diff)
		}
	}
	gone := []Step{{Resource: "userPool", Type: userPoolType, Op: OpDelete}}
	if diff := cmp.Diff([]string{"losesUsers create userPool"}, summaries(JudgeSettings(home, Settings{Region: "eu-west-1"}, gone))); diff != "" {
		t.Errorf("to a used pool: %s", diff)
	}
}

func TestWhatComesAlong(t *testing.T) {
	all := []Resource{{Name: "userPool", Type: userPoolType}, {Name: "workloads.job", Type: roleType}}
	home := Settings{Region: "us-east-1", Account: "1"}
	for _, c := range []struct {
		to   Settings
		want []Resource
	}{
		{home, all},
		{Settings{Region: "us-east-1"}, all},
		{Settings{Region: "eu-west-1"}, all[1:]},
		{Settings{Region: "us-east-1", Account: "2"}, nil},
		{Settings{Region: "eu-west-1", Account: "2"}, nil},
	} {
		if diff := cmp.Diff(c.want, Staying(all, home, c.to)); diff != "" {
			t.Errorf("%+v: %s", c.to, diff)
		}
	}
}
