package spec

// SecretRef says where a secret is found; exactly one field is set. The zero
// value means that there is no secret.
type SecretRef struct {
	Node *Node
	Env  string `yaml:"env"`
	File string `yaml:"file"` // relative to the spec that names it
}

// IsZero reports that no secret is referred to.
func (r SecretRef) IsZero() bool { return r.Env == "" && r.File == "" }

// String names the place, never the secret.
func (r SecretRef) String() string {
	if r.Env != "" {
		return "environment variable " + r.Env
	}
	return "file " + r.File
}

// TextOrSecret is a value that may be written out or referred to, such as a
// client id.
type TextOrSecret struct {
	Node   *Node
	Text   string
	Secret SecretRef
}

func (t *TextOrSecret) decodeNode(n *Node) {
	t.Node = n
	if n.Kind == Map {
		decode(n, &t.Secret)
		return
	}
	decode(n, &t.Text)
}
