package spec

// Triggers are Lambda functions that Cognito calls, by ARN.
type Triggers struct {
	Node                        *Node
	PreSignUp                   string           `yaml:"preSignUp"`
	PostConfirmation            string           `yaml:"postConfirmation"`
	PreAuthentication           string           `yaml:"preAuthentication"`
	PostAuthentication          string           `yaml:"postAuthentication"`
	PreTokenGeneration          VersionedTrigger `yaml:"preTokenGeneration"`
	CustomMessage               string           `yaml:"customMessage"`
	DefineAuthChallenge         string           `yaml:"defineAuthChallenge"`
	CreateAuthChallenge         string           `yaml:"createAuthChallenge"`
	VerifyAuthChallengeResponse string           `yaml:"verifyAuthChallengeResponse"`
	UserMigration               string           `yaml:"userMigration"`
	CustomEmailSender           SenderTrigger    `yaml:"customEmailSender"`
	CustomSMSSender             SenderTrigger    `yaml:"customSmsSender"`
	KMSKeyARN                   string           `yaml:"kmsKeyArn"`
	GrantInvoke                 bool             `yaml:"grantInvoke"`
}

// VersionedTrigger is a function that is called with an event of a version.
type VersionedTrigger struct {
	Node    *Node
	ARN     string `yaml:"arn"`
	Version string `yaml:"version"` // v1, v2 or v3
}

// SenderTrigger is a function that sends messages in Cognito's place.
type SenderTrigger struct {
	Node *Node
	ARN  string `yaml:"arn"`
}

func (t *Triggers) defaults() { t.GrantInvoke = true }

// decodeNode takes the ARN alone for version v1.
func (t *VersionedTrigger) decodeNode(n *Node) {
	t.Node, t.Version = n, "v1"
	if n.Kind != Map {
		decode(n, &t.ARN)
		return
	}
	decode(n.Get("arn"), &t.ARN)
	decode(n.Get("version"), &t.Version)
}

// Functions returns the functions that are called, by trigger.
func (t Triggers) Functions() map[string]string {
	functions := map[string]string{
		"preSignUp":                   t.PreSignUp,
		"postConfirmation":            t.PostConfirmation,
		"preAuthentication":           t.PreAuthentication,
		"postAuthentication":          t.PostAuthentication,
		"preTokenGeneration":          t.PreTokenGeneration.ARN,
		"customMessage":               t.CustomMessage,
		"defineAuthChallenge":         t.DefineAuthChallenge,
		"createAuthChallenge":         t.CreateAuthChallenge,
		"verifyAuthChallengeResponse": t.VerifyAuthChallengeResponse,
		"userMigration":               t.UserMigration,
		"customEmailSender":           t.CustomEmailSender.ARN,
		"customSmsSender":             t.CustomSMSSender.ARN,
	}
	for trigger, arn := range functions {
		if arn == "" {
			delete(functions, trigger)
		}
	}
	return functions
}
