package check

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var identityAccessRules = []Rule{
	{"MLA508", diag.Warning, "Who gets AWS credentials has logged in.", guestsAllowed},
	{"MLA509", diag.Warning, "Guests read, and ask models.", guestWrites},
	{"MLA510", diag.Warning, "Guests are granted what Cognito lets them have.", guestCeiling},
	{"MLA511", diag.Warning, "The identity pool chooses the role, not the caller.", classicFlow},
	{"MLA512", diag.Warning, "Credentials end with the user's sign-out.", tokenCheckOff},
	{"MLA519", diag.Error, "A client of an identity pool gets ID tokens.", identityTokens},
}

func guestsAllowed(s *spec.Spec, report report) {
	p := s.IdentityPool
	if p == nil {
		return
	}
	if _, given := p.Roles[spec.GuestRole]; p.AllowGuests && given { // without, MLA502 asks what is meant
		report(p.Node.Get("allowGuests"), "anybody on the internet gets AWS credentials, those of the role guest", "Take allowGuests out, and the role guest, unless that is meant.")
	}
}

// guestGrants do no harm to what they are about; asking a model costs money.
var guestGrants = []string{"sagemaker.invokeEndpoint", "bedrock.invokeModel", "execute-api.invoke", "s3.read", "dynamodb.read", "ecr.pull"}

// eachGuestGrant walks what guests are granted.
func eachGuestGrant(s *spec.Spec, do func(g spec.Grant, at *spec.Node)) {
	if s.IdentityPool == nil || !s.IdentityPool.AllowGuests {
		return
	}
	for _, g := range s.IdentityPool.Roles[spec.GuestRole].Grants {
		if g.Name != "" {
			do(g, g.Node.Key(g.Name))
		}
	}
}

func guestWrites(s *spec.Spec, report report) {
	eachGuestGrant(s, func(g spec.Grant, at *spec.Node) {
		if !slices.Contains(guestGrants, g.Name) {
			report(at, "anybody on the internet gets "+g.Name, "Give it to a role of users who logged in.")
		}
	})
}

// guestServices are those that Cognito's own session policies leave to guests.
// https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html
var guestServices = []string{"logs:*", "dynamodb:*", "s3:*", "execute-api:*", "sagemaker:InvokeEndpoint", "kms:Decrypt"}

// guestCeiling holds in the enhanced flow; in the classic one nothing is cut
// off. A grant of which a part is left is passed over.
func guestCeiling(s *spec.Spec, report report) {
	if s.IdentityPool != nil && s.IdentityPool.ClassicFlow {
		return
	}
	eachGuestGrant(s, func(g spec.Grant, at *spec.Node) {
		left := slices.ContainsFunc(policy.Actions(g.Name), func(action string) bool {
			return slices.ContainsFunc(guestServices, func(pattern string) bool { return covers(pattern, action) })
		})
		if !left {
			report(at, "Cognito cuts "+g.Name+" out of the credentials of guests", "Take it out; give it to users who logged in.")
		}
	})
}

// classicFlow: with the token that GetOpenIdToken gives, any role that trusts
// the pool can be assumed, whatever rules and groups say.
// https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flow.html
func classicFlow(s *spec.Spec, report report) {
	if p := s.IdentityPool; p != nil && p.ClassicFlow {
		report(p.Node.Get("classicFlow"), "in the classic flow the caller names the role: whoever logged in gets any but the guests', whatever rules and groups say",
			"Take classicFlow out, and let applications call GetCredentialsForIdentity.")
	}
}

func tokenCheckOff(s *spec.Spec, report report) {
	if p := s.IdentityPool; p != nil && !p.ServerSideTokenCheck && len(p.Clients) > 0 {
		report(p.Node.Get("serverSideTokenCheck"), "users who were signed out, disabled or deleted go on getting credentials until their token expires",
			"Take serverSideTokenCheck out: it is on then.")
	}
}

// identityTokens: an ID token is what an identity pool takes, and without
// openid a sign-in gives none. One by the API always does.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
func identityTokens(s *spec.Spec, report report) {
	eachIdentityClient(s, func(key string, _ spec.IdentityPoolClient) {
		c, declared := s.Clients[key]
		scopes := c.Node.Get("scopes")
		if declared && c.Type != spec.Machine && scopes != nil && !slices.Contains(c.Scopes, "openid") && !s.APISignIn(c) && !mistaken(c.Node) {
			report(scopes, "sign-ins to "+quote(key)+" give no ID token, which the identity pool takes", "Add openid.")
		}
	})
}
