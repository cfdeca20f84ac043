package check

import (
	"net/mail"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var messageRules = []Rule{
	{"MLA128", diag.Error, "An invitation says user name and password.", invitation},
	{"MLA138", diag.Warning, "E-mail comes from an address of the SES identity.", fromIdentity},
}

// invitation is Cognito's own condition.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
var invitation = onPool(func(p *spec.UserPool, report report) {
	for _, key := range []string{"emailBody", "smsBody"} {
		at := p.Messages.Invitation.Node.Get(key)
		if at == nil {
			continue
		}
		var missing []string
		for _, placeholder := range []string{"{username}", "{####}"} {
			if !strings.Contains(at.Text, placeholder) {
				missing = append(missing, placeholder)
			}
		}
		if len(missing) > 0 {
			report(at, "the invitation lacks "+strings.Join(missing, " and ")+", where Cognito puts the user's name and temporary password",
				"Write "+strings.Join(missing, " and ")+" into the text.")
		}
	}
})

var fromIdentity = onPool(func(p *spec.UserPool, report report) {
	for _, n := range []*spec.Node{p.Email.Node, noticeNode(p)} {
		identity, found := strings.CutPrefix(splitARN(textOf(n.Get("sesIdentityArn"))).resource, "identity/")
		if !found {
			continue
		}
		if problem, remedy := unfitSender(identity, textOf(n.Get("from"))); problem != "" {
			at := n.Get("from")
			if at == nil {
				at = n.Get("sesIdentityArn")
			}
			report(at, problem, remedy)
		}
	}
})

// unfitSender says why SES would not send from an address by an identity, which
// is an address or a domain; a domain stands for those below it too.
// https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
func unfitSender(identity, from string) (problem, remedy string) {
	own := strings.Contains(identity, "@")
	if from == "" {
		if own {
			return "", "" // the identity's own address
		}
		return "the identity is the domain " + identity + ", and no address is said to send from", "Add from, such as no-reply@" + identity + "."
	}
	address, err := mail.ParseAddress(from)
	if err != nil {
		return quote(from) + " is no e-mail address", "Write no-reply@example.com, or Name <no-reply@example.com>."
	}
	_, domain, _ := strings.Cut(address.Address, "@")
	switch {
	case own && !strings.EqualFold(address.Address, identity):
		return "the identity lets e-mail come from " + identity + ", not from " + address.Address, "Name the identity of that address or of its domain, or send from " + identity + "."
	case !own && !strings.EqualFold(domain, identity) && !strings.HasSuffix(strings.ToLower(domain), "."+strings.ToLower(identity)):
		return "the identity is the domain " + identity + ", and " + address.Address + " is not of it", "Name the identity of " + domain + ", or send from an address of " + identity + "."
	}
	return "", ""
}
