package spec

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// yaml.v3 tells a syntax error as a text with a line in it, in the words of
// the C library that it was ported from. Here the text is recognised and said
// in ours; it is never shown itself, since it may quote the file. The line is
// worked out in locate.go.

// syntaxError is one kind of error that yaml.v3 knows.
type syntaxError struct {
	text   string // how yaml.v3 says it, or a part of it
	parser bool   // found by the parser, which counts lines from 0, not by the scanner
	ways   []saying
}

// saying is one way to say an error; the first is taken whose place is found.
type saying struct {
	find            finder // nil: the whole line
	message, remedy string // {N} is the line where the enclosing construct begins
}

// The texts are those of scannerc.go, parserc.go and decode.go of yaml.v3
// v3.0.1; one that is not listed gets a general message.
var syntaxErrors = []syntaxError{
	{text: "mapping values are not allowed in this context", ways: []saying{
		{findSecondColon, `a second ": " in one line`, `Put a value that contains ": " in quotes, or begin a new line.`},
		{findLineWithoutColon, "a key without its colon", colonRemedy},
		{nil, "a field cannot begin here", "Align it with the fields around it: a field whose value is on its own line cannot hold others."},
	}},
	{text: "could not find expected ':'", ways: []saying{{nil, "a key without its colon", colonRemedy}}},
	{text: "did not find expected key", parser: true, ways: []saying{
		{findAfterValue, "text after the end of a value", "Put the whole value in quotes; in single quotes ' is written ''."},
		{nil, "this belongs neither to the map that begins in line {N} nor to anything around it",
			"Align the fields of a map, and look for a quote or bracket that ends too early."},
	}},
	{text: "did not find expected '-' indicator", parser: true, ways: []saying{
		{nil, "this belongs neither to the list that begins in line {N} nor to anything around it",
			"Begin each item of a list with - in the same column, and indent fields of an item deeper than its -."},
	}},
	{text: "did not find expected ',' or ']'", parser: true, ways: []saying{
		{findOpenBracket, "a [ that is not closed, or a comma that is missing after it", "Look for a missing , or ]."},
		{nil, "the list that is opened with [ in line {N} is not closed, or lacks a comma", "Look for a missing , or ]."},
	}},
	{text: "did not find expected ',' or '}'", parser: true, ways: []saying{
		{findOpenBracket, "a { that is not closed, or a comma that is missing after it", "Look for a missing , or }."},
		{nil, "the map that is opened with { in line {N} is not closed, or lacks a comma", "Look for a missing , or }."},
	}},
	{text: "did not find expected node content", parser: true, ways: []saying{
		{findStray, "a value is missing before this", "Look for a bracket or comma too many."},
		{nil, "a value is missing, or a bracket is not closed", "Look for a missing ] or }."},
	}},
	{text: "did not find expected <document start>", parser: true, ways: []saying{
		{nil, "the document has ended before this", "A file holds one map of fields: look at the indentation and at what stands before."},
	}},
	{text: "found unexpected end of stream", ways: []saying{{findOpenQuote, "a quoted text is not closed", "Add the closing quote."}}},
	{text: "found unexpected document indicator", ways: []saying{{findOpenQuote, "a quoted text is not closed before ---", "Add the closing quote."}}},
	{text: "found unknown escape character", ways: []saying{
		{findEscape, `a \ that begins no escape`, `In double quotes write \\, or use single quotes, which take \ as it is.`},
	}},
	{text: "did not find expected hexdecimal number", ways: []saying{
		{findEscape, "an escape with too few hexadecimal digits", `Write \xHH, \uHHHH or \UHHHHHHHH.`},
	}},
	{text: "found invalid Unicode character escape code", ways: []saying{
		{findEscape, "an escape that stands for no character", "Write the character itself."},
	}},
	{text: "found character that cannot start any token", ways: []saying{
		{findReserved, "a value cannot begin with this character", "Put the value in quotes."},
	}},
	{text: "block sequence entries are not allowed in this context", ways: []saying{
		{findAfterColon, "a list cannot begin on the line of its key", "Begin it on the next line, or write [a, b]."},
	}},
	{text: "mapping keys are not allowed in this context", ways: []saying{{findAfterColon, "a value cannot begin with ?", "Put the value in quotes."}}},
	{text: "did not find expected alphabetic or numeric character", ways: []saying{
		{findReserved, "& begins an anchor and * an alias, which need a name", textRemedy},
	}},
	{text: "did not find expected comment or line break", ways: []saying{
		{findAfterColon, "text after the | or > that announces a block of lines", "Begin the text on the next line."},
	}},
	{text: "found an indentation indicator equal to 0", ways: []saying{{findAfterColon, "a block of lines cannot be indented by 0", "Leave the digit out."}}},
	{text: "unknown anchor", ways: []saying{{findUnknownAlias, "this alias names no anchor before it", textRemedy}}},
	{text: "found incompatible YAML document", parser: true, ways: []saying{{nil, "this version of YAML is not supported", "Leave the %YAML line out."}}},
	{text: "found duplicate %", parser: true, ways: []saying{{nil, "this % line comes twice", "Leave it out."}}},
	{text: "found undefined tag handle", parser: true, ways: []saying{{findTag, tagMessage, tagRemedy}}},
	{text: "directive", ways: []saying{{nil, "this % line is not understood", "Leave it out."}}},
	{text: "tag", ways: []saying{{findTag, tagMessage, tagRemedy}}},
	{text: "expected '>'", ways: []saying{{findTag, tagMessage, tagRemedy}}},
	{text: "URI", ways: []saying{{findTag, tagMessage, tagRemedy}}},
}

