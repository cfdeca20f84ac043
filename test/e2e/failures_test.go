package e2e

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/mlauth/mlauth-compile/test/stack"
)

// patience is far more than a failure should take, and far less than the
// minutes of a client that tries again and again.
const patience = 30 * time.Second

func TestFailuresAreClearAndChangeNothing(t *testing.T) {
	t.Parallel()
	spec := repositorySpec(t, "ml-user-pool.yaml") + ephemeral
	for name, c := range map[string]struct {
		spec string
		env  []string
		code int
		says []string
	}{
		"missing secret": {env: []string{"OIDC_CLIENT_SECRET="}, code: 1,
			says: []string{"environment variable OIDC_CLIENT_SECRET is not set", "specs/s.yaml:15:19", "Nothing was changed"}},
		"another account": {spec: strings.Replace(spec, "{region: us-east-1}", `{region: us-east-1, accountId: "999999999999"}`, 1), code: 1,
			says: []string{"999999999999"}},
		"unreachable endpoint": {env: []string{"AWS_ENDPOINT_URL=http://127.0.0.1:9"}, code: 1,
			says: []string{"http://127.0.0.1:9"}},
		"bad credentials": {env: []string{"AWS_ACCESS_KEY_ID=" + stack.BadAccessKey}, code: 1,
			says: []string{"credentials"}},
		"no credentials": {env: []string{"AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY="}, code: 1,
			says: []string{"credentials", "AWS_PROFILE"}},
		"no engine": {env: []string{"PATH=/usr/bin:/bin", "MLAUTH_OFFLINE=1"}, code: 2,
			says: []string{"engine", "pulumi"}},
		"not valid": {spec: strings.Replace(spec, "issuer:", "isuer:", 1), code: 1,
			says: []string{"specs/s.yaml:13:5", "isuer", "issuer"}},
	} {
		t.Run(strings.ReplaceAll(name, " ", "-"), func(t *testing.T) {
			p := newProject(t)
			text := c.spec
			if text == "" {
				text = spec
			}
			p.write("specs/s.yaml", text)
			p.env = append(p.env, c.env...)
			p.env = withoutEmpty(p.env)
			started := time.Now()
			r := p.must(c.code, "deploy", "specs/s.yaml")
			if took := time.Since(started); took > patience {
				t.Errorf("it took %s to say so", took)
			}
			contains(t, r.all(), c.says...)
			if strings.Contains(r.all(), "goroutine ") || strings.Contains(r.all(), "panic") {
				t.Errorf("a stack trace:\n%s", r.all())
			}
			list := must(p.account.Clients("us-east-1").Cognito.ListUserPools(context.Background(), &cognitoidentityprovider.ListUserPoolsInput{MaxResults: aws.Int32(60)}))(t)
			if len(list.UserPools) > 0 {
				t.Error("a pool was created all the same")
			}
		})
	}
}

// withoutEmpty drops NAME= entries together with earlier ones of the name: an
// empty value is not the same as none.
func withoutEmpty(env []string) []string {
	last := map[string]string{}
	var order []string
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		if _, seen := last[name]; !seen {
			order = append(order, name)
		}
		last[name] = value
	}
	var out []string
	for _, name := range order {
		if last[name] != "" {
			out = append(out, name+"="+last[name])
		}
	}
	return out
}

// One spec that cannot be deployed hides nothing of the others, before it or
// after it.
func TestSeveralSpecsInOneRun(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	good := repositorySpec(t, "ml-user-pool.yaml") + ephemeral
	p.write("specs/a.yaml", strings.Replace(good, "name: ml-user-pool", "name: first", 1))
	p.write("specs/b.yaml", strings.Replace(strings.Replace(good, "name: ml-user-pool", "name: second", 1), "OIDC_CLIENT_SECRET", "NOT_SET", 1))
	p.write("specs/c.yaml", strings.Replace(strings.Replace(good, "name: ml-user-pool", "name: third", 1), "scopes: [openid", "scops: [openid", 1))
	p.write("specs/d.yaml", strings.Replace(good, "name: ml-user-pool", "name: fourth", 1))

	r := p.must(1, "deploy", "specs/")
	contains(t, r.out, "first: 2 created\n", "fourth: 2 created\n")
	contains(t, r.err, "NOT_SET is not set", "scops", "second  failed", "third   not valid, left out", "fourth  2 created")

	r = p.must(0, "deploy", "specs/d.yaml", "specs/a.yaml")
	contains(t, r.out, "first: no changes\nfourth: no changes\n")
}
