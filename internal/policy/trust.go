package policy

import (
	"strconv"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

const (
	assumeRole            = "sts:AssumeRole"
	assumeWithWebIdentity = "sts:AssumeRoleWithWebIdentity"
	tagSession            = "sts:TagSession"
)

// Trust compiles who may take on a workload's role.
func Trust(trusts []spec.Trust, at Place) Document { return merge(allTrusted(trusts, at)) }

// TrustFits reports whether a role can hold it. Merging only makes it shorter.
func TrustFits(trusts []spec.Trust, at Place) bool {
	written := Document(allTrusted(trusts, at))
	return written.bound() <= MaxTrust || merge(written).Within(MaxTrust)
}

func allTrusted(trusts []spec.Trust, at Place) []Statement {
	var statements []Statement
	for _, t := range trusts {
		statements = append(statements, trusted(t, at)...)
	}
	return statements
}

func trusted(t spec.Trust, at Place) []Statement {
	switch {
	case t.PodIdentity != nil:
		return podIdentity(*t.PodIdentity, at)
	case t.Service != "":
		return service(servicePrincipal(t.Service), at)
	}
	audiences, subjects := tokens(t)
	return webIdentity(t.Issuer(), audiences, subjects, at)
}

// tokens are those that a trust in an issuer lets in: none for any other trust.
func tokens(t spec.Trust) (audiences, subjects []string) {
	switch {
	case t.GitHub != nil:
		return []string{t.GitHub.Audience}, []string{GitHubSubject(*t.GitHub)}
	case t.GitLab != nil:
		return []string{t.GitLab.Audience}, []string{gitLabSubject(*t.GitLab)}
	case t.EKS != nil:
		return []string{spec.STSAudience}, []string{"system:serviceaccount:" + t.EKS.Namespace + ":" + t.EKS.ServiceAccount}
	case t.OIDC != nil:
		return t.OIDC.Audiences, t.OIDC.Subjects
	}
	return nil, nil
}

// webIdentity pins audience and subjects. Subjects with a free part have a
// statement of their own: in one, StringEquals and StringLike would have to
// match together.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
func webIdentity(issuer string, audiences, subjects []string, at Place) []Statement {
	host := spec.IssuerKey(issuer)
	var statements []Statement
	for _, subject := range subjects {
		conditions := when("StringEquals", host+":aud", audiences...)
		if strings.Contains(subject, "*") {
			conditions["StringLike"] = map[string][]string{host + ":sub": {subject}}
		} else {
			conditions["StringEquals"][host+":sub"] = []string{subject}
		}
		statements = append(statements, Statement{
			Effect: "Allow", Principal: map[string]string{"Federated": at.ProviderARN(issuer)},
			Actions: []string{assumeWithWebIdentity}, Conditions: conditions,
		})
	}
	return statements
}

// GitHubSubject is the subject of a workflow's token. With both ids it is the
// immutable form, which a repository has that was made or renamed after 15 July
// 2026 and that never passes to another.
// https://docs.github.com/en/actions/reference/security/oidc
func GitHubSubject(t spec.GitHubTrust) string {
	owner, repository, _ := strings.Cut(t.Repository, "/")
	if t.OwnerID != 0 && t.RepositoryID != 0 {
		owner += "@" + strconv.FormatInt(t.OwnerID, 10)
		repository += "@" + strconv.FormatInt(t.RepositoryID, 10)
	}
	subject := "repo:" + owner + "/" + repository + ":"
	switch {
	case t.Branch != "":
		return subject + "ref:refs/heads/" + t.Branch
	case t.Tag != "":
		return subject + "ref:refs/tags/" + t.Tag
	case t.Environment != "":
		// GitHub writes the colons of a name this way, so that it adds no part.
		return subject + "environment:" + strings.ReplaceAll(t.Environment, ":", "%3A")
	case t.PullRequest:
		return subject + "pull_request"
	}
	return subject + "*"
}

// gitLabSubject is the subject of a job's token.
// https://docs.gitlab.com/ci/secrets/id_token_authentication/
func gitLabSubject(t spec.GitLabTrust) string {
	subject := "project_path:" + t.Project + ":"
	switch {
	case t.Branch != "":
		return subject + "ref_type:branch:ref:" + t.Branch
	case t.Tag != "":
		return subject + "ref_type:tag:ref:" + t.Tag
	}
	return subject + "*"
}

// podIdentity pins cluster, namespace and service account by the session tags
// that EKS sends: anybody who may make an association could otherwise give the
// role to another pod.
// https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
func podIdentity(t spec.PodIdentityTrust, at Place) []Statement {
	return []Statement{{
		Effect: "Allow", Principal: map[string]string{"Service": "pods.eks.amazonaws.com"},
		Actions: []string{assumeRole, tagSession},
		Conditions: Conditions{"StringEquals": {
			"aws:RequestTag/eks-cluster-arn":            {at.arn("eks", "cluster/"+t.Cluster)},
			"aws:RequestTag/kubernetes-namespace":       {t.Namespace},
			"aws:RequestTag/kubernetes-service-account": {t.ServiceAccount},
		}},
	}}
}

// servicePrincipal completes a short name. Service principals end alike in most
// partitions, and where not the whole one is written.
func servicePrincipal(name string) string {
	if strings.Contains(name, ".") {
		return name
	}
	return name + ".amazonaws.com"
}

// service pins the account on whose behalf a service acts (the confused deputy).
// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
func service(principal string, at Place) []Statement {
	return []Statement{{
		Effect: "Allow", Principal: map[string]string{"Service": principal}, Actions: []string{assumeRole},
		Conditions: when("StringEquals", "aws:SourceAccount", at.Account),
	}}
}

// IdentityTrust lets an identity pool, and no other, hand out a role to its
// users or its guests. With session tags it may tag, too.
// https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
func IdentityTrust(pool string, guests, tags bool, at Place) Document {
	principal := identityPrincipal(at.Region)
	kind := "authenticated"
	if guests {
		kind = "unauthenticated"
	}
	statement := Statement{
		Effect: "Allow", Principal: map[string]string{"Federated": principal}, Actions: []string{assumeWithWebIdentity},
		Conditions: Conditions{
			"StringEquals":           {principal + ":aud": {pool}},
			"ForAnyValue:StringLike": {principal + ":amr": {kind}},
		},
	}
	if tags && !guests {
		statement.Actions = append(statement.Actions, tagSession)
	}
	return Document{statement.normal()}
}

// identityPrincipal is the issuer of an identity pool's tokens.
// https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html
func identityPrincipal(region string) string {
	switch region {
	case "us-gov-west-1":
		return "cognito-identity-us-gov.amazonaws.com"
	case "us-gov-east-1":
		return "cognito-identity.us-gov-east-1.amazonaws.com"
	}
	if spec.Partition(region) == "aws-cn" {
		return "cognito-identity." + region + ".amazonaws.com.cn"
	}
	return "cognito-identity.amazonaws.com"
}
