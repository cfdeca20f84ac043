package spec

// ThreatProtection is Cognito's judgement of how risky a sign-in is.
type ThreatProtection struct {
	Node                   *Node
	Mode                   string                  `yaml:"mode"`
	CompromisedCredentials *CompromisedCredentials `yaml:"compromisedCredentials"`
	AccountTakeover        *AccountTakeover        `yaml:"accountTakeover"`
	Exceptions             *RiskExceptions         `yaml:"exceptions"`
}

// CompromisedCredentials is what is done when a password has leaked.
type CompromisedCredentials struct {
	Action string   `yaml:"action"`
	Events []string `yaml:"events"`
}

// AccountTakeover is what is done when a sign-in looks like somebody else's.
type AccountTakeover struct {
	Node   *Node
	Low    *RiskAction `yaml:"low"`
	Medium *RiskAction `yaml:"medium"`
	High   *RiskAction `yaml:"high"`
	Notify *RiskNotice `yaml:"notify"`
}

// RiskAction is what is done at one level of risk.
type RiskAction struct {
	Node   *Node
	Action string `yaml:"action"`
	Notify bool   `yaml:"notify"`
}

// RiskNotice is the e-mail that tells a user.
type RiskNotice struct {
	SESIdentityARN string     `yaml:"sesIdentityArn"`
	From           string     `yaml:"from"`
	ReplyTo        string     `yaml:"replyTo"`
	Block          *RiskEmail `yaml:"block"`
	NoAction       *RiskEmail `yaml:"noAction"`
	MFA            *RiskEmail `yaml:"mfa"`
}

// RiskEmail is the e-mail for one outcome.
type RiskEmail struct {
	Subject  string `yaml:"subject"`
	HTMLBody string `yaml:"htmlBody"`
	TextBody string `yaml:"textBody"`
}

// RiskExceptions are addresses that are judged without looking at the risk.
type RiskExceptions struct {
	BlockedIPRanges []string `yaml:"blockedIpRanges"`
	AllowedIPRanges []string `yaml:"allowedIpRanges"`
}

func (t *ThreatProtection) defaults() { t.Mode = "none" }

// derive stops leaked passwords wherever threat protection is on.
func (t *ThreatProtection) derive() {
	if t.Mode != "none" && t.CompromisedCredentials == nil {
		t.CompromisedCredentials = &CompromisedCredentials{}
		t.CompromisedCredentials.defaults()
	}
}

func (c *CompromisedCredentials) defaults() {
	c.Action, c.Events = "block", []string{"signIn", "passwordChange", "signUp"}
}
