package spec

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Merged writes a spec as one file that means the same: after merging, without
// extends, each value with the file and line that it came from. Paths that a
// fragment says are made relative to the spec.
func (s *Spec) Merged() []byte {
	p := printer{paths: map[*Node]string{}}
	for _, ref := range s.SecretRefs() {
		p.relative(s.File, ref.Node, ref.File)
	}
	for _, provider := range s.IdentityProviders {
		p.relative(s.File, provider.Metadata.Node, provider.Metadata.File)
	}
	first := []string{"apiVersion", "kind", "metadata", "aws"} // as specs are written
	for _, field := range first {
		if key := s.Node.Key(field); key != nil {
			p.entry(Entry{key, s.Node.Get(field)}, 0)
		}
	}
	for e := range s.Node.Entries() {
		if e.Key.Text != "extends" && !slices.Contains(first, e.Key.Text) {
			p.entry(e, 0)
		}
	}
	return []byte(p.out.String())
}

type printer struct {
	out   strings.Builder
	paths map[*Node]string // paths that are written otherwise than they were said
}

// relative notes how a path of a fragment is written in the spec.
func (p *printer) relative(file string, holder *Node, text string) {
	at := holder.Get("file")
	if at == nil || text == "" || path.IsAbs(text) || at.Range().File == file {
		return
	}
	name := path.Join(path.Dir(at.Range().File), text)
	up := strings.Split(path.Dir(file), "/")
	if up[0] == "." {
		up = nil
	}
	down := strings.Split(name, "/")
	for len(up) > 0 && len(down) > 1 && up[0] == down[0] {
		up, down = up[1:], down[1:]
	}
	p.paths[at] = strings.Repeat("../", len(up)) + strings.Join(down, "/")
}

// entry writes a key and its value. The place is that of the value; a map says
// none, since what it holds may come from several.
func (p *printer) entry(e Entry, indent int) {
	p.pad(indent)
	p.out.WriteString(quoted(e.Key.Text) + ":")
	switch n := e.Value; {
	case n.Len() == 0:
		p.line(" "+p.scalar(n), n)
	case n.Kind == Map:
		p.out.WriteByte('\n')
		for inner := range n.Entries() {
			p.entry(inner, indent+2)
		}
	default:
		p.line("", n)
		p.items(n, indent+2)
	}
}

// items writes a list, which comes from one place as a whole.
func (p *printer) items(n *Node, indent int) {
	for _, item := range n.Items() {
		p.pad(indent)
		p.out.WriteString("- " + p.flow(item) + "\n")
	}
}

// flow writes a value on one line.
func (p *printer) flow(n *Node) string {
	var parts []string
	switch {
	case n.Len() == 0:
		return p.scalar(n)
	case n.Kind == Map:
		for e := range n.Entries() {
			parts = append(parts, quoted(e.Key.Text)+": "+p.flow(e.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	for _, item := range n.Items() {
		parts = append(parts, p.flow(item))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

func (p *printer) line(text string, n *Node) {
	at := n.Range()
	fmt.Fprintf(&p.out, "%s # %s:%d\n", text, at.File, at.Start.Line)
}

func (p *printer) pad(indent int) { p.out.WriteString(strings.Repeat(" ", indent)) }

// scalar writes a scalar, or a collection without anything in it.
func (p *printer) scalar(n *Node) string {
	switch {
	case n.Kind == Map:
		return "{}"
	case n.Kind == List:
		return "[]"
	case n.Type == String && p.paths[n] != "":
		return quoted(p.paths[n])
	case n.Type == String:
		return quoted(n.Text)
	case n.Type == Null:
		return "null"
	}
	return n.Text
}

var plainText = regexp.MustCompile(`^[A-Za-z0-9/._-]+([A-Za-z0-9 /._@-]*[A-Za-z0-9/._-])?$`)

// quoted writes a text plainly where it reads as the same text, in flow too, and
// else in double quotes.
func quoted(text string) string {
	var n yaml.Node
	if plainText.MatchString(text) && !strings.HasPrefix(text, "-") &&
		yaml.Unmarshal([]byte(text), &n) == nil && len(n.Content) == 1 && n.Content[0].Kind == yaml.ScalarNode &&
		n.Content[0].ShortTag() == "!!str" && n.Content[0].Value == text {
		return text
	}
	return quoteYAML(text)
}
