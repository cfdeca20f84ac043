package spec

import (
	"bytes"
	"regexp"
	"strings"
)

// secretEndings end the names of secrets. A name that only begins so, such as
// token-issuer, is of something else.
var secretEndings = []string{
	"secret", "password", "passwd", "passphrase", "pwd", "token", "credential", "credentials",
	"apikey", "api-key", "api_key", "accesskey", "access-key", "access_key",
	"privatekey", "private-key", "private_key", "secretkey", "secret-key", "secret_key",
}

// endsSecret are the last letters of those, in lower case.
var endsSecret = func() (last [256]bool) {
	for _, ending := range secretEndings {
		last[ending[len(ending)-1]] = true
	}
	return last
}()

// namedSecret finds a value that looks drawn at random behind the name of a
// secret, as in api-token: 9f8e… or password=…; at is the colon's place.
func namedSecret(text []byte, at int) []leak {
	end := at
	for end > 0 && (isBlank(text[end-1]) || text[end-1] == '"' || text[end-1] == '\'') {
		end--
	}
	if end == 0 || !endsSecret[text[end-1]|0x20] {
		return nil
	}
	begin := end
	for begin > 0 && isNameByte(text[begin-1]) && end-begin < 64 {
		begin--
	}
	ending := secretEnding(text[begin:end])
	if ending == "" {
		return nil
	}
	start := at + 1
	for start < len(text) && (isBlank(text[start]) || text[start] == '"' || text[start] == '\'') {
		start++
	}
	stop := start
	for stop < len(text) && !isSpace(text[stop]) && !bytes.ContainsRune([]byte(`"',{}[]`), rune(text[stop])) {
		stop++
	}
	value := string(text[start:stop])
	if looksRandom(value) || strings.HasPrefix(ending, "pass") && looksChosen(value) {
		return []leak{{start: start, end: stop, what: "a secret by its name and form", named: true}}
	}
	return nil
}

func secretEnding(name []byte) string {
	for _, ending := range secretEndings {
		if at := len(name) - len(ending); at >= 0 && bytes.EqualFold(name[at:], []byte(ending)) {
			return ending
		}
	}
	return ""
}

var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// looksRandom is true of a text with a part of twelve or more letters and digits
// that go to and fro between the two: words, dates and versions do not.
func looksRandom(value string) bool {
	const longEnough, changesEnough = 12, 3
	if strings.Contains(value, "://") || strings.HasPrefix(value, "arn:") || uuid.MatchString(value) {
		return false
	}
	length, changes := 0, 0
	for i := range len(value) {
		c := value[i]
		if !isNameByte(c) || c == '-' || c == '_' {
			length, changes = 0, 0
			continue
		}
		if length > 0 && isDigit(c) != isDigit(value[i-1]) {
			changes++
		}
		if length++; length >= longEnough && changes >= changesEnough {
			return true
		}
	}
	return false
}

// looksChosen is true of a text as people choose passwords: letters, digits, and
// a sign that names have no use for.
func looksChosen(value string) bool {
	return len(value) >= 8 && strings.ContainsAny(value, "0123456789") && strings.ContainsAny(value, "!@#$%^&*?~|;<>") &&
		strings.ContainsAny(strings.ToLower(value), "abcdefghijklmnopqrstuvwxyz") && !strings.ContainsAny(value, ":/")
}
