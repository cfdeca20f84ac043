package spec

// Permissions are what a role may do.
type Permissions struct {
	Node                *Node
	Grants              []Grant     `yaml:"grants"`
	Statements          []Statement `yaml:"statements"`
	ManagedPolicies     []string    `yaml:"managedPolicies"`
	PermissionsBoundary string      `yaml:"permissionsBoundary"` // "": none
}

// Empty reports that the role may do nothing.
func (p Permissions) Empty() bool {
	return len(p.Grants) == 0 && len(p.Statements) == 0 && len(p.ManagedPolicies) == 0
}

// Grant is an entry of the catalogue of grants, and what it is for.
type Grant struct {
	Node      *Node
	Name      string
	Resources []string // names or ARNs
}

func (g *Grant) decodeNode(n *Node) {
	g.Node = n
	for entry := range n.Entries() {
		if !entry.Value.Poisoned() {
			g.Name = entry.Key.Text
			decode(entry.Value, &g.Resources)
		}
	}
}

// Items are the nodes of the grant's resources, in their order.
func (g Grant) Items() []*Node { return g.Node.Get(g.Name).Items() }

// Effects of a statement.
const (
	Allow = "allow"
	Deny  = "deny"
)

// Statement is an IAM policy statement as a spec writes it.
type Statement struct {
	Node       *Node
	Effect     string                       `yaml:"effect"`
	Actions    []string                     `yaml:"actions"`
	Resources  []string                     `yaml:"resources"`
	Conditions map[string]map[string]Values `yaml:"conditions"` // operator: key: values
}

func (s *Statement) defaults() { s.Effect = Allow }

// Values are the values of a condition; a single one stands for a list of one.
type Values []string

func (v *Values) decodeNode(n *Node) {
	*v = nil
	if n.Kind == Scalar {
		*v = Values{n.Text}
	}
	for _, item := range n.Items() {
		*v = append(*v, item.Text)
	}
}
