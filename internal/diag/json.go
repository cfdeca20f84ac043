package diag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

type jsonFinding struct {
	Rule      string        `json:"rule"`
	Severity  Severity      `json:"severity"`
	File      string        `json:"file"`
	Line      int           `json:"line"`
	Column    int           `json:"column"`
	EndLine   int           `json:"endLine"`
	EndColumn int           `json:"endColumn"`
	Path      string        `json:"path"`
	Message   string        `json:"message"`
	Remedy    string        `json:"remedy"`
	Related   []jsonRelated `json:"related,omitempty"`
}

type jsonRelated struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"endLine"`
	EndColumn int    `json:"endColumn"`
	Message   string `json:"message"`
}

type jsonSummary struct {
	Files    int `json:"files"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
	Infos    int `json:"infos"`
}

type jsonReport struct {
	Diagnostics []jsonFinding `json:"diagnostics"`
	Summary     jsonSummary   `json:"summary"`
}

// WriteJSON writes the findings as one object, with the number of files that
// were looked at.
func WriteJSON(w io.Writer, l List, files int) error {
	report := jsonReport{
		Diagnostics: make([]jsonFinding, 0, len(l)),
		Summary:     jsonSummary{files, l.Count(Error), l.Count(Warning), l.Count(Info)},
	}
	for _, d := range l {
		report.Diagnostics = append(report.Diagnostics, toJSON(d))
	}
	return writeIndented(w, report)
}

// writeIndented writes JSON that no terminal obeys.
func writeIndented(w io.Writer, v any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(escapeTerminal(buf.Bytes()))
	return err
}

func toJSON(d Diagnostic) jsonFinding {
	f := jsonFinding{
		Rule: d.Rule, Severity: d.Severity, File: d.Range.File,
		Line: d.Range.Start.Line, Column: d.Range.Start.Column,
		EndLine: d.Range.End.Line, EndColumn: d.Range.End.Column,
		Path: d.Path, Message: d.Message, Remedy: d.Remedy,
	}
	for _, r := range d.Related {
		f.Related = append(f.Related, jsonRelated{
			File: r.Range.File, Line: r.Range.Start.Line, Column: r.Range.Start.Column,
			EndLine: r.Range.End.Line, EndColumn: r.Range.End.Column, Message: r.Message,
		})
	}
	return f
}

// escapeTerminal escapes what encoding/json leaves raw and a terminal would
// obey: DEL, the C1 controls and the bidirectional overrides. In JSON text
// such characters can stand only inside strings, where \u is allowed.
func escapeTerminal(text []byte) []byte {
	var out bytes.Buffer
	for _, r := range string(text) {
		if r != '\n' && unsafeRune(r) {
			fmt.Fprintf(&out, `\u%04x`, r)
		} else {
			out.WriteRune(r)
		}
	}
	return out.Bytes()
}
