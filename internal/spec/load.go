package spec

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Bounds of what is read. The largest spec that AWS's quotas make sense of is
// a few thousand lines; beyond these bounds a file is a mistake or an attack.
const (
	MaxBytes = 1 << 20 // whoever reads files need read no more than one byte beyond
	maxNodes = 50_000  // after aliases were expanded
	maxDepth = 64
)

// Parse reads a file into a tree. The tree is nil when there is none: the file
// is not text, not YAML, empty or too large. Parts that could not be read are
// left out or poisoned.
func Parse(file string, data []byte) (*Node, diag.List) {
	if len(data) > MaxBytes {
		return nil, diag.List{tooLarge(file)}
	}
	text, marked := bytes.CutPrefix(data, byteOrderMark)
	doc := newDocument(file, text)
	if d := checkCharacters(doc); d != nil {
		return nil, diag.List{*d}
	}
	root, findings := parseDocument(doc)
	findings = append(findings, leaked(doc, root, findLeaks(doc.text))...)
	if marked {
		findings = append(findings, diag.Diagnostic{
			Rule: RuleByteOrderMark, Severity: diag.Warning, Range: doc.between(0, 0),
			Message: "the file begins with a byte-order mark", Remedy: "Save it as UTF-8 without one.",
		})
	}
	if i := bytes.IndexByte(text, '\r'); i >= 0 {
		findings = append(findings, diag.Diagnostic{
			Rule: RuleCRLF, Severity: diag.Info, Range: doc.between(i, i),
			Message: "lines end in CR LF", Remedy: "Use LF alone, so that the file is the same on every machine.",
		})
	}
	findings = distinct(findings)
	findings.Sort()
	return root, findings
}

func tooLarge(file string) diag.Diagnostic {
	start := diag.Pos{Line: 1, Column: 1}
	return diag.Diagnostic{
		Rule: RuleTooLarge, Range: diag.Range{File: file, Start: start, End: start},
		Message: fmt.Sprintf("the file has more than %d bytes, the most that a spec may have", MaxBytes),
		Remedy:  "Divide it into several specs.",
	}
}

func parseDocument(doc *document) (*Node, diag.List) {
	first, second, err := readYAML(doc.text)
	if err != nil {
		return nil, diag.List{explainSyntax(doc, err)}
	}
	if first == nil || isEmptyDocument(first) && second == nil {
		return nil, diag.List{{
			Rule: RuleEmpty, Range: doc.between(0, 0), Message: "the file is empty",
			Remedy: "Start with apiVersion: mlauth/v1",
		}}
	}
	root, findings := build(doc, first.Content[0])
	if second != nil {
		at := doc.offset(place{int32(second.Line), int32(second.Column)})
		findings = append(findings, diag.Diagnostic{
			Rule: RuleSeveralDocs, Range: doc.between(at, at+len("---")),
			Message: "a second document begins here", Remedy: "A file holds one spec: move the second to its own file.",
		})
	}
	return root, findings
}

// readYAML returns the first document of a text, and the second if there is
// one. It has to look for a second even where one is a mistake: yaml.v3 reads
// a document and leaves what follows unseen, however wrong.
func readYAML(text []byte) (first, second *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil { // yaml.v3 panics where it finds itself in error
			first, second, err = nil, nil, errInternal
		}
	}()
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	read := func() (*yaml.Node, error) {
		var n yaml.Node
		if err := decoder.Decode(&n); errors.Is(err, io.EOF) {
			return nil, nil
		} else if err != nil {
			return nil, err
		}
		return &n, nil
	}
	if first, err = read(); err != nil || first == nil {
		return nil, nil, err
	}
	second, err = read()
	return first, second, err
}

var errInternal = errors.New("the YAML reader failed")

// isEmptyDocument is true for a document that has markers or comments only.
func isEmptyDocument(n *yaml.Node) bool {
	return len(n.Content) == 0 ||
		n.Content[0].Kind == yaml.ScalarNode && n.Content[0].Value == "" && n.Content[0].Tag == "!!null"
}

// distinct leaves out findings that repeat another at the same place, as the
// copies of an alias's value do.
func distinct(l diag.List) diag.List {
	type same struct {
		rule, message string
		at            diag.Range
	}
	seen := make(map[same]bool, len(l))
	kept := l[:0]
	for _, d := range l {
		if k := (same{d.Rule, d.Message, d.Range}); !seen[k] {
			seen[k] = true
			kept = append(kept, d)
		}
	}
	return kept
}
