package spec

// Trusts are those of a workload: any of them lets it in. A spec writes one, or
// a list.
type Trusts []Trust

func (t *Trusts) decodeNode(n *Node) {
	if n.Kind == List {
		decode(n, (*[]Trust)(t))
		return
	}
	var one Trust
	decode(n, &one)
	*t = Trusts{one}
}

// Trust says who may take on a role; one of its fields is set.
type Trust struct {
	Node        *Node
	GitHub      *GitHubTrust      `yaml:"github"`
	GitLab      *GitLabTrust      `yaml:"gitlab"`
	EKS         *EKSTrust         `yaml:"eks"`
	PodIdentity *PodIdentityTrust `yaml:"podIdentity"`
	Service     string            `yaml:"service"`
	OIDC        *OIDCTrust        `yaml:"oidc"`
}

// STSAudience is the audience that AWS's own tools ask tokens for.
const STSAudience = "sts.amazonaws.com"

// Issuers that need not be written out.
const (
	GitHubIssuer = "https://token.actions.githubusercontent.com"
	GitLabIssuer = "https://gitlab.com"
)

// GitHubTrust is a workflow of GitHub Actions.
type GitHubTrust struct {
	Node         *Node
	Repository   string `yaml:"repository"`
	Branch       string `yaml:"branch"`
	Tag          string `yaml:"tag"`
	Environment  string `yaml:"environment"`
	PullRequest  bool   `yaml:"pullRequest"`
	AnyRef       bool   `yaml:"anyRef"`
	OwnerID      int64  `yaml:"ownerId"` // 0: not known
	RepositoryID int64  `yaml:"repositoryId"`
	Audience     string `yaml:"audience"`
}

func (t *GitHubTrust) defaults() { t.Audience = STSAudience }

// GitLabTrust is a job of GitLab CI.
type GitLabTrust struct {
	Node     *Node
	Project  string `yaml:"project"`
	Branch   string `yaml:"branch"`
	Tag      string `yaml:"tag"`
	AnyRef   bool   `yaml:"anyRef"`
	Audience string `yaml:"audience"`
	URL      string `yaml:"url"`
}

func (t *GitLabTrust) defaults() { t.URL = GitLabIssuer }

// EKSTrust is a service account of a cluster, by the cluster's issuer.
type EKSTrust struct {
	Node           *Node
	Issuer         string `yaml:"issuer"`
	Namespace      string `yaml:"namespace"`
	ServiceAccount string `yaml:"serviceAccount"`
}

// PodIdentityTrust is a service account of a cluster, by EKS Pod Identity.
type PodIdentityTrust struct {
	Node           *Node
	Cluster        string `yaml:"cluster"`
	Namespace      string `yaml:"namespace"`
	ServiceAccount string `yaml:"serviceAccount"`
}

// OIDCTrust is a job with a token of any issuer.
type OIDCTrust struct {
	Node      *Node
	Issuer    string   `yaml:"issuer"`
	Audiences []string `yaml:"audiences"`
	Subjects  []string `yaml:"subjects"`
}

// Kind is the entry that says of what kind the trust is.
func (t Trust) Kind() Entry {
	for entry := range t.Node.Entries() {
		return entry
	}
	return Entry{}
}

// Issuer is the issuer whose tokens are trusted; "" where none is involved.
func (t Trust) Issuer() string {
	switch {
	case t.GitHub != nil:
		return GitHubIssuer
	case t.GitLab != nil:
		return t.GitLab.URL
	case t.EKS != nil:
		return t.EKS.Issuer
	case t.OIDC != nil:
		return t.OIDC.Issuer
	}
	return ""
}
