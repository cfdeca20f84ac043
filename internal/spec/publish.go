package spec

// Publish says where workloads find what they need to know of the stack.
type Publish struct {
	Node           *Node
	SSM            *PublishSSM     `yaml:"ssm"`            // nil: no parameters
	SecretsManager *PublishSecrets `yaml:"secretsManager"` // nil: no secrets
}

// PublishSSM puts every plain output into a parameter.
type PublishSSM struct {
	Node *Node
	Path string `yaml:"path"`
}

// PublishSecrets puts every generated client secret into a secret.
type PublishSecrets struct {
	Node         *Node
	Path         string `yaml:"path"`
	KMSKeyARN    string `yaml:"kmsKeyArn"`
	RecoveryDays int    `yaml:"recoveryDays"`
}

func (p *PublishSecrets) defaults() { p.RecoveryDays = 30 }

// derive lets nothing of a throw-away stack linger: a secret in its recovery
// window keeps its name from the next stack.
func (p *Publish) derive(s *Spec) {
	if p.SecretsManager != nil && s.Lifecycle.Ephemeral {
		p.SecretsManager.RecoveryDays = 0
	}
}
