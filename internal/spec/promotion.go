package spec

import (
	"maps"
	"slices"
)

// UserAPIScope lets a token's holder call Cognito's API for their own account.
const UserAPIScope = "aws.cognito.signin.user.admin"

// UserAPI reports whether users of a client can call Cognito's API for their
// own account, and so write whatever the client may write: tokens of a sign-in
// by the API always have the scope for it.
func (s *Spec) UserAPI(c Client) bool {
	return s.APISignIn(c) || c.Type != Machine && slices.Contains(c.Scopes, UserAPIScope)
}

// APISignIn reports whether users can sign in to a client by the API, as SDKs
// do. A first factor beside the password opens that on every client with users.
func (s *Spec) APISignIn(c Client) bool {
	return c.Type != Machine && (len(c.AuthFlows) > 0 || s.UserPool != nil && len(s.UserPool.SignIn.FirstFactors) > 1)
}

// OpenSignUp reports whether strangers can sign up with a client by the API,
// and say of themselves whatever the client may write: to do so takes the
// client's id alone where it has no secret. A function that is asked before may
// refuse them.
func (s *Spec) OpenSignUp(c Client) bool {
	return c.Type != Machine && !c.Secret && s.OwnsPool() && s.UserPool.SignUp.SelfService && s.UserPool.Triggers.PreSignUp == ""
}

// UserWrites reports whether users can set an attribute of their own account
// that a client may write, and get AWS credentials for it from an identity
// pool. An address that is verified before it is changed they can only set to
// one that is theirs.
func (s *Spec) UserWrites(c Client, attribute string, identities *Spec) bool {
	if s.proven(attribute) {
		return false
	}
	return s.UserAPI(c) && s.mutable(attribute) || s.OpenSignUp(c) && identities.takesLocalUsers()
}

// takesLocalUsers reports whether the identity pool takes tokens of the user
// pool's own users.
func (s *Spec) takesLocalUsers() bool {
	for key := range s.IdentityPool.Clients {
		if c, declared := s.Clients[key]; declared && s.hasLocalUsers(c) {
			return true
		}
	}
	return false
}

// hasLocalUsers may be asked before the client's defaults are filled in.
func (s *Spec) hasLocalUsers(c Client) bool {
	providers := c.IdentityProviders
	if !c.Node.Has("identityProviders") {
		providers = s.defaultProviders()
	}
	return c.Type != Machine && (s.UserAPI(c) || slices.Contains(providers, LocalUsers))
}

// proven takes the addresses of a pool that is used for verified: nobody here
// knows its settings.
func (s *Spec) proven(attribute string) bool {
	if s.UsesPool() {
		return attribute == "email" || attribute == "phone_number"
	}
	return s.UserPool != nil && slices.Contains(s.UserPool.Attributes.VerifyBeforeUpdate, attribute) && slices.Contains(s.UserPool.Verify, attribute)
}

func (s *Spec) mutable(attribute string) bool {
	return !s.OwnsPool() || s.UserPool.Attributes.Mutable(attribute)
}

// DecidingAttributes are those that give somebody a role or a session tag, with
// what they decide: who can write them can promote themselves.
func (s *Spec) DecidingAttributes() map[string]string {
	decides := map[string]string{}
	if s.IdentityPool == nil {
		return decides
	}
	for _, tag := range slices.Sorted(maps.Keys(s.IdentityPool.PrincipalTags)) {
		decides[s.IdentityPool.PrincipalTags[tag]] = "becomes the session tag " + tag
	}
	for _, key := range slices.Sorted(maps.Keys(s.IdentityPool.Clients)) {
		for _, rule := range s.IdentityPool.Clients[key].Rules {
			decides[rule.Claim] = "decides who gets the role " + rule.Role
		}
	}
	return decides
}
