package spec

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

const (
	fragmentHead = "apiVersion: mlauth/v1\nkind: AuthFragment\n"
	stackHead    = "apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: s, team: t}\n"
	awsHead      = "aws: {region: us-east-1}\n"
)

// files are the files of a repository by name; reads counts.
type files struct {
	texts map[string]string
	reads map[string]int
	lock  *sync.Mutex
}

func newFiles(texts map[string]string) files { return files{texts, map[string]int{}, &sync.Mutex{}} }

func (f files) read(name string) ([]byte, error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	f.reads[name]++
	switch text, ok := f.texts[name]; {
	case ok:
		return []byte(text), nil
	case strings.Contains(name, "link"):
		return nil, ErrOutside
	}
	return nil, fs.ErrNotExist
}

// compileIn compiles the specs of a repository, in order of their names.
func compileIn(t *testing.T, texts map[string]string, settings string) (map[string]*Spec, diag.List) {
	t.Helper()
	repository, findings := CompileRepository(RepositoryFile, []byte(settings))
	if len(findings) > 0 {
		t.Fatal(brief(findings))
	}
	f := newFiles(texts)
	l, specs := NewLoader(f.read, repository), map[string]*Spec{}
	for _, name := range sortedKeys(texts) {
		if strings.HasPrefix(name, "specs/") {
			s, more := l.Compile(name, []byte(texts[name]))
			specs[name], findings = s, append(findings, more...)
		}
	}
	for name, n := range f.reads {
		if n > 1 {
			t.Errorf("%s was read %d times", name, n)
		}
	}
	findings = append(findings, l.Findings()...)
	findings.Sort()
	return specs, findings
}

// places is one line per finding: file:line:column rule message, then the
// related places.
func places(l diag.List) string {
	var b strings.Builder
	for _, d := range l {
		fmt.Fprintf(&b, "%s:%d:%d %s %s\n", d.Range.File, d.Range.Start.Line, d.Range.Start.Column, d.Rule, d.Message)
		for _, r := range d.Related {
			fmt.Fprintf(&b, "  %s:%d:%d %s\n", r.Range.File, r.Range.Start.Line, r.Range.Start.Column, r.Message)
		}
	}
	return b.String()
}

