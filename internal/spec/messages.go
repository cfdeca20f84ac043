package spec

// Email says how Cognito sends e-mail; without an SES identity it uses its own
// sender.
type Email struct {
	Node             *Node
	SESIdentityARN   string `yaml:"sesIdentityArn"`
	From             string `yaml:"from"`
	ReplyTo          string `yaml:"replyTo"`
	ConfigurationSet string `yaml:"configurationSet"`
}

// SMS says how Cognito sends text messages.
type SMS struct {
	Node          *Node
	CallerRoleARN string `yaml:"callerRoleArn"`
	ExternalID    string `yaml:"externalId"`
	Region        string `yaml:"region"`
}

// Messages are the texts that users receive.
type Messages struct {
	Node         *Node
	Verification Verification `yaml:"verification"`
	Invitation   Message      `yaml:"invitation"`
	MFA          Message      `yaml:"mfa"`
}

// Message is one text in the forms that it is sent in.
type Message struct {
	Node         *Node
	EmailSubject string `yaml:"emailSubject"`
	EmailBody    string `yaml:"emailBody"`
	SMSBody      string `yaml:"smsBody"`
}

// Verification is the message that verifies an address or a number.
type Verification struct {
	Node         *Node
	Mode         string `yaml:"mode"` // code or link
	EmailSubject string `yaml:"emailSubject"`
	EmailBody    string `yaml:"emailBody"`
	SMSBody      string `yaml:"smsBody"`
}

// Texts that stand for those the spec leaves out. They are always sent: left
// out, an earlier text would stay.
const (
	defaultCode       = "Your verification code is {####}."
	defaultLink       = "Please follow this link to verify your e-mail address: {##Verify e-mail##}"
	defaultInvitation = "Your username is {username} and your temporary password is {####}."
	defaultMFA        = "Your authentication code is {####}."
)

func (m *Messages) defaults() {
	m.Verification.Mode = "code"
	m.Invitation = Message{EmailSubject: "Your temporary password", EmailBody: defaultInvitation, SMSBody: defaultInvitation}
	m.MFA = Message{EmailSubject: "Your authentication code", EmailBody: defaultMFA, SMSBody: defaultMFA}
}

// Link returns subject and body of the e-mail that verifies by a link.
func (v Verification) Link() (subject, body string) {
	if v.Mode != "link" {
		return "Your verification link", defaultLink
	}
	return or(v.EmailSubject, "Your verification link"), or(v.EmailBody, defaultLink)
}

// Code returns subject and body of the e-mail that verifies by a code.
func (v Verification) Code() (subject, body string) {
	if v.Mode != "code" {
		return "Your verification code", defaultCode
	}
	return or(v.EmailSubject, "Your verification code"), or(v.EmailBody, defaultCode)
}

// SMS returns the text message, which is a code in either mode.
func (v Verification) SMS() string { return or(v.SMSBody, defaultCode) }

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}
