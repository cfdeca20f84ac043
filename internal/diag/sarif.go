package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"path"
	"strconv"
	"strings"
)

// MaxSARIF is how many results of a run GitHub takes:
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
const MaxSARIF = 25_000

// Tool says who found it.
type Tool struct {
	Name, Version, URI string
	Rules              []RulePage // by ID
}

// RulePage is a rule, and where it is explained.
type RulePage struct {
	Rule
	URI   string
	Words string // the explanation, without its examples; empty for none
}

// WriteSARIF writes the findings as a SARIF log (version 2.1.0) of one run:
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
//
// Of more than MaxSARIF findings the worst are written, and the log says so.
func WriteSARIF(w io.Writer, l List, tool Tool) error {
	kept := l.worst(MaxSARIF)
	run := sarifRun{
		Tool:        sarifTool{sarifDriver(tool)},
		ColumnKind:  "unicodeCodePoints",
		Results:     make([]sarifResult, 0, len(kept)),
		Invocations: []sarifInvocation{{ExecutionSuccessful: true}},
	}
	if cut := len(l) - len(kept); cut > 0 {
		run.Invocations[0].Notifications = []sarifNotification{{
			Level: "warning", Message: sarifText(fmt.Sprintf("%d more findings are left out: a run has at most %d.", cut, MaxSARIF)),
		}}
	}
	known := map[string]int{}
	for i, r := range tool.Rules {
		known[r.ID] = i
	}
	prints := fingerprints{}
	for _, d := range kept {
		run.Results = append(run.Results, sarifResultOf(d, known, prints))
	}
	return writeIndented(w, sarifLog{
		Schema:  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

func sarifDriver(tool Tool) sarifComponent {
	driver := sarifComponent{Name: tool.Name, Version: tool.Version, URI: tool.URI, Rules: make([]sarifRule, 0, len(tool.Rules))}
	for _, r := range tool.Rules {
		words := r.Words
		if words == "" {
			words = r.Title
		}
		rule := sarifRule{ID: r.ID, Short: sarifText(r.Title), Full: sarifText(words), Help: sarifText(words + "\n" + r.URI), HelpURI: r.URI}
		rule.Default.Level = sarifLevel(r.Severity)
		driver.Rules = append(driver.Rules, rule)
	}
	return driver
}

func sarifResultOf(d Diagnostic, known map[string]int, prints fingerprints) sarifResult {
	text := d.Message
	if d.Remedy != "" {
		text += "\n" + d.Remedy
	}
	r := sarifResult{
		RuleID: d.Rule, Level: sarifLevel(d.Severity), Message: sarifText(text),
		Locations:    []sarifLocation{{Physical: sarifPlace(d.Range)}},
		Fingerprints: map[string]string{"mlauthFinding/v1": prints.of(d)},
	}
	if i, ok := known[d.Rule]; ok {
		r.RuleIndex = &i
	}
	for i, related := range d.Related {
		message := sarifText(related.Message)
		r.Related = append(r.Related, sarifLocation{ID: &i, Message: &message, Physical: sarifPlace(related.Range)})
	}
	return r
}

func sarifLevel(s Severity) string {
	if s == Info {
		return "note"
	}
	return s.String()
}

func sarifPlace(r Range) sarifPhysical {
	p := sarifPhysical{Region: sarifRegion{r.Start.Line, r.Start.Column, r.End.Line, r.End.Column}}
	p.Artifact.URI = (&url.URL{Path: r.File}).String()
	if path.IsAbs(r.File) {
		p.Artifact.URI = "file://" + p.Artifact.URI
	} else {
		p.Artifact.Base = "%SRCROOT%"
	}
	return p
}

// Braces are placeholders in a message, and [words](target) is a link (sections
// 3.11.5 and 3.11.6): what is meant as it stands is escaped.
var (
	sarifBraces = strings.NewReplacer("{", "{{", "}", "}}")
	sarifLinks  = strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)
)

func sarifText(s string) sarifMessage {
	if strings.Contains(s, "](") {
		s = sarifLinks.Replace(s)
	}
	return sarifMessage{sarifBraces.Replace(s)}
}

// fingerprints tell a finding from others without its line, so that it stays
// the same when text is put before it: by rule, file and path in the spec, and
// by its number among those that are alike in that.
type fingerprints map[string]int

func (f fingerprints) of(d Diagnostic) string {
	alike := d.Rule + "\x00" + d.Range.File + "\x00" + d.Path
	f[alike]++
	sum := sha256.Sum256([]byte(alike + "\x00" + strconv.Itoa(f[alike])))
	return hex.EncodeToString(sum[:16])
}
