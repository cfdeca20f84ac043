package check

import (
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// weakClientRules are about what a spec chooses in place of a safer default,
// most of it found by the scanners of the trade too.
var weakClientRules = []Rule{
	{"MLA422", diag.Warning, "Tokens do not pass through the browser's address.", implicitFlow},
	{"MLA423", diag.Info, "Refresh tokens that rotate need an application that keeps the new one.", rotation},
	{"MLA424", diag.Warning, "Refresh tokens can be revoked.", revocationOff},
	{"MLA425", diag.Warning, "Errors do not say which users exist.", existenceShown},
	{"MLA429", diag.Warning, "A secret is where it can be kept, and only there.", misplacedSecret},
	{"MLA430", diag.Warning, "The sign-in with AWS credentials is for servers.", adminFlow},
	{"MLA431", diag.Info, "Passwords are proven rather than sent.", passwordFlow},
}

// implicitFlow is RFC 9700, section 2.1.2.
func implicitFlow(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		for _, item := range c.Node.Get("flows").Items() {
			if item.Text == spec.ImplicitFlow {
				report(item, "the implicit flow puts tokens into the address, where history, logs and other pages' scripts can read them",
					"Take it out: spa and native clients use the code flow with PKCE.")
			}
		}
	})
}

// rotation has consequences for the application's code.
// https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
func rotation(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		if c.Rotation != nil && c.Type != spec.Machine && !implicitOnly(c) {
			report(c.Node.Key("rotation"), "each refresh gives a new refresh token, and REFRESH_TOKEN_AUTH of InitiateAuth is refused",
				"The application has to keep the new one each time, and to refresh by the token endpoint or GetTokensFromRefreshToken; see that its SDK does.")
		}
	})
}

func revocationOff(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		if !c.Revocation && c.Type != spec.Machine {
			report(c.Node.Get("revocation"), "a stolen refresh token stays good until it expires, after "+c.Tokens.Refresh.String(), "Take revocation out: it is on then.")
		}
	})
}

func existenceShown(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		if !c.HideUserExistence && c.Type != spec.Machine {
			report(c.Node.Get("hideUserExistence"), "whoever tries names learns by the errors which of them are users", "Take hideUserExistence out: it is on then.")
		}
	})
}

// misplacedSecret is RFC 6749, section 2.1.
func misplacedSecret(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		switch {
		case c.Secret && (c.Type == spec.SPA || c.Type == spec.Native):
			report(c.Node.Get("secret"), "whoever has the application has its secret", "Take secret out, or set type to web when a server holds it.")
		case !c.Secret && c.Type == spec.Web:
			report(c.Node.Get("secret"), "without a secret, nothing shows that it is the server that redeems a code", "Take secret out, or set type to spa.")
		}
	})
}

func adminFlow(s *spec.Spec, report report) {
	eachAuthFlow(s, "adminUserPassword", func(c spec.Client, at *spec.Node) {
		if c.Type == spec.SPA || c.Type == spec.Native {
			report(at, "this sign-in needs AWS credentials, which whoever has the application would have too", "Use userSrp, or set type to web.")
		}
	})
}

// passwordFlow is what a user migration needs: its function is given the
// password.
func passwordFlow(s *spec.Spec, report report) {
	eachAuthFlow(s, "userPassword", func(_ spec.Client, at *spec.Node) {
		if s.OwnsPool() && s.UserPool.Triggers.UserMigration == "" {
			report(at, "the application sends the password itself", "Use userSrp, which proves that the user knows it.")
		}
	})
}

// eachAuthFlow walks the clients that name a sign-in of the API.
func eachAuthFlow(s *spec.Spec, flow string, do func(c spec.Client, at *spec.Node)) {
	eachClient(s, func(_ string, c spec.Client) {
		for _, item := range c.Node.Get("authFlows").Items() {
			if item.Text == flow {
				do(c, item)
			}
		}
	})
}
