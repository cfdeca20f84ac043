package deploy

import (
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
)

// secretMark stands for a secret, here and in the engine's own texts.
const secretMark = "[secret]"

// shortestSecret is the length below which a value is not scrubbed: replacing
// every "1" of a text would say more about the secret than leaving it.
const shortestSecret = 6

// secretVariables are variables whose values are secrets and which the engine
// or the plugin could quote.
var secretVariables = []string{
	"AWS_SECRET_ACCESS_KEY",
	"AWS_SESSION_TOKEN",
	"PULUMI_ACCESS_TOKEN",
	"PULUMI_CONFIG_PASSPHRASE",
}

// scrubber takes known secrets out of texts. The engine marks what it knows to
// be secret, but an error of AWS's or the provider's may quote a request.
type scrubber struct{ replacer *strings.Replacer }

// newScrubber knows the given secrets and those in the environment.
func newScrubber(secrets ...string) scrubber {
	for _, name := range secretVariables {
		secrets = append(secrets, os.Getenv(name))
	}
	var forms []string
	for _, secret := range secrets {
		forms = append(forms, formsOf(secret)...)
	}
	// The longest first: one secret may begin with another.
	slices.SortFunc(forms, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	var pairs []string
	for _, form := range slices.Compact(forms) {
		pairs = append(pairs, form, secretMark)
	}
	return scrubber{strings.NewReplacer(pairs...)}
}

// formsOf lists the ways a secret may be written in a text: as it is, trimmed,
// quoted for JSON or Go, encoded for a URL, and line by line where it has
// several, since texts are indented.
func formsOf(secret string) []string {
	quoted, _ := json.Marshal(secret)
	forms := []string{
		secret,
		strings.TrimSpace(secret),
		strings.Trim(string(quoted), `"`),
		strings.Trim(strconv.Quote(secret), `"`),
		url.QueryEscape(secret),
		url.PathEscape(secret),
	}
	if lines := strings.Split(strings.TrimSpace(secret), "\n"); len(lines) > 1 {
		for _, line := range lines {
			// A short line ("}", "-----") is no secret and occurs everywhere.
			if line = strings.TrimSpace(line); len(line) >= 16 {
				forms = append(forms, line)
			}
		}
	}
	return slices.DeleteFunc(forms, func(form string) bool { return len(form) < shortestSecret })
}

// text returns a text without the secrets.
func (s scrubber) text(text string) string {
	if s.replacer == nil {
		return text
	}
	return s.replacer.Replace(text)
}

// value scrubs every string in a JSON value.
func (s scrubber) value(value any) any {
	switch v := value.(type) {
	case string:
		return s.text(v)
	case []any:
		out := make([]any, len(v))
		for i, element := range v {
			out[i] = s.value(element)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, element := range v {
			out[s.text(key)] = s.value(element)
		}
		return out
	default:
		return value
	}
}
