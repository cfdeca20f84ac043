package spec

// Group is a group of users; tokens name a user's groups.
type Group struct {
	Node        *Node
	Description string `yaml:"description"`
	Precedence  int    `yaml:"precedence"` // the smallest counts; 0: none
	Role        string `yaml:"role"`       // name of a role of identityPool, or an ARN
}
