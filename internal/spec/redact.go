package spec

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// mask is what is shown from where a secret begins to the end of its line:
// always as long, whatever the length of the secret.
const mask = "********"

// Redact is the text of a file for display (diag.Sources), with the secrets
// masked that someone wrote into it by mistake. Lines keep their numbers, and
// columns before a secret theirs. A file that cannot be read as YAML is masked
// by the names in it, generously; of one that is no text, or no spec by its
// size, nothing is shown.
func Redact(file string, data []byte) []byte { return redact(file, data, specSchema()) }

// RedactRepository is the same for mlauth.yaml.
func RedactRepository(file string, data []byte) []byte { return redact(file, data, repositorySchema()) }

func redact(file string, data []byte, s *jsonschema.Schema) []byte {
	if len(data) > MaxBytes {
		return nil
	}
	doc := newDocument(file, bytes.TrimPrefix(data, byteOrderMark))
	if checkCharacters(doc) != nil {
		return nil
	}
	root, findings := parseDocument(doc)
	if root == nil || findings.HasErrors() {
		return redactLines(doc)
	}
	leaks := findLeaks(doc.text)
	leaked(doc, root, leaks) // poisons, as when the file is judged
	explainAll(root, s)
	r := redactor{doc: doc, masked: map[int]int{}}
	r.walk(root, false)
	r.hideAll(leaks)
	return r.apply()
}

// redactor collects what is masked: of each line (from 0), the offset from
// which it is.
type redactor struct {
	doc    *document
	masked map[int]int
}

// walk masks the values that are wrong and stand where a secret was meant:
// under a name of the schema's for secrets, or under one that sounds so.
func (r *redactor) walk(n *Node, unknown bool) {
	for i, child := range n.children {
		below := unknown
		if n.Kind == Map {
			key := n.keys[i]
			below = below || key.poisoned && child.poisoned // as unknown fields are; a key that is only ill-formed is not
			if below && soundsSecret(key.Text) || misplaced(key.Text, child) {
				r.hide(child)
				continue
			}
		}
		r.walk(child, below)
	}
}

// misplaced is true for what stands, wrongly, in a field for secrets, and for
// a text in a field that sounds like one and takes no text, such as secret: true.
func misplaced(key string, value *Node) bool {
	names := secretNames()
	if slices.Contains(names.secret, key) {
		return anyPoisoned(value)
	}
	return value.poisoned && value.IsString() && soundsSecret(key) && !names.takesText[key]
}

func anyPoisoned(n *Node) bool {
	return n.poisoned || slices.ContainsFunc(n.children, anyPoisoned) || slices.ContainsFunc(n.keys, func(k *Node) bool { return k.poisoned })
}

// hide masks a value; the values of aliases in it where they stand.
func (r *redactor) hide(n *Node) {
	if start, end := n.span(); end > start {
		r.hideBetween(start, end)
	}
	for _, child := range n.children {
		r.hide(child)
	}
}

// hideAll masks what looks like a secret, wherever it stands.
func (r *redactor) hideAll(leaks []leak) {
	for _, l := range leaks {
		r.hideBetween(l.start, l.end)
	}
}

func (r *redactor) hideBetween(start, end int) {
	first, last := r.doc.pos(start).Line-1, r.doc.pos(end-1).Line-1
	for line := first; line <= last; line++ {
		from := r.doc.lines[line]
		if line == first {
			from = start
		}
		if before, ok := r.masked[line]; !ok || from < before {
			r.masked[line] = from
		}
	}
}

func (r *redactor) apply() []byte {
	var out bytes.Buffer
	for line, start := range r.doc.lines {
		if line > 0 {
			out.WriteByte('\n')
		}
		from, hidden := r.masked[line]
		if !hidden {
			out.Write(r.doc.text[start:r.doc.lineEnd(line)])
			continue
		}
		out.Write(r.doc.text[start:from])
		out.WriteString(mask)
	}
	return out.Bytes()
}

