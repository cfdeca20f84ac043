package spec

import "path"

// SecretRef says where a secret is found; exactly one of Env, File,
// SecretsManager and SSM is set. The zero value means that there is no secret.
type SecretRef struct {
	Node           *Node
	Env            string `yaml:"env"`
	File           string `yaml:"file"`           // relative to the file that names it
	SecretsManager string `yaml:"secretsManager"` // name or ARN
	Key            string `yaml:"key"`            // member of the Secrets Manager secret's JSON; "" for all of it
	SSM            string `yaml:"ssm"`            // name or ARN of the parameter
}

// IsZero reports that no secret is referred to.
func (r SecretRef) IsZero() bool { return r.Env == "" && r.File == "" && !r.InAWS() }

// InAWS reports that AWS holds the secret: the engine reads it then, and this
// program never sees it.
func (r SecretRef) InAWS() bool { return r.SecretsManager != "" || r.SSM != "" }

// FileName is the file's name from the repository's root; "" when the secret is
// elsewhere. The path is relative to the file that says it, which may be a
// fragment.
func (r SecretRef) FileName() string {
	if r.File == "" || path.IsAbs(r.File) {
		return r.File
	}
	return path.Join(path.Dir(r.Node.Get("file").Range().File), r.File)
}

// String names the place, never the secret.
func (r SecretRef) String() string {
	switch {
	case r.Env != "":
		return "environment variable " + r.Env
	case r.File != "":
		return "file " + r.File
	case r.SSM != "":
		return "SSM parameter " + r.SSM
	case r.Key != "":
		return "key " + r.Key + " of the Secrets Manager secret " + r.SecretsManager
	}
	return "Secrets Manager secret " + r.SecretsManager
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