const (
	colonRemedy = `Write "key: value", with a space after the colon.`
	textRemedy  = "If it is meant as text put it in quotes."
	tagMessage  = "this tag is not understood"
	tagRemedy   = "Leave it out; text that begins with ! needs quotes."
)

// A tab is told in many ways, and none says where: it is looked for whatever
// the error is.
var tabInIndentation = saying{findTab, "a tab in the indentation", "Indent with spaces: YAML does not allow tabs there."}

var generalError = syntaxError{ways: []saying{
	{nil, "this is not YAML", "Look at the indentation, quotes and brackets here and in the line before."},
}}

// A quote that is not closed is told as something else, at the next one.
var quoteNotClosed = saying{nil, "a quoted text is not closed in its line", "Add the closing quote."}

// explainSyntax makes a finding of yaml.v3's error.
func explainSyntax(doc *document, err error) diag.Diagnostic {
	text := err.Error()
	if strings.Contains(text, "exceeded max depth") {
		return tooDeepToParse(doc)
	}
	kind := recognise(text)
	line, begins := locate(doc, kind)
	way, at := phrase(doc, kind, line)
	d := diag.Diagnostic{
		Rule: RuleSyntax, Range: at, Remedy: way.remedy,
		Message: strings.ReplaceAll(way.message, "{N}", strconv.Itoa(begins)),
	}
	if d.Message != way.message && begins != line {
		d.Related = []diag.Related{{Range: doc.wholeLine(begins), Message: "it begins here"}}
		if above := shallower(doc, line); above > 0 && above != begins {
			d.Related = append(d.Related, diag.Related{Range: doc.wholeLine(above), Message: "or this is not indented as it should be"})
		}
	}
	return d
}

// shallower is the nearest line above that is indented less; 0 for none.
func shallower(doc *document, line int) int {
	depth := func(l int) int {
		text := doc.lineText(l)
		return len(text) - len(bytes.TrimLeft(text, " "))
	}
	for l := line - 1; l > 0; l-- {
		if text := bytes.TrimLeft(doc.lineText(l), " "); len(text) > 0 && text[0] != '#' && depth(l) < depth(line) {
			return l
		}
	}
	return 0
}

// phrase chooses the words for an error, and its place.
func phrase(doc *document, kind syntaxError, line int) (saying, diag.Range) {
	if tab, ok := tabNear(doc, line); ok {
		return tabInIndentation, doc.between(findTab(doc, tab))
	}
	if start, end := runawayQuote(doc, line); end > start {
		return quoteNotClosed, doc.between(start, end)
	}
	for _, way := range kind.ways {
		if way.find == nil {
			return way, doc.wholeLine(line)
		}
		if start, end := way.find(doc, line); end > start {
			return way, doc.between(start, end)
		}
	}
	return kind.ways[len(kind.ways)-1], doc.wholeLine(line)
}

func recognise(text string) syntaxError {
	for _, kind := range syntaxErrors {
		if strings.Contains(text, kind.text) {
			return kind
		}
	}
	return generalError
}

// tooDeepToParse points at the line where the nesting goes beyond our bound.
func tooDeepToParse(doc *document) diag.Diagnostic {
	depth, at := 0, 0
	for i, c := range doc.text {
		switch c {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '\n':
			depth = 0
		}
		if depth > maxDepth {
			at = i
			break
		}
	}
	return diag.Diagnostic{
		Rule: RuleTooDeep, Range: doc.between(at, at),
		Message: "values are nested thousands deep", Remedy: "Look for a bracket that is not closed.",
	}
}

var yamlLine = regexp.MustCompile(`^yaml: line ([0-9]+): `)

// reportedLine is the line in an error's text; 0 when it has none.
func reportedLine(text string) int {
	if m := yamlLine.FindStringSubmatch(text); m != nil {
		if n, err := strconv.Atoi(m[1]); err == nil {
			return n
		}
	}
	return 0
}

// tabNear finds a tab in the indentation of a line or its neighbours: whatever
// else the parser makes of it, that is the mistake.
func tabNear(doc *document, line int) (int, bool) {
	for _, l := range []int{line, line + 1, line - 1} {
		text := doc.lineText(l)
		indent := text[:len(text)-len(bytes.TrimLeft(text, " \t"))]
		if len(indent) < len(text) && bytes.IndexByte(indent, '\t') >= 0 {
			return l, true
		}
	}
	return 0, false
}