// What cannot be extended is a finding where it is named, and nothing else is
// said about the spec that lacks it. Values that are wrong are found where they
// are written.
func TestExtendsFindings(t *testing.T) {
	for name, c := range map[string]struct {
		texts map[string]string
		want  string
	}{
		"missing": {map[string]string{"specs/s.yaml": stackHead + "extends: ../base/a.yaml\n"},
			"specs/s.yaml:4:10 MLA021 ../base/a.yaml does not exist\n"},
		"missing, in a list": {map[string]string{"specs/s.yaml": stackHead + "extends:\n  - ../base/a.yaml\n  - b.yaml\n", "base/a.yaml": fragmentHead},
			"specs/s.yaml:6:5 MLA021 b.yaml does not exist\n"},
		"missing, from a fragment": {map[string]string{"specs/s.yaml": stackHead + "extends: ../base/a.yaml\n", "base/a.yaml": fragmentHead + "extends: b.yaml\n"},
			"base/a.yaml:3:10 MLA021 b.yaml does not exist\n"},
		"outside": {map[string]string{"specs/s.yaml": stackHead + "extends: ../../a.yaml\n"},
			"specs/s.yaml:4:10 MLA022 ../../a.yaml leads out of the repository\n"},
		"absolute": {map[string]string{"specs/s.yaml": stackHead + "extends: /etc/a.yaml\n"},
			"specs/s.yaml:4:10 MLA022 /etc/a.yaml leads out of the repository\n"},
		"outside by a link": {map[string]string{"specs/s.yaml": stackHead + "extends: link.yaml\n"},
			"specs/s.yaml:4:10 MLA022 link.yaml leads out of the repository\n"},
		"a stack": {map[string]string{"specs/s.yaml": stackHead + "extends: t.yaml\n", "specs/t.yaml": stackHead + awsHead},
			"specs/s.yaml:4:10 MLA021 t.yaml is no fragment: its kind is AuthStack\n"},
		"something else": {map[string]string{"specs/s.yaml": stackHead + "extends: ../x.yaml\n", "x.yaml": "on: push\n"},
			"specs/s.yaml:4:10 MLA021 ../x.yaml is no fragment: it has no kind\n"},
		"itself": {map[string]string{"specs/s.yaml": stackHead + "extends: s.yaml\n"},
			"specs/s.yaml:4:10 MLA021 s.yaml is no fragment: its kind is AuthStack\n"},
		"cycle": {map[string]string{"specs/s.yaml": stackHead + "extends: ../a.yaml\n", "specs/t.yaml": stackHead + "extends: ../c.yaml\n",
			"a.yaml": fragmentHead + "extends: b.yaml\n", "b.yaml": fragmentHead + "extends: [c.yaml]\n", "c.yaml": fragmentHead + "extends: a.yaml\n"},
			"c.yaml:3:10 MLA023 a.yaml is extended in a circle: a.yaml → b.yaml → c.yaml → a.yaml\n"},
		"not a path": {map[string]string{"specs/s.yaml": stackHead + "extends: 5\n"},
			"specs/s.yaml:4:10 MLA012 extends must be a string or a list, not a whole number\n"},
		"syntax": {map[string]string{"specs/s.yaml": stackHead + "extends: ../a.yaml\n", "a.yaml": "a: b: c\n"},
			"a.yaml:1:5 MLA002 a second \": \" in one line\n"},
		"wrong in a fragment, said once": {map[string]string{"specs/s.yaml": stackHead + "extends: ../a.yaml\n", "specs/t.yaml": stackHead + "extends: ../a.yaml\n",
			"a.yaml": fragmentHead + awsHead + "metadata: {name: x}\nuserPool: {tier: pls, zzz: 1}\nclients: {a: {typ: machine}}\n"},
			"a.yaml:4:12 MLA017 name is not allowed when kind is AuthFragment\na.yaml:5:18 MLA013 tier must be lite, essentials or plus\n" +
				"a.yaml:5:23 MLA010 unknown field zzz in userPool\na.yaml:6:15 MLA010 unknown field typ in clients.a\n"},
		"a fragment lacks nothing": {map[string]string{"specs/s.yaml": stackHead + awsHead + "extends: ../a.yaml\nclients: {a: {type: machine, scopes: [x/y]}}\n",
			"a.yaml": fragmentHead + "clients: {a: {tokens: {access: 15m}}}\naws: {profile: p}\nuserPool: {domain: {}}\n"},
			"a.yaml:5:12 MLA016 domain needs at least one of prefix and custom\n  specs/s.yaml:5:10 used here\n"},
		"wrong together": {map[string]string{"specs/s.yaml": stackHead + awsHead + "extends: [../b.yaml]\nclients: {a: {type: machine}}\n",
			"a.yaml": fragmentHead + "clients:\n  a: {callbackUrls: [\"https://x.y\"]}\n", "b.yaml": fragmentHead + "extends: a.yaml\n"},
			"a.yaml:4:7 MLA017 callbackUrls is not allowed when type is machine\n  specs/s.yaml:5:11 used here\n" +
				"specs/s.yaml:6:11 MLA011 scopes is missing in clients.a: it is required when type is machine\n"},
		"no region anywhere": {map[string]string{"specs/s.yaml": stackHead + "extends: ../a.yaml\n", "a.yaml": fragmentHead},
			"specs/s.yaml:1:1 MLA011 aws is missing\n"},
		"a null for nothing": {map[string]string{"specs/s.yaml": stackHead + awsHead + "extends: ../a.yaml\nclients: {b: null}\n", "a.yaml": fragmentHead + "clients: {a: null}\n"},
			"specs/s.yaml:6:11 MLA024 clients.b is null, which removes it, but no file that this one extends has it\n"},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := compileIn(t, c.texts, "")
			if diff := cmp.Diff(c.want, places(findings)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A fragment that two others build on comes once, before both.
func TestOrderOfMerging(t *testing.T) {
	tags := func(text string) string { return fragmentHead + "metadata: {tags: {" + text + "}}\n" }
	specs, findings := compileIn(t, map[string]string{
		"specs/s.yaml":     stackHead[:len(stackHead)-2] + ", tags: {e: s, gone: null}}\nextends: [../x/left.yaml, ../x/right.yaml]\n",
		"x/left.yaml":      tags("b: left, c: left, d: left, e: left") + "extends: deep/base.yaml\n",
		"x/right.yaml":     tags("d: right, e: right") + "extends: [deep/base.yaml]\n",
		"x/deep/base.yaml": tags("a: base, b: base, c: base, gone: base, of-all: base"),
	}, "apiVersion: mlauth/v1\nkind: AuthRepository\ndefaults: {region: eu-west-1, tags: {of-all: settings, a: settings, repo: settings}}\n")
	if len(findings) > 0 {
		t.Fatal(places(findings))
	}
	s := specs["specs/s.yaml"]
	want := map[string]string{"a": "base", "b": "left", "c": "left", "d": "right", "e": "s", "of-all": "base", "repo": "settings"}
	if diff := cmp.Diff(want, s.Metadata.Tags); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"x/deep/base.yaml", "x/left.yaml", "x/right.yaml"}, s.Fragments); diff != "" {
		t.Error(diff)
	}
	if at := s.AWS.Node.Get("region").Range(); s.AWS.Region != "eu-west-1" || at.File != RepositoryFile || at.Start.Line != 3 {
		t.Error(s.AWS.Region, at)
	}
}

// A path in a fragment is relative to the fragment.
func TestPathsAreRelativeToTheirFile(t *testing.T) {
	specs, findings := compileIn(t, map[string]string{
		"specs/team/s.yaml": stackHead + awsHead + "extends: ../../base/a.yaml\nuserPool: {}\nidentityProviders: {own-idp: {issuer: \"https://a.b\", clientId: c, clientSecret: {file: secrets/x}}}\n",
		"base/a.yaml":       fragmentHead + "identityProviders: {corp: {issuer: \"https://a.b\", clientId: c, clientSecret: {file: secrets/x}}}\n",
	}, "")
	if len(findings) > 0 {
		t.Fatal(places(findings))
	}
	var names []string
	for _, ref := range specs["specs/team/s.yaml"].SecretRefs() {
		names = append(names, ref.FileName())
	}
	if !slices.Equal(names, []string{"base/secrets/x", "specs/team/secrets/x"}) {
		t.Error(names)
	}
	if merged := string(specs["specs/team/s.yaml"].Merged()); !strings.Contains(merged, "file: ../../base/secrets/x #") {
		t.Error(merged)
	}
}

// What --merged prints means what the spec means, and says where it is from.
func TestMergedIsTheSameSpec(t *testing.T) {
	files, err := filepath.Glob("../../specs/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join("../..", name)) }
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := "specs/" + filepath.Base(file)
		s, findings := NewLoader(read, nil).Compile(name, data)
		if s == nil || len(findings) > 0 {
			t.Fatal(name, places(findings))
		}
		again, findings := Compile(name, s.Merged())
		if again == nil || len(findings) > 0 {
			t.Fatalf("%s\n%s", places(findings), s.Merged())
		}
		same := cmp.Options{
			cmpopts.IgnoreTypes(&Node{}), cmpopts.IgnoreFields(Spec{}, "Fragments", "Repository"),
			cmp.Exporter(func(reflect.Type) bool { return true }), cmpopts.EquateEmpty(),
		}
		if diff := cmp.Diff(s, again, same); diff != "" {
			t.Errorf("%s: %s\n%s", name, diff, s.Merged())
		}
	}
}

func TestRepositorySettings(t *testing.T) {
	r, findings := CompileRepository(RepositoryFile, []byte("apiVersion: mlauth/v1\nkind: AuthRepository\nrules: {MLA113: off, MLA009: error, MLA10: info}\nparallelism: 0\nsate: {}\n"+
		"iamOidcProviders: [{issuer: \"https://a.b\"}, {issuer: \"https://c.d\", accountIds: [\"123456789012\"]}]\n"))
	want := "mlauth.yaml:3:37 MLA014 the name MLA10 must be the ID of a rule, such as MLA113\n" +
		"mlauth.yaml:4:14 MLA015 parallelism must be between 1 and 256\nmlauth.yaml:5:1 MLA010 unknown field sate\n"
	if diff := cmp.Diff(want, places(findings)); diff != "" {
		t.Error(diff)
	}
	for _, c := range []struct {
		issuer, account string
		want            bool
	}{{"https://a.b", "", true}, {"https://a.b", "1", true}, {"https://c.d", "", false}, {"https://c.d", "123456789012", true}, {"https://e.f", "", false}} {
		if r.HasIAMOIDCProvider(c.issuer, c.account) != c.want {
			t.Errorf("%+v", c)
		}
	}
	for _, c := range []struct {
		rule   string
		before diag.Severity
		after  diag.Severity
		shown  bool
	}{{"MLA113", diag.Warning, diag.Warning, false}, {"MLA113", diag.Error, diag.Error, true}, {"MLA009", diag.Info, diag.Error, true}, {"MLA605", diag.Warning, diag.Warning, true}} {
		if after, shown := r.Severity(diag.Diagnostic{Rule: c.rule, Severity: c.before}); after != c.after || shown != c.shown {
			t.Errorf("%+v: %v %v", c, after, shown)
		}
	}
	if _, findings := CompileRepository(RepositoryFile, []byte("# only a mark\n")); len(findings) > 0 {
		t.Error(places(findings))
	}
}

// The examples of docs/reuse.md are right.
func TestReusePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/reuse.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.Split(string(page), "```")
	yaml := func(i int) string { return strings.TrimPrefix(blocks[2*i+1], "yaml\n") }
	_, findings := compileIn(t, map[string]string{"base/ml-defaults.yaml": yaml(0), "specs/team-fraud.yaml": yaml(1)}, yaml(2))
	if len(findings) > 0 {
		t.Error(places(findings))
	}
}

// Reading is linear in the files, however deep they extend each other: time
// and memory per file stay the same.
func BenchmarkDeepExtends(b *testing.B) {
	for _, depth := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(depth), func(b *testing.B) {
			texts := map[string]string{}
			for i := range depth {
				texts[fmt.Sprintf("f%d.yaml", i)] = fmt.Sprintf("%sextends: [f%d.yaml, f%d.yaml]\nmetadata: {tags: {t%d: x}}\n", fragmentHead, i+1, i+2, i%40)
			}
			for i := range 2 {
				texts[fmt.Sprintf("f%d.yaml", depth+i)] = fragmentHead + awsHead
			}
			data := []byte(stackHead + "extends: f0.yaml\n")
			for b.Loop() {
				l := NewLoader(newFiles(texts).read, nil)
				if s, findings := l.Compile("s.yaml", data); s == nil || len(findings)+len(l.Findings()) > 0 {
					b.Fatal(places(append(findings, l.Findings()...)))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(depth), "ns/file")
		})
	}
}
