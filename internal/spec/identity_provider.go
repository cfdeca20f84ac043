package spec

import "slices"

// Types of identity providers.
const (
	OIDCProvider     = "oidc"
	SAMLProvider     = "saml"
	GoogleProvider   = "google"
	FacebookProvider = "facebook"
	AmazonProvider   = "amazon"
	AppleProvider    = "apple"
)

// ProviderTypes are Cognito's words for the types of providers. A social
// provider is named by its type.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
var ProviderTypes = map[string]string{
	OIDCProvider:     "OIDC",
	SAMLProvider:     "SAML",
	GoogleProvider:   "Google",
	FacebookProvider: "Facebook",
	AmazonProvider:   "LoginWithAmazon",
	AppleProvider:    "SignInWithApple",
}

// IdentityProvider is a provider whose users a pool lets in.
type IdentityProvider struct {
	Node                    *Node
	Type                    string            `yaml:"type"`
	Issuer                  string            `yaml:"issuer"`
	ClientID                TextOrSecret      `yaml:"clientId"`
	ClientSecret            SecretRef         `yaml:"clientSecret"`
	Scopes                  []string          `yaml:"scopes"`
	AttributesRequestMethod string            `yaml:"attributesRequestMethod"`
	Endpoints               *Endpoints        `yaml:"endpoints"` // nil: by discovery
	Identifiers             []string          `yaml:"identifiers"`
	AttributeMapping        map[string]string `yaml:"attributeMapping"` // pool attribute: claim

	// Of SAML providers.
	Metadata            SAMLMetadata `yaml:"metadata"`
	SignRequests        bool         `yaml:"signRequests"`
	EncryptedAssertions bool         `yaml:"encryptedAssertions"`
	IDPInitiated        bool         `yaml:"idpInitiated"`
	SignOut             bool         `yaml:"signOut"`

	APIVersion string `yaml:"apiVersion"` // of Facebook's API

	// Of Apple.
	TeamID     string    `yaml:"teamId"`
	KeyID      string    `yaml:"keyId"`
	PrivateKey SecretRef `yaml:"privateKey"`
}

// Endpoints are those of a provider that has no discovery document.
type Endpoints struct {
	Authorization string `yaml:"authorization"`
	Token         string `yaml:"token"`
	UserInfo      string `yaml:"userInfo"`
	JWKS          string `yaml:"jwks"`
}

// UsernameAttribute is the mapping's name for a pool's user name.
const UsernameAttribute = "username"

// Social reports that Cognito knows the provider by a name of its own.
func (p IdentityProvider) Social() bool { return p.Type != OIDCProvider && p.Type != SAMLProvider }

func (p *IdentityProvider) defaults() {
	p.Type = OIDCProvider
	p.AttributesRequestMethod = "GET"
	p.SignRequests = true
	p.APIVersion = "v17.0"
}

// defaultScopes are what a sign-in needs: who it is, and an address.
var defaultScopes = map[string][]string{
	OIDCProvider:     {"openid", "email"},
	GoogleProvider:   {"openid", "email"},
	FacebookProvider: {"public_profile", "email"},
	AmazonProvider:   {"profile"},
	AppleProvider:    {"email", "name"},
}

// usernameClaims are the claims that Cognito takes the user name from. A SAML
// provider names its users by the subject of the assertion.
var usernameClaims = map[string]string{
	OIDCProvider:     "sub",
	GoogleProvider:   "sub",
	AppleProvider:    "sub",
	FacebookProvider: "id",
	AmazonProvider:   "user_id",
}

// derive maps the user name, which Cognito does in any case: left out of the
// mapping, it would come back from AWS as a difference.
func (p *IdentityProvider) derive() {
	setIfAbsent(p.Node, "scopes", &p.Scopes, defaultScopes[p.Type])
	if p.AttributeMapping == nil {
		p.AttributeMapping = map[string]string{}
	}
	if claim := usernameClaims[p.Type]; claim != "" && p.AttributeMapping[UsernameAttribute] == "" {
		p.AttributeMapping[UsernameAttribute] = claim
	}
	slices.Sort(p.Identifiers)
}
