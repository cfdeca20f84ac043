package spec

// Lifecycle says how a stack lives and dies.
type Lifecycle struct {
	Node        *Node
	Ephemeral   bool              `yaml:"ephemeral"`
	Acknowledge []Acknowledgement `yaml:"acknowledge"`
	Adopt       Adopt             `yaml:"adopt"`
}

// Acknowledgement is one change that the safety gate would stop and that is
// wanted.
type Acknowledgement struct {
	Node     *Node
	Change   string `yaml:"change"`
	Resource string `yaml:"resource"` // its path in the spec; "*" for whatever breaks callers
	ID       string `yaml:"id"`       // its physical id; "" where none is named
	Until    string `yaml:"until"`    // the last day that it holds, as YYYY-MM-DD, in UTC
	Reason   string `yaml:"reason"`
}

// Adopt names what exists already and is taken over instead of being made, by
// kind and name. A value is the resource's Pulumi import id.
type Adopt struct {
	Node              *Node
	UserPool          string            `yaml:"userPool"`
	Domain            AdoptDomain       `yaml:"domain"`
	IdentityProviders map[string]string `yaml:"identityProviders"`
	ResourceServers   map[string]string `yaml:"resourceServers"`
	Clients           map[string]string `yaml:"clients"`
	Groups            map[string]string `yaml:"groups"`
	IdentityPool      string            `yaml:"identityPool"`
}

// AdoptDomain names domains that exist already.
type AdoptDomain struct {
	Node   *Node
	Prefix string `yaml:"prefix"`
	Custom string `yaml:"custom"`
}
