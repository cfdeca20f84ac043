package spec

import (
	"maps"
	"slices"
	"time"
)

// Client types.
const (
	Machine = "machine" // a service, by client credentials
	Web     = "web"     // a server-side application
	SPA     = "spa"     // an application in the browser
	Native  = "native"  // an application on a device
)

// OAuth flows, in Cognito's words.
const (
	CodeFlow              = "code"
	ImplicitFlow          = "implicit"
	ClientCredentialsFlow = "client_credentials"
)

// LocalUsers is the identity provider that stands for the pool's own users.
const LocalUsers = "cognito"

// Client is an application that gets tokens from a pool (RFC 6749, section 2).
type Client struct {
	Node                 *Node
	Type                 string    `yaml:"type"`
	Name                 string    `yaml:"name"`
	Secret               bool      `yaml:"secret"`
	Flows                []string  `yaml:"flows"`
	HostedLogin          bool      `yaml:"hostedLogin"`
	AuthFlows            []string  `yaml:"authFlows"`
	IdentityProviders    []string  `yaml:"identityProviders"`
	Scopes               []string  `yaml:"scopes"`
	CallbackURLs         []string  `yaml:"callbackUrls"`
	LogoutURLs           []string  `yaml:"logoutUrls"`
	DefaultRedirectURL   string    `yaml:"defaultRedirectUrl"`
	Tokens               Tokens    `yaml:"tokens"`
	Rotation             *Rotation `yaml:"rotation"` // nil: none
	ReadAttributes       []string  `yaml:"readAttributes"`
	WriteAttributes      []string  `yaml:"writeAttributes"`
	Revocation           bool      `yaml:"revocation"`
	HideUserExistence    bool      `yaml:"hideUserExistence"`
	PropagateUserContext bool      `yaml:"propagateUserContext"`
}

// Tokens says how long tokens live.
type Tokens struct {
	Node        *Node
	Access      Duration `yaml:"access"`
	ID          Duration `yaml:"id"`
	Refresh     Duration `yaml:"refresh"`
	AuthSession Duration `yaml:"authSession"`
}

// Rotation is refresh-token rotation: each use gives a new refresh token.
type Rotation struct {
	GracePeriod Duration `yaml:"gracePeriod"`
}

func (t *Tokens) defaults() {
	t.Access, t.ID = Duration(time.Hour), Duration(time.Hour)
	t.Refresh = Duration(30 * day)
	t.AuthSession = Duration(3 * time.Minute)
}

func (c *Client) defaults() {
	c.HostedLogin, c.Revocation, c.HideUserExistence = true, true, true
	c.Tokens.defaults()
}

// OAuth reports whether the client uses the pool's OAuth endpoints.
func (c Client) OAuth() bool { return c.Type == Machine || c.HostedLogin }

func (c *Client) derive(key string, s *Spec) {
	if c.Name == "" {
		c.Name = key
	}
	if !c.Node.Has("secret") {
		c.Secret = c.Type == Machine || c.Type == Web
	}
	c.deriveOAuth(s)
	c.deriveAttributes(s)
}

func (c *Client) deriveOAuth(s *Spec) {
	if !c.OAuth() {
		c.IdentityProviders = []string{LocalUsers}
		return
	}
	if c.Type == Machine {
		setIfAbsent(c.Node, "flows", &c.Flows, []string{ClientCredentialsFlow})
		return
	}
	setIfAbsent(c.Node, "flows", &c.Flows, []string{CodeFlow})
	setIfAbsent(c.Node, "scopes", &c.Scopes, []string{"openid"})
	setIfAbsent(c.Node, "identityProviders", &c.IdentityProviders, s.defaultProviders())
}

// defaultProviders are all that the spec declares, and the pool's own users
// when it declares none or lets anybody sign up.
func (s *Spec) defaultProviders() []string {
	names := slices.Sorted(maps.Keys(s.IdentityProviders))
	if len(names) == 0 || s.UserPool != nil && s.UserPool.SignUp.SelfService {
		names = append(names, LocalUsers)
	}
	return names
}

func (c *Client) deriveAttributes(s *Spec) {
	if s.UserPool == nil {
		return
	}
	if !c.Node.Has("readAttributes") {
		c.ReadAttributes = s.UserPool.Attributes.readable()
	}
	write := append(s.requiredAttributes(c), c.WriteAttributes...)
	if c.Type != Machine {
		write = append(write, s.UserPool.signUpAttributes()...)
		deciding := s.DecidingAttributes()
		for _, name := range s.MappedAttributes(c.IdentityProviders) {
			if deciding[name] == "" || !s.UserWrites(*c, name, s) {
				write = append(write, name)
			}
		}
	}
	if len(write) == 0 {
		write = []string{harmlessAttribute}
	}
	slices.Sort(write)
	c.WriteAttributes = slices.Compact(write)
}

// harmlessAttribute stands where a client may write nothing: Cognito takes an
// empty list for no list, and opens every standard attribute.
const harmlessAttribute = "locale"

// requiredAttributes are those that a client has to be able to write. Nobody
// here knows those of a pool that is used; they are standard ones, and a client
// that names none may write all of these, as Cognito's own default is.
func (s *Spec) requiredAttributes(c *Client) []string {
	if s.OwnsPool() {
		return s.UserPool.Attributes.required()
	}
	if c.Node.Has("writeAttributes") {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(standardNames()), func(name string) bool {
		return slices.Contains(Unwritable, name)
	})
}

// Unwritable are attributes that a provider may map but that Cognito lets no
// client write.
var Unwritable = []string{UsernameAttribute, "email_verified", "phone_number_verified"}

// MappedAttributes are the attributes that the named providers write at each
// sign-in: Cognito refuses the sign-in where the client may not write them.
func (s *Spec) MappedAttributes(providers []string) []string {
	var names []string
	for _, provider := range providers {
		for attribute := range s.IdentityProviders[provider].AttributeMapping {
			if !slices.Contains(Unwritable, attribute) {
				names = append(names, attribute)
			}
		}
	}
	return names
}

func setIfAbsent(n *Node, key string, field *[]string, value []string) {
	if !n.Has(key) {
		*field = value
	}
}
