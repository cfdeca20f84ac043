package spec

// IdentityPool is a Cognito identity pool, which exchanges a login for AWS
// credentials.
type IdentityPool struct {
	Node                 *Node
	Name                 string                        `yaml:"name"`
	Clients              map[string]IdentityPoolClient `yaml:"clients"`
	AllowGuests          bool                          `yaml:"allowGuests"`
	ServerSideTokenCheck bool                          `yaml:"serverSideTokenCheck"`
	ClassicFlow          bool                          `yaml:"classicFlow"`
	OIDCProviders        []string                      `yaml:"oidcProviders"` // names of iamOidcProviders, or ARNs
	SAMLProviders        []string                      `yaml:"samlProviders"` // ARNs
	Roles                map[string]Permissions        `yaml:"roles"`
	PrincipalTags        map[string]string             `yaml:"principalTags"` // session tag: claim
}

// Roles of every identity pool; others are given by rules and groups.
const (
	AuthenticatedRole = "authenticated"
	GuestRole         = "guest"
)

// Where a user's role comes from.
const (
	RoleFromDefault = "default"
	RoleFromGroups  = "groups"
	RoleFromRules   = "rules"
)

// OtherwiseDeny gives nothing to a user whom no group or rule gives a role.
const OtherwiseDeny = "deny"

// IdentityPoolClient says how the role of a client's user is found.
type IdentityPoolClient struct {
	Node      *Node
	RoleFrom  string     `yaml:"roleFrom"`
	Otherwise string     `yaml:"otherwise"`
	Rules     []RoleRule `yaml:"rules"`
}

// RoleRule gives a role by a claim; one of its operators is set.
type RoleRule struct {
	Node       *Node
	Claim      string `yaml:"claim"`
	Equals     string `yaml:"equals"`
	Contains   string `yaml:"contains"`
	StartsWith string `yaml:"startsWith"`
	NotEquals  string `yaml:"notEquals"`
	Role       string `yaml:"role"`
}

// Match returns the operator in Cognito's words, and its operand.
func (r RoleRule) Match() (operator, operand string) {
	switch {
	case r.Equals != "":
		return "Equals", r.Equals
	case r.Contains != "":
		return "Contains", r.Contains
	case r.StartsWith != "":
		return "StartsWith", r.StartsWith
	}
	return "NotEqual", r.NotEquals
}

func (p *IdentityPool) defaults() { p.ServerSideTokenCheck = true }

func (c *IdentityPoolClient) defaults() {
	c.RoleFrom, c.Otherwise = RoleFromDefault, AuthenticatedRole
}

func (p *IdentityPool) derive(s *Spec) {
	if p.Name == "" {
		p.Name = s.Metadata.Name
	}
}

// maxIdentityRoleName is IAM's own limit, but for us-gov-east-1: identity pools
// there may fail with roles of longer names.
// https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html
func maxIdentityRoleName(region string) int {
	if region == "us-gov-east-1" {
		return 20
	}
	return maxRoleName
}

// IdentityRoleName is the IAM name of a role of the identity pool. It says that
// it is one, so that a workload of the same name has another.
func (s *Spec) IdentityRoleName(role string) string {
	return boundedName(s.Metadata.Name+"-identity-"+role, maxIdentityRoleName(s.AWS.Region))
}
