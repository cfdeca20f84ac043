package cli

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// section is what docs/checks.md says of one rule.
type section struct {
	id, title, severity string
	online              bool // it depends on what an issuer answers
	fails, passes       []fence
}

// fence is an example: YAML, or with asText a text with escapes.
type fence struct {
	text   string
	asText bool
}

var (
	heading  = regexp.MustCompile(`^### (MLA[0-9]{3}): (.+)$`)
	severity = regexp.MustCompile(`^\*\*(error|warning|info)(, with --online)?\.\*\* \S`)
)

// checksPage reads the sections of docs/checks.md in their order.
func checksPage(t *testing.T) []section {
	t.Helper()
	page, err := os.ReadFile("../../docs/checks.md")
	if err != nil {
		t.Fatal(err)
	}
	var sections []section
	for _, part := range strings.Split("\n"+string(page), "\n### ")[1:] {
		part, _, _ = strings.Cut(part, "\n## ")
		s, err := readSection("### " + part)
		if err != nil {
			t.Errorf("docs/checks.md: %v", err)
		}
		sections = append(sections, s)
	}
	return sections
}

func readSection(text string) (section, error) {
	lines := strings.Split(text, "\n")
	m := heading.FindStringSubmatch(lines[0])
	if m == nil {
		return section{}, fmt.Errorf("the heading %q is not ### MLAnnn: title", lines[0])
	}
	s := section{id: m[1], title: m[2]}
	if len(lines) < 3 || !severity.MatchString(lines[2]) {
		return s, fmt.Errorf("%s: it does not begin with **error.**, **warning.** or **info.** and words", s.id)
	}
	begin := severity.FindStringSubmatch(lines[2])
	s.severity, s.online = begin[1], begin[2] != ""
	var into *[]fence
	for i := 3; i < len(lines); i++ {
		switch line := lines[i]; {
		case line == "Fails:":
			into = &s.fails
		case line == "Passes:":
			into = &s.passes
		case strings.HasPrefix(line, "```") && into != nil:
			f := fence{asText: line == "```text"}
			if !f.asText && line != "```yaml" {
				return s, fmt.Errorf("%s: an example is marked %s, not yaml or text", s.id, line)
			}
			for i++; i < len(lines) && lines[i] != "```"; i++ {
				f.text += lines[i] + "\n"
			}
			*into = append(*into, f)
		}
	}
	if len(s.fails) == 0 || len(s.passes) == 0 {
		return s, fmt.Errorf("%s: it needs what fails and what passes", s.id)
	}
	return s, nil
}

const (
	stackHeader = "apiVersion: mlauth/v1\nkind: AuthStack\n"
	metadata    = "metadata: {name: example, team: docs}\n"
	account     = "aws: {region: us-east-1, accountId: \"123456789012\"}\n"
)

// files are the files of an example by their names in a repository. One that
// is a single text is a spec. What is shown without a header gets one. Those of
// a change are below before and after.
func (f fence) files() (map[string]string, error) {
	if f.asText {
		text, err := unescape(f.text)
		return map[string]string{"specs/example.yaml": text}, err
	}
	archive := txtar.Parse([]byte(f.text))
	if len(archive.Files) == 0 {
		return map[string]string{"specs/example.yaml": withHeader(f.text)}, nil
	}
	if len(archive.Comment) > 0 {
		return nil, errors.New("text stands before its first file")
	}
	files := map[string]string{}
	for _, file := range archive.Files {
		text := string(file.Data)
		_, name := revisionOf(file.Name)
		switch {
		case name == "mlauth.yaml" && !strings.Contains(text, "apiVersion:"):
			text = "apiVersion: mlauth/v1\nkind: AuthRepository\n" + text
		case strings.HasPrefix(name, "specs/") && strings.HasSuffix(name, ".yaml"):
			text = withHeader(text)
		}
		files[file.Name] = text
	}
	return files, nil
}

// revisionOf takes apart the name of a file in an example of a change: before/
// or after/, and its name in the repository.
func revisionOf(file string) (revision, name string) {
	for _, revision := range []string{"before", "after"} {
		if name, ok := strings.CutPrefix(file, revision+"/"); ok {
			return revision, name
		}
	}
	return "", file
}

var topLevel = regexp.MustCompile(`(?m)^(apiVersion|metadata|aws):`)

func withHeader(text string) string {
	has := map[string]bool{}
	for _, m := range topLevel.FindAllStringSubmatch(text, -1) {
		has[m[1]] = true
	}
	if has["apiVersion"] {
		return text
	}
	header := stackHeader
	if !has["metadata"] {
		header += metadata
	}
	if !has["aws"] {
		header += account
	}
	return header + text
}

var repeated = regexp.MustCompile(`\(([^()\n]*)\)×([0-9]+)`)

// unescape reads a text that is written for people: with the escapes of Go's
// strings, and (…)×70 for what is repeated.
func unescape(text string) (string, error) {
	var out strings.Builder
	for len(text) > 0 {
		if m := repeated.FindStringSubmatchIndex(text); m != nil && m[0] == 0 {
			inner, err := unescape(text[m[2]:m[3]])
			if err != nil {
				return "", err
			}
			n, _ := strconv.Atoi(text[m[4]:m[5]])
			out.WriteString(strings.Repeat(inner, n))
			text = text[m[1]:]
			continue
		}
		r, multibyte, rest, err := strconv.UnquoteChar(text, 0)
		switch {
		case err != nil:
			return "", fmt.Errorf("%w at %q", err, strings.SplitN(text, "\n", 2)[0])
		case multibyte:
			out.WriteRune(r)
		default:
			out.WriteByte(byte(r))
		}
		text = rest
	}
	return out.String(), nil
}
