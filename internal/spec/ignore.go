package spec

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Ignore is a comment that silences rules on one line:
// # mlauth:ignore MLA113, MLA212 -- reason.
type Ignore struct {
	Range  diag.Range // of the comment, without the #
	Line   int        // that it is about: its own, or the next with something on it; 0 for none
	Rules  []RuleName
	Reason bool // it is said why

	Misspelt bool // another word stands for mlauth:ignore: it silences nothing
}

// RuleName is the ID of a rule as somebody wrote it.
type RuleName struct {
	ID string
	At diag.Range
}

// What a file has where it says or means to say that something is ignored: the
// word, or the name of the tool and the ID of a rule.
var ignoreWord, tool, ruleID = []byte("mlauth:ignore"), []byte("mlauth"), []byte("MLA")

// Ignores returns the comments of a file that silence rules, and those that
// were meant to. A file without a line that may be one is not looked at any
// further, and of one that is no YAML nothing is silenced.
func Ignores(file string, data []byte) []Ignore {
	if len(data) > MaxBytes || !bytes.Contains(data, ignoreWord) && !namesRules(data) {
		return nil
	}
	doc := newDocument(file, bytes.TrimPrefix(data, byteOrderMark))
	if checkCharacters(doc) != nil {
		return nil
	}
	root, _ := parseDocument(doc)
	if root == nil {
		return nil
	}
	texts := root.quotedTexts(nil)
	slices.SortFunc(texts, func(a, b stretch) int { return cmp.Compare(a.start, b.start) })
	var found []Ignore
	for line := range doc.lines {
		if at := doc.comment(line, texts); at >= 0 {
			if ignore, ok := doc.ignore(line, at); ok {
				found = append(found, ignore)
			}
		}
	}
	return found
}

// namesRules reports whether a line names the tool, and the ID of a rule after it.
func namesRules(data []byte) bool {
	for line := range bytes.Lines(data) {
		if at := bytes.LastIndex(line, ruleID); at >= 0 && bytes.Contains(bytes.ToLower(line[:at]), tool) {
			return true
		}
	}
	return false
}

// stretch is a part of the text, from and to.
type stretch struct{ start, end int }

// quotedTexts adds the values and keys that may have a # in them which begins
// no comment: those in quotes, and blocks of lines without their first, which
// announces them.
func (n *Node) quotedTexts(all []stretch) []stretch {
	switch n.style {
	case styleSingle, styleDouble:
		start, end := n.span()
		all = append(all, stretch{start, end})
	case styleBlock:
		start, end := n.span()
		all = append(all, stretch{n.doc.headerEnd(start), end})
	}
	for i, child := range n.children {
		if n.Kind == Map {
			all = n.keys[i].quotedTexts(all)
		}
		all = child.quotedTexts(all)
	}
	return all
}

// comment is the offset of the # that begins the comment of a line (from 0), -1
// when it has none; texts are sorted.
func (d *document) comment(line int, texts []stretch) int {
	for i, end := d.lines[line], d.lineEnd(line); i < end; i++ {
		if d.text[i] != '#' || i > d.lines[line] && !isBlank(d.text[i-1]) {
			continue
		}
		n := sort.Search(len(texts), func(n int) bool { return texts[n].start > i })
		if n == 0 || i >= texts[n-1].end {
			return i
		}
	}
	return -1
}

// ignoreText finds the word behind a #, not always the first of the comment,
// what follows it, and where a reason is given, its -- and the reason.
var ignoreText = regexp.MustCompile(`#[ \t]*(mlauth:ignore)(?:[ \t]+(.*?))??(?:[ \t]+(--)[ \t]*(.*))?$`)

// nearIgnore finds what was meant for the word: a name of the tool and one for
// leaving out, with or without something between, before the ID of a rule.
var nearIgnore = regexp.MustCompile(`(?i)^#[ \t]*(mlauth(?:-compile)?[ \t:;._/=-]*(?:ignore|disable|suppress|silence|skip|nolint)[a-z-]*)[ \t:=(]+MLA\d{3}\b`)

var ruleWord = regexp.MustCompile(`[^\s,]+`)

// ignore reads the comment that begins at an offset of a line (from 0).
func (d *document) ignore(line, at int) (Ignore, bool) {
	end := d.lineEnd(line)
	m := ignoreText.FindSubmatchIndex(d.text[at:end])
	if m == nil {
		near := nearIgnore.FindSubmatchIndex(d.text[at:end])
		if near == nil {
			return Ignore{}, false
		}
		return Ignore{Range: d.between(at+near[2], at+near[3]), Misspelt: true}, true
	}
	ignore := Ignore{Range: d.between(at+m[2], end), Line: line + 1, Reason: m[8] >= 0 && SaysWhy(string(d.text[at+m[8]:at+m[9]]))}
	if m[4] >= 0 {
		for _, w := range ruleWord.FindAllIndex(d.text[at+m[4]:at+m[5]], -1) {
			start, end := at+m[4]+w[0], at+m[4]+w[1]
			id := string(d.text[start:end])
			if m[6] < 0 && len(ignore.Rules) > 0 && !strings.HasPrefix(strings.ToUpper(id), "MLA") {
				break // a reason without its --
			}
			ignore.Rules = append(ignore.Rules, RuleName{id, d.between(start, end)})
		}
	}
	if len(bytes.TrimLeft(d.text[d.lines[line]:at], " \t")) == 0 {
		ignore.Line = d.nextContent(line)
	}
	return ignore, true
}

// nextContent is the line (from 1) after a line (from 0) that has more than a
// comment; 0 when there is none.
func (d *document) nextContent(line int) int {
	for line++; line < len(d.lines); line++ {
		text := bytes.TrimSpace(d.text[d.lines[line]:d.lineEnd(line)])
		if len(text) > 0 && text[0] != '#' {
			return line + 1
		}
	}
	return 0
}
