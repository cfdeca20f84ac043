package cli

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/mlauth/mlauth-compile/docs"
	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
)

const (
	home      = "https://github.com/mlauth/mlauth-compile"
	checksURL = home + "/blob/main/docs/checks.md"
)

// rulePages are all rules, each with its section of docs/checks.md.
func rulePages() []diag.RulePage {
	sections := map[string]diag.RulePage{}
	for _, part := range strings.Split(docs.Checks, "\n### ")[1:] {
		heading, rest, _ := strings.Cut(part, "\n")
		id, _, _ := strings.Cut(heading, ":")
		sections[id] = diag.RulePage{URI: checksURL + "#" + anchor(heading), Words: explanation(rest)}
	}
	var pages []diag.RulePage
	for _, rule := range check.All() {
		page := sections[rule.ID]
		page.Rule = rule
		if page.URI == "" {
			page.URI = checksURL
		}
		pages = append(pages, page)
	}
	return pages
}

// ruleSection is a rule's section of docs/checks.md as it is written there, "" for
// what is no rule.
func ruleSection(id string) string {
	_, rest, found := strings.Cut(docs.Checks, "\n### "+strings.ToUpper(id)+":")
	if !found {
		return ""
	}
	section, _, _ := strings.Cut(rest, "\n### ")
	section, _, _ = strings.Cut(section, "\n## ")
	return strings.ToUpper(id) + ":" + strings.TrimRight(section, "\n") + "\n"
}

// anchor is how GitHub names a heading.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-', r == '_', unicode.IsLetter(r), unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

var (
	severityWord = regexp.MustCompile(`^\*\*\w+(?:, with --online)?\.\*\* `)
	markdownLink = regexp.MustCompile(`\[([^\]]*)\]\(([^)\s]*)\)`)
)

// explanation is the text of a section before its examples, as plain text.
func explanation(section string) string {
	words, _, _ := strings.Cut(strings.TrimSpace(section), "\n\nFails:")
	paragraphs := strings.Split(severityWord.ReplaceAllString(words, ""), "\n\n")
	for i, p := range paragraphs {
		p = strings.ReplaceAll(p, "\n", " ")
		paragraphs[i] = markdownLink.ReplaceAllStringFunc(p, func(link string) string {
			m := markdownLink.FindStringSubmatch(link)
			if strings.HasPrefix(m[2], "https://") {
				return m[1] + " (" + m[2] + ")"
			}
			return m[1]
		})
	}
	return strings.Join(paragraphs, "\n")
}
