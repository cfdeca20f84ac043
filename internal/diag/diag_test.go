package diag

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (run with -update to write it)", err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs: %s", file, diff)
	}
}

func at(file string, line, column, endLine, endColumn int) Range {
	return Range{File: file, Start: Pos{line, column}, End: Pos{endLine, endColumn}}
}

var sample = List{
	{Rule: "MLA010", Range: at("a.yaml", 2, 3, 2, 10), Path: "/userPool/pasword", Message: "unknown field pasword in userPool", Remedy: "Did you mean password?"},
	{Rule: "MLA006", Range: at("a.yaml", 4, 3, 4, 4), Message: "b is given twice", Related: []Related{{at("a.yaml", 3, 3, 3, 4), "first given here"}}},
	{Rule: "MLA199", Severity: Warning, Range: at("a.yaml", 3, 1, 4, 7), Message: "a range of two lines"},
	{Rule: "MLA009", Severity: Info, Range: at("b.yaml", 1, 5, 1, 5), Message: "a place after the line"},
	{Rule: "MLA001", Range: at("c\x1b[2J.yaml", 1, 1, 1, 1), Message: "a file without text, \x1b[31m\u202E and\nlines", Remedy: "\x07"},
}

var sources = Sources{
	"a.yaml": []byte("userPool:\n  pasword: 1\n\tb: \"日本\" # \x1b[31m\n  b: 2\r\n"),
	"b.yaml": []byte("\uFEFFa: 1"),
}

func TestWriteText(t *testing.T) {
	for file, color := range map[string]bool{"testdata/text.txt": false, "testdata/color.txt": true} {
		var out bytes.Buffer
		if err := WriteText(&out, sample, sources, Look{Color: color}); err != nil {
			t.Fatal(err)
		}
		golden(t, file, out.Bytes())
	}
}

func TestWriteJSON(t *testing.T) {
	var out bytes.Buffer
	if err := WriteJSON(&out, sample, 3); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/findings.json", out.Bytes())
	out.Reset()
	if err := WriteJSON(&out, nil, 0); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), `"diagnostics": []`) {
		t.Error("no findings are not an empty list: ", out.String())
	}
}

func TestUnderline(t *testing.T) {
	long := strings.Repeat("x", 100) + " here " + strings.Repeat("y", 100)
	for name, c := range map[string]struct {
		text          string
		from, to      int
		source, marks string
	}{
		"one character":   {"a: b", 4, 5, "a: b", "   ^"},
		"several":         {"a: bcd", 4, 7, "a: bcd", "   ^~~"},
		"tabs":            {"\ta:\tb", 5, 6, "    a:  b", "        ^"},
		"a tab itself":    {"\ta", 1, 2, "    a", "^~~~"},
		"wide characters": {"日本: 語", 5, 6, "日本: 語", "      ^~"},
		"combining":       {"e\u0301: x", 5, 6, "e\u0301: x", "   ^"},
		"rocket":          {"🚀✅: x", 5, 6, "🚀✅: x", "      ^"},
		"mark on a mark":  {"e\u0301x: y", 2, 4, "e\u0301x: y", "^~"},
		"jamo":            {"한: x", 6, 7, "한: x", "    ^"},
		"invisible":       {"ti\u200ber\u00ad: x", 1, 7, "ti\uFFFDer\uFFFD: x", "^~~~~~"},
		"place at end":    {"a:", 3, 3, "a:", "  ^"},
		"beyond the end":  {"a: ********", 30, 40, "a: ********", ""},
		"cut at the end":  {"a: ***", 4, 40, "a: ***", "   ^~~"},
		"escape":          {"\x1b[1m", 2, 3, "\uFFFD[1m", " ^"},
		"bad UTF-8":       {"\xff\xfe", 1, 2, "\uFFFD\uFFFD", "^"},
		"nothing":         {"  ", 1, 2, "", ""},
		"long line": {long, 102, 106,
			"…" + strings.Repeat("x", 39) + " here " + strings.Repeat("y", 75) + "…",
			strings.Repeat(" ", 41) + "^~~~"},
		"long range": {long, 1, 200, strings.Repeat("x", 100) + " here " + strings.Repeat("y", 14) + "…", "^" + strings.Repeat("~", 119)},
	} {
		source, marks := underline(c.text, at("f", 1, c.from, 1, c.to), false, lineWindow)
		if source != c.source || marks != c.marks {
			t.Errorf("%s:\n got %q\n     %q\nwant %q\n     %q", name, source, marks, c.source, c.marks)
		}
	}
}

