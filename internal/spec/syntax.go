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
	text    string // how yaml.v3 says it
	parser  bool   // found by the parser, which counts lines from 0, not by the scanner
	message string // {N} is the line where the enclosing construct begins
	remedy  string
	find    func(*document, int) (int, int) // the place in the line, where it can be told
}

// The texts are those of scannerc.go, parserc.go and decode.go of yaml.v3
// v3.0.1; one that is not listed gets a general message.
var syntaxErrors = []syntaxError{
	{text: "found a tab character", message: tabMessage, remedy: tabRemedy, find: findTab},
	{text: "mapping values are not allowed in this context", message: `a field cannot begin here: the line is indented deeper than its neighbours, or has a second ": "`,
		remedy: `align the line with the fields around it; a value that contains ": " needs quotes`, find: findSecondColon},
	{text: "could not find expected ':'", message: "a key without its colon", remedy: `write "key: value", with a space after the colon`},
	{text: "did not find expected key", parser: true, message: "this belongs neither to the map that begins in line {N} nor to anything around it",
		remedy: "align the fields of a map, and look for a quote or bracket that ends too early"},
	{text: "did not find expected '-' indicator", parser: true, message: "this belongs neither to the list that begins in line {N} nor to anything around it",
		remedy: "begin each item of a list with - in the same column, and indent fields of an item deeper than its -"},
	{text: "did not find expected ',' or ']'", parser: true, message: "the list that is opened with [ in line {N} is not closed, or lacks a comma", remedy: "look for a missing , or ]"},
	{text: "did not find expected ',' or '}'", parser: true, message: "the map that is opened with { in line {N} is not closed, or lacks a comma", remedy: "look for a missing , or }"},
	{text: "did not find expected node content", parser: true, message: "a value is missing here", remedy: "look for a bracket or comma too many", find: findStray},
	{text: "did not find expected <document start>", parser: true, message: "the document has ended before this", remedy: "a file holds one map of fields: look at the indentation and at what stands before"},
	{text: "found unexpected end of stream", message: "a quoted text is not closed", remedy: "add the closing quote", find: findOpenQuote},
	{text: "found unexpected document indicator", message: "a quoted text is not closed before ---", remedy: "add the closing quote", find: findOpenQuote},
	{text: "found unknown escape character", message: `a \ that begins no escape`, remedy: `in double quotes write \\, or use single quotes, which take \ as it is`, find: findEscape},
	{text: "did not find expected hexdecimal number", message: "an escape with too few hexadecimal digits", remedy: `write \xHH, \uHHHH or \UHHHHHHHH`, find: findEscape},
	{text: "found invalid Unicode character escape code", message: "an escape that stands for no character", remedy: "write the character itself", find: findEscape},
	{text: "found character that cannot start any token", message: "a value cannot begin with this character", remedy: "put the value in quotes", find: findReserved},
	{text: "block sequence entries are not allowed in this context", message: "a list cannot begin on the line of its key", remedy: "begin it on the next line, or write [a, b]", find: findAfterColon},
	{text: "mapping keys are not allowed in this context", message: "a value cannot begin with ?", remedy: "put the value in quotes", find: findAfterColon},
	{text: "did not find expected alphabetic or numeric character", message: "& begins an anchor and * an alias, which need a name", remedy: "if it is meant as text put it in quotes", find: findReserved},
	{text: "did not find expected comment or line break", message: "text after the | or > that announces a block of lines", remedy: "begin the text on the next line", find: findAfterColon},
	{text: "found an indentation indicator equal to 0", message: "a block of lines cannot be indented by 0", remedy: "leave the digit out", find: findAfterColon},
	{text: "unknown anchor", message: "this alias names no anchor before it", remedy: "if it is meant as text put it in quotes", find: findUnknownAlias},
	{text: "found incompatible YAML document", message: "this version of YAML is not supported", remedy: "leave the %YAML line out"},
	{text: "directive", message: "this % line is not understood", remedy: "leave it out"},
	{text: "tag", message: "this tag is not understood", remedy: "leave it out; text that begins with ! needs quotes", find: findTag},
	{text: "expected '>'", message: "this tag is not understood", remedy: "leave it out; text that begins with ! needs quotes", find: findTag},
	{text: "URI", message: "this tag is not understood", remedy: "leave it out; text that begins with ! needs quotes", find: findTag},
}

const (
	tabMessage = "a tab in the indentation"
	tabRemedy  = "indent with spaces: YAML does not allow tabs there"
)

var generalError = syntaxError{message: "this is not YAML", remedy: "look at the indentation, quotes and brackets here and in the line before"}

// explainSyntax makes a finding of yaml.v3's error.
func explainSyntax(doc *document, err error) diag.Diagnostic {
	text := err.Error()
	if strings.Contains(text, "exceeded max depth") {
		return tooDeepToParse(doc)
	}
	kind := recognise(text)
	line, begins := locate(doc, text, kind)
	if at, ok := tabNear(doc, line); ok {
		kind, line = syntaxErrors[0], at
	}
	at := doc.wholeLine(line)
	if kind.find != nil {
		if start, end := kind.find(doc, line); end > start {
			at = doc.between(start, end)
		}
	}
	d := diag.Diagnostic{Rule: RuleSyntax, Range: at, Remedy: kind.remedy}
	d.Message = strings.ReplaceAll(kind.message, "{N}", strconv.Itoa(begins))
	if strings.Contains(kind.message, "{N}") && begins != line {
		d.Related = []diag.Related{{Range: doc.wholeLine(begins), Message: "it begins here"}}
	}
	return d
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
		Message: "values are nested thousands deep",
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
