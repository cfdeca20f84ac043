package spec

// ResourceServer is an API that tokens are for (RFC 6749, section 1.1).
type ResourceServer struct {
	Node       *Node
	Identifier string            `yaml:"identifier"`
	Name       string            `yaml:"name"`
	Scopes     map[string]string `yaml:"scopes"` // scope: what it allows
}

func (r *ResourceServer) derive(key string) {
	if r.Identifier == "" {
		r.Identifier = key
	}
	if r.Name == "" {
		r.Name = key
	}
}

// Scope returns a scope as tokens carry it: the identifier, a slash, the name.
func (r ResourceServer) Scope(name string) string { return r.Identifier + "/" + name }