// A terminal breaks what is longer than it is wide, and the marks would be lines
// away from what they mark.
func TestNarrowTerminal(t *testing.T) {
	text := strings.Repeat("x", 60) + " here " + strings.Repeat("模", 60)
	l := List{{Rule: "MLA010", Range: at("f", 1, 62, 1, 66), Message: "m"}}
	for _, wide := range []int{1, 20, 40, 41, 79, 80, 123, 124, 125, 200, 0} {
		var out bytes.Buffer
		if err := WriteText(&out, l, Sources{"f": []byte(text)}, Look{Width: wide}); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(out.String(), "\n")
		source, marks := lines[1], lines[2]
		cells := 0
		for _, c := range layOut(source, at("f", 1, 1, 1, 1)) {
			cells += c.width
		}
		most := wide
		if wide == 0 || wide > 126 {
			most = 126
		}
		if most = max(most, 40); cells > most || len(marks) > most {
			t.Errorf("%d of %d cells:\n%s\n%s", cells, wide, source, marks)
		}
		start := strings.Index(marks, "^~~~")
		if runes := []rune(source); start < 0 || string(runes[start:start+4]) != "here" {
			t.Errorf("%d:\n%s\n%s", wide, source, marks)
		}
	}
}

// Of a line of a megabyte as much is shown as of any long one, and no more is
// looked at.
func TestVeryLongLine(t *testing.T) {
	text := strings.Repeat("é", 500_000) + "here" + strings.Repeat("z", 100_000)
	lines := lineIndex{sources: Sources{"f": []byte(text)}}
	for _, c := range []struct {
		from, to      int
		source, marks string
	}{
		{500_001, 500_005, "…" + strings.Repeat("é", 40) + "here" + strings.Repeat("z", 76) + "…", strings.Repeat(" ", 41) + "^~~~"},
		{1, 2, strings.Repeat("é", 120) + "…", "^"},
		{600_004, 600_005, "…" + strings.Repeat("z", 41), strings.Repeat(" ", 41) + "^"},
	} {
		excerpt, in, cut, ok := lines.excerpt(at("f", 1, c.from, 1, c.to))
		source, marks := underline(excerpt, in, cut, lineWindow)
		if !ok || source != c.source || marks != c.marks || len(excerpt) > 4000 {
			t.Errorf("%d: %q\n%q", c.from, source, marks)
		}
	}
}

// Findings sort the same from every order.
func TestSortIsTotal(t *testing.T) {
	var l List
	for _, file := range []string{"a", "b"} {
		for line := range 2 {
			for _, rule := range []string{"MLA002", "MLA001"} {
				for _, message := range []string{"y", "x"} {
					r := at(file, line+1, 2-line, line+1, 5)
					l = append(l, Diagnostic{Rule: rule, Range: r, Message: message},
						Diagnostic{Rule: rule, Range: r, Message: message, Path: "/p"},
						Diagnostic{Rule: rule, Range: r, Message: message, Severity: Info},
						Diagnostic{Rule: rule, Range: r, Message: message, Related: []Related{{r, "z"}}})
				}
			}
		}
	}
	l.Sort()
	want := slices.Clone(l)
	for seed := range uint64(20) {
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(l), func(i, j int) { l[i], l[j] = l[j], l[i] })
		l.Sort()
		if diff := cmp.Diff(want, l); diff != "" {
			t.Fatal(diff)
		}
	}
	if l[0].Range.File != "a" || l[0].Rule != "MLA001" || l[0].Message != "x" {
		t.Error(l[0])
	}
}

func TestCounts(t *testing.T) {
	if sample.Count(Error) != 3 || sample.Count(Warning) != 1 || sample.Count(Info) != 1 || !sample.HasErrors() {
		t.Error("counted wrong")
	}
	if sample[2:4].HasErrors() || List(nil).HasErrors() {
		t.Error("warnings are errors")
	}
}

func TestNearest(t *testing.T) {
	known := []string{"password", "callbackUrls", "env", "id", "essentials", "description", "passwords"}
	for name, want := range map[string]string{
		"pasword":        "password",
		"passwrod":       "password",
		"callback-urls":  "callbackUrls",
		"CALLBACK_URLS":  "callbackUrls",
		"calbackUrl":     "callbackUrls",
		"essential":      "essentials",
		"evn":            "env",
		"ID":             "id",
		"ie":             "",
		"region":         "",
		"":               "",
		"password":       "passwords", // it is known, so another was meant
		"desciptoin":     "description",
		"xxxdescription": "description",
		"\xff":           "",
		"callback":       "callbackUrls", // it begins with it
		"desc":           "description",
		"des":            "", // too short to say
		"pass":           "", // two do
	} {
		if got := Nearest(name, known); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
		slices.Reverse(known)
		if got := Nearest(name, known); got != want {
			t.Errorf("%q, in another order: %q, want %q", name, got, want)
		}
	}
	if got := Nearest(strings.Repeat("x", 1000), known); got != "" {
		t.Error(got)
	}
}
