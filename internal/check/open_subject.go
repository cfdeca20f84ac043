package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// What trust.github and trust.gitlab say in fields, trust.oidc can say as a
// subject written out. It means the same.

// ofPullRequest tells whether a trust lets the workflows of pull requests in.
func ofPullRequest(t spec.Trust) bool {
	if t.GitHub != nil {
		return t.GitHub.PullRequest
	}
	return t.OIDC != nil && t.Issuer() == spec.GitHubIssuer &&
		slices.ContainsFunc(t.OIDC.Subjects, func(subject string) bool { return strings.HasSuffix(subject, ":pull_request") })
}

// anyRefNodes are the places where a trust says that every ref is trusted.
func anyRefNodes(t spec.Trust) []*spec.Node {
	var all []*spec.Node
	for _, kind := range []string{"github", "gitlab"} {
		if n := t.Node.Get(kind).Get("anyRef"); n != nil {
			all = append(all, n)
		}
	}
	if t.OIDC == nil || t.Issuer() != spec.GitHubIssuer && t.Issuer() != spec.GitLabIssuer {
		return all
	}
	for _, item := range t.OIDC.Node.Get("subjects").Items() {
		open, pattern := strings.CutSuffix(item.Text, "*")
		problem, _ := loose(item.Text)
		whole := strings.HasPrefix(open, "repo:") || strings.HasPrefix(open, "project_path:")
		if pattern && whole && problem == "" && strings.Contains(open, "/") && !strings.Contains(open, ":ref") && !strings.Contains(open, ":environment:") {
			all = append(all, item)
		}
	}
	return all
}