var (
	fieldInLine  = regexp.MustCompile(`([A-Za-z][\w.-]*)["']?[ \t]*:(?:[ \t]+|$)`)
	soundsLike   = regexp.MustCompile(`(?i)secret|passw|passphrase|private.?key|credential|api.?key|token`)
	pemBoundary  = []byte("-----BEGIN ")
	pemEnd       = []byte("-----END ")
	harmlessText = regexp.MustCompile(`^(?:[{\[#].*|true|false|)$`)
)

// redactLines masks without a tree: after a name that sounds like a secret,
// all that is on the line and all that is indented deeper below it.
func redactLines(doc *document) []byte {
	r := redactor{doc: doc, masked: map[int]int{}}
	deeper, pem := -1, false
	for line, start := range doc.lines {
		text := doc.lineText(line + 1)
		indent := len(text) - len(bytes.TrimLeft(text, " \t"))
		pem = pem || bytes.Contains(text, pemBoundary)
		switch {
		case len(text) == indent:
		case deeper >= 0 && indent > deeper, pem:
			r.masked[line] = start + indent
		default:
			deeper = -1
			if at := secretInLine(text); at >= 0 {
				r.masked[line], deeper = start+at, indent
			}
		}
		pem = pem && !bytes.Contains(text, pemEnd)
	}
	r.hideAll(findLeaks(doc.text))
	return r.apply()
}

// secretInLine is where the value of a secret begins in a line; -1 when there
// is none. A field that the language has and that only sounds like a secret,
// such as password, is one only with a text right behind it.
func secretInLine(text []byte) int {
	names := secretNames()
	for _, m := range fieldInLine.FindAllSubmatchIndex(text, -1) {
		key := string(text[m[2]:m[3]])
		if !soundsSecret(key) {
			continue
		}
		value := strings.TrimSpace(string(text[m[1]:]))
		if names.known[key] && !slices.Contains(names.secret, key) && harmlessText.MatchString(value) {
			continue
		}
		return m[1]
	}
	return -1
}

// soundsSecret is true for the fields that the schema has for secrets, those
// that are nearly called so, and those that are named like a secret.
func soundsSecret(key string) bool {
	names := secretNames().secret
	return slices.Contains(names, key) || soundsLike.MatchString(key) || diag.Nearest(key, names) != ""
}

// fieldNames are the schema's fields: all, those that anywhere take a text, and
// those that take only a secret reference.
type fieldNames struct {
	known, takesText map[string]bool
	secret           []string
}

var secretNames = sync.OnceValue(func() fieldNames {
	names := fieldNames{known: map[string]bool{}, takesText: map[string]bool{}}
	seen := map[*jsonschema.Schema]bool{}
	var collect func(s *jsonschema.Schema)
	collect = func(s *jsonschema.Schema) {
		if s == nil || seen[s] {
			return
		}
		seen[s] = true
		for _, key := range slices.Sorted(maps.Keys(s.Properties)) {
			sub := s.Properties[key]
			names.known[key] = true
			if takesText(sub) {
				names.takesText[key] = true
			}
			if annotationsOf(target(sub)).secret && !slices.Contains(names.secret, key) {
				names.secret = append(names.secret, key)
			}
			collect(sub)
		}
		for _, sub := range subschemas(s) {
			collect(sub)
		}
	}
	collect(specSchema())
	slices.Sort(names.secret)
	return names
})

func takesText(s *jsonschema.Schema) bool {
	s = target(s)
	return slices.Contains(s.Types, "string") || slices.ContainsFunc(slices.Concat(s.AnyOf, s.OneOf), takesText)
}

// subschemas are the schemas inside a schema, but for its properties.
func subschemas(s *jsonschema.Schema) []*jsonschema.Schema {
	items, _ := s.Items.(*jsonschema.Schema)
	rest, _ := s.AdditionalProperties.(*jsonschema.Schema)
	subs := []*jsonschema.Schema{s.Ref, items, rest, s.PropertyNames, s.If, s.Then, s.Else, s.Not}
	return slices.Concat(subs, s.AllOf, s.AnyOf, s.OneOf)
}
