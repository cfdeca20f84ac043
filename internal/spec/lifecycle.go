package spec

// Lifecycle says how a stack lives and dies.
type Lifecycle struct {
	Node      *Node
	Ephemeral bool `yaml:"ephemeral"`
}
