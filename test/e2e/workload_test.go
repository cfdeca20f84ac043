package e2e

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const workloadHead = `apiVersion: mlauth/v1
kind: AuthStack
metadata: {name: NAME, team: tests}
aws: {region: us-east-1, accountId: "123456789012"}
lifecycle: {ephemeral: true}
`

func workloadSpec(name, rest string) string {
	return strings.Replace(workloadHead, "NAME", name, 1) + rest
}

const trustGitHub = "{github: {repository: acme/fraud, branch: main, ownerId: 1, repositoryId: 2}}"

// Every optional field of a workload that is taken out again leaves no trace.
func TestWorkloadFieldsTakenOutAreResetOnAWS(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	look := func(text string) string {
		p.write("specs/w.yaml", workloadSpec("reset", text))
		p.deployTwice("specs/w.yaml")
		return string(describeAccess(t, p.account.Clients("us-east-1")).normal(t, p))
	}
	const base = "workloads:\n  job:\n    trust: " + trustGitHub + "\n    grants: [{s3.read: [acme]}]\n"
	before := look(base)
	full := look(base + `    statements: [{actions: ["s3:GetBucketLocation"], resources: ["arn:aws:s3:::acme"]}]
    managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    permissionsBoundary: arn:aws:iam::123456789012:policy/boundary
    sessionDuration: 4h
    path: /ml/
`)
	for _, set := range []string{"GetBucketLocation", "ReadOnlyAccess", "policy/boundary", "14400", "/ml/"} {
		if !strings.Contains(full, set) {
			t.Errorf("%s had no effect", set)
		}
	}
	if diff := cmp.Diff(before, look(base)); diff != "" {
		t.Errorf("something stayed (-before +after):\n%s", diff)
	}
	if nothing := look("workloads:\n  job:\n    trust: " + trustGitHub + "\n"); strings.Contains(nothing, "s3:GetObject") {
		t.Error("the grants stayed when all were taken out")
	}
}

// Two specs that need the same issuer both deploy: one owns the account's trust
// in it, the other refers to it. Destroying the other breaks nothing.
func TestTwoSpecsShareAnIssuer(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const owned = "iamOidcProviders: {github: {issuer: \"https://token.actions.githubusercontent.com\", audiences: [sts.amazonaws.com]}}\n"
	const job = "workloads: {job: {trust: " + trustGitHub + ", grants: [{s3.read: [acme]}]}}\n"
	p.write("specs/owner.yaml", workloadSpec("owner", owned+job))
	p.write("specs/other.yaml", workloadSpec("other", job))
	p.must(0, "deploy", "specs/")
	both := describeAccess(t, p.account.Clients("us-east-1"))
	if len(both.Roles) != 2 || len(both.OIDCProviders) != 1 {
		t.Fatalf("%d roles, %d issuers", len(both.Roles), len(both.OIDCProviders))
	}
	if diff := cmp.Diff(both.Roles["owner-job"].Trust, both.Roles["other-job"].Trust); diff != "" {
		t.Errorf("the two trust something different:\n%s", diff)
	}
	p.must(0, "destroy", "specs/other.yaml")
	left := describeAccess(t, p.account.Clients("us-east-1"))
	if diff := cmp.Diff(both.Roles["owner-job"], left.Roles["owner-job"]); diff != "" || len(left.OIDCProviders) != 1 {
		t.Errorf("the owner was touched: %d issuers\n%s", len(left.OIDCProviders), diff)
	}
	contains(t, p.must(0, "deploy", "specs/owner.yaml").out, ": no changes\n")

	p.write("specs/other.yaml", workloadSpec("other", owned+job))
	contains(t, p.must(1, "validate", "specs/").out, "MLA703", "specs/other.yaml:")
}
