package spec

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// leak is a stretch of a file's text that looks like a secret, wherever it
// stands: in a value, in a key, in a comment.
type leak struct {
	start, end int
	what       string
	named      bool // told by the name before it, not by its own form
}

// tokenKind is a form of keys and tokens that their issuers made recognisable.
type tokenKind struct {
	prefixes []string
	pattern  *regexp.Regexp
	what     string
}

// The forms are those that the issuers document for secret scanning.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
// https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
// https://docs.gitlab.com/security/tokens/#token-prefixes
// https://docs.slack.dev/authentication/tokens
var tokenKinds = []tokenKind{
	{[]string{"AKIA", "ASIA"}, regexp.MustCompile(`^(?:AKIA|ASIA)[A-Z2-7]{16}\b`), "an AWS access key id"},
	{[]string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_"}, regexp.MustCompile(`^gh[pousr]_[A-Za-z0-9_]{36,}`), "a GitHub token"},
	{[]string{"github_pat_"}, regexp.MustCompile(`^github_pat_[A-Za-z0-9_]{22,}`), "a GitHub token"},
	{[]string{"glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glsoat-", "gloas-", "glagent-", "glimt-", "glffct-"},
		regexp.MustCompile(`^gl[a-z]+-[A-Za-z0-9_.-]{20,}`), "a GitLab token"},
	{[]string{"xoxa-", "xoxb-", "xoxc-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"},
		regexp.MustCompile(`^x(?:ox[a-z]|app)-[A-Za-z0-9-]{10,}`), "a Slack token"},
	{[]string{"eyJ"}, regexp.MustCompile(`^eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}`), "a JSON Web Token"},
	{[]string{"AIza"}, regexp.MustCompile(`^AIza[0-9A-Za-z_-]{35}`), "a Google API key"},
	{[]string{"GOCSPX-"}, regexp.MustCompile(`^GOCSPX-[0-9A-Za-z_-]{28}`), "a Google client secret"},
	{[]string{"hf_"}, regexp.MustCompile(`^hf_[A-Za-z0-9]{34,}`), "a Hugging Face token"},
	{[]string{"sk-ant-", "sk-proj-", "sk-svcacct-", "sk_live_", "rk_live_"},
		regexp.MustCompile(`^[sr]k[-_][A-Za-z0-9_-]{24,}`), "an API key"},
	{[]string{"npm_"}, regexp.MustCompile(`^npm_[A-Za-z0-9]{36}`), "an npm token"},
	{[]string{"pypi-AgE"}, regexp.MustCompile(`^pypi-AgE[A-Za-z0-9_-]{50,}`), "a PyPI token"},
	{[]string{"dapi"}, regexp.MustCompile(`^dapi[0-9a-f]{32}`), "a Databricks token"},
	{[]string{"pul-"}, regexp.MustCompile(`^pul-[0-9a-f]{40}`), "a Pulumi token"},
	{[]string{"dckr_pat_"}, regexp.MustCompile(`^dckr_pat_[A-Za-z0-9_-]{20,}`), "a Docker token"},
	{[]string{"AGE-SECRET-KEY-1"}, regexp.MustCompile(`^AGE-SECRET-KEY-1[0-9A-Z]{50,}`), "an age key"},
}

// shortestToken is the shortest run of name characters that is looked at: every
// kind of token has one. Shorter ones cost nothing.
const shortestToken = 16

// nameBytes are what runs consist of, and firstBytes what tokens begin with.
var nameBytes, firstBytes = func() (name, first [256]bool) {
	for c := range 256 {
		name[c] = isNameByte(byte(c))
	}
	for _, kind := range tokenKinds {
		for _, prefix := range kind.prefixes {
			first[prefix[0]] = true
		}
	}
	return name, first
}()

// findLeaks is one pass over the text: most specs have nothing to look at twice.
func findLeaks(text []byte) []leak {
	var found []leak
	begin := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && nameBytes[text[i]] {
			continue
		}
		if i-begin >= shortestToken {
			found = append(found, tokensIn(text, begin, i)...)
		}
		begin = i + 1
		if i < len(text) && (text[i] == ':' || text[i] == '=') {
			found = append(found, namedSecret(text, i)...)
		}
	}
	found = append(found, keyBlocks(text)...)
	found = append(found, passwordsInURLs(text)...)
	slices.SortFunc(found, func(a, b leak) int { return cmp.Or(a.start-b.start, b.end-a.end) })
	apart := found[:0]
	for _, l := range found {
		if len(apart) == 0 || l.start >= apart[len(apart)-1].end {
			apart = append(apart, l)
		}
	}
	return apart
}

