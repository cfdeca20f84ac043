package deploy

import (
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
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
// be secret, but an error of AWS's or the provider's may quote a request. Its
// copies know the same; the zero value knows nothing and learns nothing.
type scrubber struct{ known *known }

// known are secrets, in all forms. While one goroutine learns what a program
// reads from AWS, another takes it out of what the engine says.
type known struct {
	mu       sync.RWMutex
	forms    []string
	replacer *strings.Replacer

	once  sync.Once
	later func() []string // secrets that it takes a while to know; nil for none
}

// newScrubber knows the given secrets and those in the environment.
func newScrubber(secrets ...string) scrubber {
	for _, name := range secretVariables {
		secrets = append(secrets, os.Getenv(name))
	}
	s := scrubber{&known{}}
	s.learn(secrets...)
	return s
}

// learn adds secrets to those that are known.
func (s scrubber) learn(secrets ...string) {
	if s.known == nil {
		return
	}
	s.known.mu.Lock()
	defer s.known.mu.Unlock()
	forms := s.known.forms
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
	s.known.forms = slices.Compact(forms)
	var pairs []string
	for _, form := range s.known.forms {
		pairs = append(pairs, form, secretMark)
	}
	s.known.replacer = strings.NewReplacer(pairs...)
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
	if s.known == nil {
		return text
	}
	s.known.mu.RLock()
	defer s.known.mu.RUnlock()
	return s.known.replacer.Replace(text)
}

// quoted is text for one that may quote what was sent or is recorded: it waits
// for the secrets that it takes a while to know.
func (s scrubber) quoted(text string) string {
	if s.known != nil && s.known.later != nil {
		s.known.once.Do(func() { s.learn(s.known.later()...) })
	}
	return s.text(text)
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
