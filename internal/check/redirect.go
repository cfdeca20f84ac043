package check

import (
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var redirectRules = []Rule{
	{"MLA414", diag.Error, "A callback is absolute and has no fragment.", callbackForm},
	{"MLA415", diag.Error, "A callback is reached by https, or lies on the user's own machine.", callbackHTTPS},
	{"MLA416", diag.Error, "A callback or logout address has no wildcard.", redirectWildcards},
	{"MLA417", diag.Error, "An app's own scheme is for clients of type native.", appSchemes},
	{"MLA418", diag.Warning, "An app's own scheme is a domain name in reverse.", schemeOwner},
	{"MLA419", diag.Warning, "A logout address is reached by https, and has no fragment.", logoutForm},
	{"MLA420", diag.Warning, "A callback belongs to the application, not to Cognito.", cognitoCallback},
	{"MLA434", diag.Warning, "A callback on the user's own machine is at localhost.", loopbackAddress},
	{"MLA435", diag.Warning, "The host of an address is written as browsers write it.", hostForm},
}

// redirect is an address that Cognito sends users to.
type redirect struct {
	client spec.Client
	at     *spec.Node
	url    *url.URL
}

// loopback says that the address is on the user's own machine.
func (r redirect) loopback() bool {
	host := r.url.Hostname()
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}

// web says that a browser goes there, and no app.
func (r redirect) web() bool { return r.url.Scheme == "https" || r.url.Scheme == "http" }

// clear says that what is sent there can be read on its way.
func (r redirect) clear() bool { return r.url.Scheme == "http" && !r.loopback() }

// eachRedirect walks the addresses in some fields of the clients. What cannot
// be parsed is passed over but for callbackForm, which reports it.
func eachRedirect(s *spec.Spec, fields []string, do func(redirect)) {
	eachClient(s, func(_ string, c spec.Client) {
		for _, field := range fields {
			for _, item := range c.Node.Get(field).Items() {
				if u, err := url.Parse(item.Text); err == nil && !item.Poisoned() {
					do(redirect{c, item, u})
				}
			}
		}
	})
}

var (
	callbacks = []string{"callbackUrls"}
	logouts   = []string{"logoutUrls"}
	redirects = []string{"callbackUrls", "logoutUrls"}
)

// callbackForm is RFC 6749, section 3.1.2, which Cognito follows.
func callbackForm(s *spec.Spec, report report) {
	eachClient(s, func(_ string, c spec.Client) {
		for _, item := range c.Node.Get("callbackUrls").Items() {
			u, err := url.Parse(item.Text)
			switch {
			case err != nil || (u.Scheme == "https" || u.Scheme == "http") && !possibleHost(u):
				report(item, "this is not an absolute address", "Write it as https://HOST/PATH.")
			case strings.Contains(item.Text, "#"):
				report(item, "a callback has no fragment: Cognito adds its answer to the query", "Write "+before(item.Text, "#")+", and let the application find its page from there.")
			}
		}
	})
}

// possibleHost is true of an address with a host that there can be, and a port.
func possibleHost(u *url.URL) bool {
	port, err := strconv.ParseUint(u.Port(), 10, 16)
	return u.Hostname() != "" && !strings.ContainsAny(u.Hostname(), "<>{}\"'`|^\\") && (u.Port() == "" || err == nil && port > 0)
}

// hostForm: browsers write a host in lower case and in ASCII, without a dot at
// its end, and Cognito compares letter by letter.
// https://url.spec.whatwg.org/#host-parsing
func hostForm(s *spec.Spec, report report) {
	eachRedirect(s, redirects, func(r redirect) {
		host := r.url.Hostname()
		switch {
		case !r.web() || !possibleHost(r.url):
		case strings.ContainsFunc(host, func(c rune) bool { return c > unicode.MaxASCII }):
			report(r.at, "browsers write this host in ASCII, and Cognito compares addresses letter by letter", "Write the host as the browser sends it, with xn-- before its parts.")
		case host != strings.ToLower(host):
			report(r.at, "browsers write this host in lower case, and Cognito compares addresses letter by letter", "Write "+strings.ToLower(host)+".")
		case strings.HasSuffix(host, "."):
			report(r.at, "the host ends with a dot, which is part of what Cognito compares letter by letter", "Write "+strings.TrimRight(host, ".")+".")
		}
	})
}

func before(text, separator string) string {
	head, _, _ := strings.Cut(text, separator)
	return head
}

// callbackHTTPS leaves the addresses of the loopback interface to
// loopbackAddress.
func callbackHTTPS(s *spec.Spec, report report) {
	eachRedirect(s, callbacks, func(r redirect) {
		if r.clear() && r.url.Hostname() != "" {
			report(r.at, "http sends the sign-in's code in the clear, and Cognito takes it for localhost only", "Write https, or localhost while developing.")
		}
	})
}

// loopbackAddress: RFC 8252, section 8.3, prefers the address to the name, and
// Cognito's reference knows the name alone.
func loopbackAddress(s *spec.Spec, report report) {
	eachRedirect(s, callbacks, func(r redirect) {
		if r.url.Scheme == "http" && r.loopback() && r.url.Hostname() != "localhost" {
			report(r.at, "by http, Cognito promises to take localhost, and says nothing of the address "+r.url.Hostname(), "Write http://localhost, or see that the deploy takes it.")
		}
	})
}

// redirectWildcards: Cognito compares addresses letter by letter.
func redirectWildcards(s *spec.Spec, report report) {
	eachRedirect(s, redirects, func(r redirect) {
		if strings.Contains(r.at.Text, "*") {
			report(r.at, "Cognito compares addresses letter by letter: the * stands for nothing but itself", "List the addresses, or lead them all to one that goes on from there.")
		}
	})
}

// appSchemes: any app on a device may claim such a scheme, and no browser or
// server has one.
func appSchemes(s *spec.Spec, report report) {
	eachRedirect(s, redirects, func(r redirect) {
		if !r.web() && r.client.Type != spec.Native {
			report(r.at, "the scheme "+quote(r.url.Scheme)+" is an app's own, and a client of type "+r.client.Type+" has none",
				"Write https, or set type to native.")
		}
	})
}

// schemeOwner is RFC 8252, section 7.1: without a domain in it, two apps may
// claim the same scheme, and the wrong one gets the code.
func schemeOwner(s *spec.Spec, report report) {
	eachRedirect(s, callbacks, func(r redirect) {
		if !r.web() && r.client.Type == spec.Native && !strings.Contains(r.url.Scheme, ".") {
			report(r.at, "another app may claim the scheme "+quote(r.url.Scheme)+" too, and get the sign-in's code",
				"Name it by a domain of yours in reverse, as in ai.acme.app, or use an https address that the app claims.")
		}
	})
}

func logoutForm(s *spec.Spec, report report) {
	eachRedirect(s, logouts, func(r redirect) {
		switch {
		case r.clear():
			report(r.at, "Cognito may refuse an address by http that is not localhost", "Write https.")
		case strings.Contains(r.at.Text, "#"):
			report(r.at, "Cognito may refuse an address with a fragment", "Write "+before(r.at.Text, "#")+".")
		}
	})
}

// cognitoCallback: these addresses are for the administrator of a provider.
func cognitoCallback(s *spec.Spec, report report) {
	eachRedirect(s, callbacks, func(r redirect) {
		if slices.Contains([]string{"/oauth2/idpresponse", "/saml2/idpresponse"}, r.url.Path) {
			report(r.at, "this is where providers send users to Cognito, not where Cognito sends them to the application",
				"Write the application's own address; give this one to the provider's administrator.")
		}
	})
}