// tokensIn finds tokens that begin in a run of name characters: at its
// beginning, or behind a - or _ in it.
func tokensIn(text []byte, begin, end int) []leak {
	if begin > 5 && text[begin-1] == '~' && text[begin-2] == 'Q' && isDigit(text[begin-3]) {
		return []leak{{start: begin - 6, end: end, what: "a client secret of Microsoft Entra"}}
	}
	for at := begin; at+shortestToken <= end; at++ {
		if !firstBytes[text[at]] || at > begin && text[at-1] != '-' && text[at-1] != '_' {
			continue
		}
		for _, kind := range tokenKinds {
			if !slices.ContainsFunc(kind.prefixes, func(p string) bool { return bytes.HasPrefix(text[at:], []byte(p)) }) {
				continue
			}
			if m := kind.pattern.Find(text[at:]); isDrawn(m) {
				return []leak{{start: at, end: at + len(m), what: kind.what}}
			}
		}
	}
	return nil
}

// isDrawn is true of a match that is no name in lower case, and none of the
// examples of AWS's documentation.
func isDrawn(match []byte) bool {
	const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	return len(match) >= shortestToken && !bytes.HasSuffix(match, []byte("EXAMPLE")) &&
		(bytes.ContainsAny(match, upper) || looksRandom(string(match)))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

var (
	keyBegins = regexp.MustCompile(`-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----`)
	keyEnds   = []byte("PRIVATE KEY")
)

// keyBlocks finds private keys in PEM, to the line that ends them; without one,
// to the end of the text.
func keyBlocks(text []byte) []leak {
	var found []leak
	for at := 0; bytes.Contains(text[at:], pemBoundary); {
		m := keyBegins.FindIndex(text[at:])
		if m == nil {
			break
		}
		start, end := at+m[0], len(text)
		if i := bytes.Index(text[at+m[1]:], pemEnd); i >= 0 {
			end = at + m[1] + i + len(pemEnd)
			if j := bytes.Index(text[end:], keyEnds); j >= 0 {
				end += j + len(keyEnds)
			}
		}
		found = append(found, leak{start: start, end: end, what: "a private key"})
		at = end
	}
	return found
}

var (
	webhook     = regexp.MustCompile(`hooks\.slack\.com/services/[A-Za-z0-9]+/[A-Za-z0-9]+/[A-Za-z0-9]{8,}`)
	urlPassword = regexp.MustCompile(`://[^\s/:@'"{}]+:([^\s/@'"{}]+)@`)
)

// passwordsInURLs finds those in https://user:password@host, and the addresses
// of Slack that are secrets themselves.
func passwordsInURLs(text []byte) []leak {
	var found []leak
	if bytes.IndexByte(text, '@') >= 0 && bytes.Contains(text, []byte("://")) {
		for _, m := range urlPassword.FindAllSubmatchIndex(text, -1) {
			found = append(found, leak{start: m[2], end: m[3], what: "a password in a URL"})
		}
	}
	if bytes.Contains(text, []byte("hooks.slack.com")) {
		for _, m := range webhook.FindAllIndex(text, -1) {
			found = append(found, leak{start: m[0], end: m[1], what: "the secret address of a Slack webhook"})
		}
	}
	return found
}

// leaked makes findings of leaks, and poisons the values that hold them: what
// else is wrong with such a value is not worth a word that may quote it. The
// finding's place has no length, from which the secret's could be read. What
// stands where a secret reference belongs is left to the finding that says so.
func leaked(doc *document, root *Node, leaks []leak) diag.List {
	var findings diag.List
	for _, l := range leaks {
		at := holderOf(root, l)
		if at != nil && (l.named && within(at, "adopt") || awaitsReference(at)) {
			continue
		}
		at.Poison()
		findings = append(findings, diag.Diagnostic{
			Rule: RuleLeak, Range: doc.between(l.start, l.start), Path: at.Path(),
			Message: "this looks like " + l.what,
			Remedy:  "Take it out, and have it replaced where it was issued if the file was committed or shared; a spec refers to secrets: {env: NAME}.",
		})
	}
	return findings
}

// MaskLeaks is a message without what looks like a secret by its own form.
func MaskLeaks(text string) string {
	leaks := findLeaks([]byte(text))
	for _, l := range slices.Backward(leaks) {
		if !l.named {
			text = text[:l.start] + mask + text[l.end:]
		}
	}
	return text
}
