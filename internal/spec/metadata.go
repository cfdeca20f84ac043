package spec

// Metadata says who and what a stack is.
type Metadata struct {
	Node        *Node
	Name        string            `yaml:"name"`
	Team        string            `yaml:"team"`
	Environment string            `yaml:"environment"`
	Description string            `yaml:"description"`
	Tags        map[string]string `yaml:"tags"`
}

func (m *Metadata) defaults() { m.Environment = "none" }
