package spec

import "slices"

// UserPool is a Cognito user pool: the users, how they sign in, and who issues
// their tokens.
type UserPool struct {
	Node               *Node
	Use                *PoolUse         `yaml:"use"` // nil: the pool is this stack's own
	Name               string           `yaml:"name"`
	Tier               string           `yaml:"tier"`
	DeletionProtection bool             `yaml:"deletionProtection"`
	SignIn             SignIn           `yaml:"signIn"`
	SignUp             SignUp           `yaml:"signUp"`
	Attributes         Attributes       `yaml:"attributes"`
	Verify             []string         `yaml:"verify"`
	Password           Password         `yaml:"password"`
	MFA                MFA              `yaml:"mfa"`
	Recovery           []string         `yaml:"recovery"`
	Email              Email            `yaml:"email"`
	SMS                *SMS             `yaml:"sms"` // nil: no text messages
	Messages           Messages         `yaml:"messages"`
	Devices            Devices          `yaml:"devices"`
	Triggers           Triggers         `yaml:"triggers"`
	ThreatProtection   ThreatProtection `yaml:"threatProtection"`
	Domain             *Domain          `yaml:"domain"` // nil: none
}

// PoolUse names a pool that is not this stack's; one field is set.
type PoolUse struct {
	Node  *Node
	ID    string `yaml:"id"`
	Stack string `yaml:"stack"` // the stack that owns it
}

// OwnsPool reports that the stack makes a user pool. It may use another's.
func (s *Spec) OwnsPool() bool { return s.UserPool != nil && s.UserPool.Use == nil }

// UsesPool reports that the stack lives in a pool that is not its own.
func (s *Spec) UsesPool() bool { return s.UserPool != nil && s.UserPool.Use != nil }

// SignIn says how users name and prove themselves.
type SignIn struct {
	Node          *Node
	Username      []string `yaml:"username"`
	Aliases       []string `yaml:"aliases"`
	CaseSensitive bool     `yaml:"caseSensitive"`
	FirstFactors  []string `yaml:"firstFactors"`
	WebAuthn      WebAuthn `yaml:"webAuthn"`
}

// First factors of a sign-in.
const (
	PasswordFactor = "password"
	EmailOTPFactor = "emailOtp"
	SMSOTPFactor   = "smsOtp"
	WebAuthnFactor = "webAuthn"
)

// WebAuthn are the settings for passkeys.
type WebAuthn struct {
	Node             *Node
	RelyingPartyID   string `yaml:"relyingPartyId"`
	UserVerification string `yaml:"userVerification"`
}

// SignUp says who may create users.
type SignUp struct {
	Node        *Node
	SelfService bool `yaml:"selfService"`
}

// Password is what a password must be.
type Password struct {
	Node          *Node
	MinLength     int  `yaml:"minLength"`
	Lowercase     bool `yaml:"lowercase"`
	Uppercase     bool `yaml:"uppercase"`
	Numbers       bool `yaml:"numbers"`
	Symbols       bool `yaml:"symbols"`
	TemporaryDays int  `yaml:"temporaryDays"`
	History       int  `yaml:"history"`
}

// MFA is multi-factor authentication.
type MFA struct {
	Node    *Node
	Mode    string   `yaml:"mode"`
	Methods []string `yaml:"methods"`
}

// Devices says whether devices are remembered.
type Devices struct {
	Node         *Node
	Remember     string `yaml:"remember"`
	ChallengeNew bool   `yaml:"challengeNew"`
}

// Domain is where users log in and clients get tokens.
type Domain struct {
	Node           *Node
	Prefix         string `yaml:"prefix"`
	Custom         string `yaml:"custom"`
	CertificateARN string `yaml:"certificateArn"`
	ManagedLogin   bool   `yaml:"managedLogin"`
}

func (p *UserPool) defaults() {
	p.Tier = "essentials"
	p.DeletionProtection = true
	for _, part := range []interface{ defaults() }{
		&p.SignIn, &p.Password, &p.MFA, &p.Messages, &p.Devices, &p.Triggers, &p.ThreatProtection,
	} {
		part.defaults()
	}
}

func (s *SignIn) defaults() {
	s.FirstFactors = []string{PasswordFactor}
	s.WebAuthn.defaults()
}

func (w *WebAuthn) defaults() { w.UserVerification = "required" }

func (p *Password) defaults() {
	*p = Password{MinLength: 12, Lowercase: true, Uppercase: true, Numbers: true, Symbols: true, TemporaryDays: 7}
}

func (m *MFA) defaults() { m.Mode = "none" }

func (d *Devices) defaults() { d.Remember, d.ChallengeNew = "none", true }

// derive fills in what follows from other fields of the pool and its spec.
func (p *UserPool) derive(s *Spec) {
	if p.Name == "" {
		p.Name = s.Metadata.Name
	}
	if s.Lifecycle.Ephemeral {
		p.DeletionProtection = false
	}
	p.ThreatProtection.derive()
	if !p.Node.Has("verify") && p.emailNamesUsers() {
		p.Verify = []string{"email"}
	}
	if !p.Attributes.Node.Has("verifyBeforeUpdate") {
		p.Attributes.VerifyBeforeUpdate = p.Verify
	}
	if !p.Node.Has("recovery") {
		p.Recovery = []string{p.defaultRecovery()}
	}
	if p.SMS != nil && p.SMS.Region == "" {
		p.SMS.Region = s.AWS.Region
	}
	if p.SignIn.WebAuthn.RelyingPartyID == "" && p.Domain != nil {
		p.SignIn.WebAuthn.RelyingPartyID = p.Domain.Host(s.AWS.Region)
	}
}

// signUpAttributes are those that people who sign up by themselves send along:
// what names them and what is verified.
func (p *UserPool) signUpAttributes() []string {
	if !p.SignUp.SelfService {
		return nil
	}
	return slices.Concat(p.SignIn.Username, p.SignIn.Aliases, p.Verify)
}

func (p *UserPool) emailNamesUsers() bool {
	return slices.Contains(p.SignIn.Username, "email") || slices.Contains(p.SignIn.Aliases, "email")
}

// defaultRecovery is by phone where the phone is all that is verified or names
// the user, else by e-mail.
func (p *UserPool) defaultRecovery() string {
	phoneVerified := slices.Contains(p.Verify, "phone_number") && !slices.Contains(p.Verify, "email")
	phoneNames := slices.Contains(p.SignIn.Username, "phone_number") && !slices.Contains(p.SignIn.Username, "email")
	if phoneVerified || phoneNames {
		return "verified_phone_number"
	}
	return "verified_email"
}

// Host is the name of the login pages' host: the custom domain, else Cognito's
// own in the region.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
func (d Domain) Host(region string) string {
	if d.Custom != "" {
		return d.Custom
	}
	return PrefixHost(d.Prefix, region)
}

// PrefixHost is the host of a prefix domain, in each partition's own form.
func PrefixHost(prefix, region string) string {
	switch Partition(region) {
	case "aws-us-gov":
		return prefix + ".auth-fips." + region + ".amazoncognito.com"
	case "aws-cn":
		return prefix + ".auth." + region + ".amazoncognito.com.cn"
	}
	return prefix + ".auth." + region + ".amazoncognito.com"
}
