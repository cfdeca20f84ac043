package spec

// AWS is the account and region that a stack lives in.
type AWS struct {
	Node        *Node
	Region      string      `yaml:"region"`
	AccountID   string      `yaml:"accountId"` // "" when any account will do
	Profile     string      `yaml:"profile"`
	AssumeRole  *AssumeRole `yaml:"assumeRole"`
	EndpointURL string      `yaml:"endpointUrl"`
}

// AssumeRole is a role to assume before anything else (AWS STS AssumeRole).
type AssumeRole struct {
	RoleARN     string `yaml:"roleArn"`
	ExternalID  string `yaml:"externalId"`
	SessionName string `yaml:"sessionName"`
}

func (r *AssumeRole) defaults() { r.SessionName = "mlauth-compile" }
