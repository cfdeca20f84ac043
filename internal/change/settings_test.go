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
