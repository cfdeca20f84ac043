package spec

import (
	"os"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

var vocabulary = sync.OnceValue(func() *jsonschema.Schema {
	text, err := os.ReadFile("testdata/vocabulary.schema.json")
	if err != nil {
		panic(err)
	}
	s, err := readSchema(text)
	if err != nil {
		panic(err)
	}
	return s
})

// One mistake is one finding, whatever keyword finds it.
func TestExplanations(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"{name: abc, count: 1, share: 0.1, most: 5, level: null, version: v1, either: x, list: [1, a], secret: {env: A}}", ""},
		{"{name: abc, client: {type: machine, scopes: [x]}, shape: {kind: circle, radius: 1.5}, ref: {any: true}, pair: {a: x}}", ""},
		{"[]", "MLA012 1:1-3 the file must be a map, not a list"},
		{"x", "MLA012 1:1-2 the file must be a map, not a string"},
		{"{}", "MLA011 1:1-1 name is missing"},
		{"{nane: abc}", "MLA010 1:2-6 unknown field nane"},
		{"{name: abc, '': 1}", `MLA010 1:13-15 unknown field ""`},
		{"{name: abc, zzz: 1}", "MLA010 1:13-16 unknown field zzz"},
		{"{name: }", "MLA012 1:2-6 name is empty; it must be a string"},
		{"{name: 12}", "MLA012 1:8-10 name must be lower-case letters, not a whole number"},
		{"{name: true}", "MLA012 1:8-12 name must be a string, not true or false"},
		{"{name: 1.5}", "MLA012 1:8-11 name must be lower-case letters, not a number"},
		{"{name: [abc]}", "MLA012 1:8-13 name must be a string, not a list"},
		{"{name: {}}", "MLA012 1:8-10 name must be a string, not a map"},
		{"{name: a}", "MLA015 1:8-9 name must have 2 to 8 characters; it has 1"},
		{"{name: ''}", "MLA015 1:8-10 name must have 2 to 8 characters; it is empty"},
		{"{name: abcdefghi}", "MLA015 1:8-17 name must have 2 to 8 characters; it has 9"},
		{"{name: Abc}", "MLA014 1:8-11 name must be lower-case letters"},
		{"{name: abc, code: y}", "MLA014 1:19-20 code must be of the form ^x"},
		{"{name: abc, count: 0}", "MLA015 1:20-21 count must be between 1 and 10"},
		{"{name: abc, count: 11}", "MLA015 1:20-22 count must be between 1 and 10"},
		{"{name: abc, count: 1.5}", "MLA012 1:20-23 count must be a whole number, not a number"},
		{"{name: abc, count: '5'}", "MLA012 1:20-23 count must be a whole number, not a string"},
		{"{name: abc, count: 2.0}", ""},
		{"{name: abc, share: 0.05}", "MLA015 1:20-24 share must be at least 0.1"},
		{"{name: abc, most: 6}", "MLA015 1:19-20 most must be at most 5"},
		{"{name: abc, level: hihg}", "MLA013 1:20-24 level must be low, high, 3 or null"},
		{"{name: abc, version: v2}", "MLA013 1:22-24 version must be v1"},
		{"{name: abc, either: 5}", "MLA012 1:21-22 either must be a string or true or false, not a whole number"},
		{"{name: abc, list: []}", "MLA015 1:13-17 list must have 1 to 3 items; it has 0"},
		{"{name: abc, list: [a, b, c, d]}", "MLA015 1:13-17 list must have 1 to 3 items; it has 4"},
		{"{name: abc, list: [a, b, a]}", "MLA015 1:26-27 a is listed twice in list"},
		{"{name: abc, list: [[1, {b: 1, a: 2}], [1.0, {a: 2, b: 1}]]}", "MLA015 1:39-58 [1.0, {a: 2, b: 1}] is listed twice in list"},
		{"{name: abc, list: [true]}", "MLA012 1:20-24 item 1 of list must be a string, a whole number, a map or a list, not true or false"},
		{"{name: abc, tags: {}}", "MLA015 1:13-17 tags must have 1 to 2 fields; it has 0"},
		{"{name: abc, tags: {A: b}}", "MLA014 1:20-21 the name A must be lower-case letters"},
		{"{name: abc, tags: {a: 1}}", "MLA012 1:23-24 a must be a string, not a whole number"},
		{"{name: abc, id: 12}", "MLA012 1:17-19 id must be a string or a map, not a whole number"},
		{"{name: abc, id: ab}", "MLA015 1:17-19 id must have at least 3 characters; it has 2"},
		{"{name: abc, id: {env: ab}}", "MLA014 1:18-21 env must be capital letters and _"},
		{"{name: abc, trust: x}", "MLA012 1:20-21 trust must be a map or a list, not a string"},
		{"{name: abc, trust: {github: {repository: 5}}}", "MLA012 1:42-43 repository must be a string, not a whole number"},
		{"{name: abc, trust: [{gitlab: {projet: x}}]}", "MLA010 1:31-37 unknown field projet in trust[0].gitlab"},
		{"{name: abc, trust: {gitlab: {}}}", "MLA011 1:21-27 project is missing in trust.gitlab"},
		{"{name: abc, trust: {githob: {repository: a}}}", "MLA010 1:21-27 unknown field githob in trust"},
		{"{name: abc, trust: {gitlob: {project: a}}}", "MLA010 1:21-27 unknown field gitlob in trust"},
		{"{name: abc, trust: {}}", "MLA016 1:13-18 trust needs exactly one of github and gitlab"},
		{"{name: abc, trust: {x: 1}}", "MLA016 1:13-18 trust needs exactly one of github and gitlab"},
		{"{name: abc, trust: {gitlab: {project: a}, github: {repository: b}}}", "MLA016 1:43-49 gitlab and github cannot be given together"},
		{"{name: abc, shape: {kind: cirkle, radius: 1}}", "MLA013 1:27-33 kind must be circle or square"},
		{"{name: abc, shape: {kind: circle, side: 1}}", "MLA011 1:13-18 radius is missing in shape\nMLA010 1:35-39 unknown field side in shape"},
		{"{name: abc, shape: {kind: square, side: x}}", "MLA012 1:41-42 side must be a number, not a string"},
		{"{name: abc, shape: {radius: 1}}", "MLA011 1:13-18 kind is missing in shape"},
		{"{name: abc, colour: bleu}", "MLA013 1:21-25 colour must be red, green or blue"},
		{"{name: abc, word: reserved}", "MLA013 1:19-27 word must not be reserved"},
		{"{name: abc, open: 'a*'}", "MLA014 1:19-23 open must not be a text with *"},
		{"{name: abc, never: {a: [1]}}", "MLA017 1:13-18 never is not allowed here"},
		{"{name: abc, ref: {}}", "MLA016 1:13-16 ref needs exactly one of branch, tag and any"},
		{"{name: abc, ref: {tag: v1, branch: main}}", "MLA016 1:28-34 tag and branch cannot be given together"},
		{"{name: abc, ref: {any: false}}", "MLA013 1:24-29 any must be true"},
		{"{name: abc, pair: {b: x, a: y}}", "MLA016 1:26-27 b and a cannot be given together"},
		{"{name: abc, pair: {c: x}}", "MLA017 1:20-21 c is not allowed here"},
		{"{name: abc, pair: {}}", "MLA015 1:13-17 pair must have at least 1 field; it has 0"},
		{"{name: abc, client: {type: machine}}", "MLA011 1:13-19 scopes is missing in client: it is required when type is machine"},
		{"{name: abc, client: {type: machine, scopes: [a], urls: [5]}}", "MLA017 1:50-54 urls is not allowed when type is machine"},
		{"{name: abc, client: {type: web}}", "MLA011 1:13-19 urls is missing in client: it is required unless type is machine"},
		{"{name: abc, provider: {metadata: m}}", "MLA011 1:13-21 type is missing in provider: what is given is of type saml"},
		{"{name: abc, provider: {metadata: m, clientId: x}}", "MLA011 1:13-21 issuer is missing in provider: it is required when type is not given\nMLA017 1:24-32 metadata is not allowed when type is not given"},
		{"{name: abc, provider: {tipe: saml, metadata: m}}", "MLA010 1:24-28 unknown field tipe in provider"},
		{"{name: abc, provider: {}}", "MLA011 1:13-21 issuer and clientId are missing in provider: they are required when type is not given"},
		{"{name: abc, ref: {brunch: main, x: 1}}", "MLA010 1:19-25 unknown field brunch in ref\nMLA010 1:33-34 unknown field x in ref"},
		{"{name: abc, ref: {x: 1}}", "MLA010 1:19-20 unknown field x in ref"},
		{"{name: abc, short: ab}", "MLA014 1:20-22 short must be arn:NAME"},
		{"{name: abc, days: 3}", "MLA013 1:19-20 days must be 0, 2 or 7 to 10"},
		{"{name: abc, client: {type: wob}}", "MLA013 1:28-31 type must be machine or web"},
	} {
		root, _ := Parse("spec.yaml", []byte(c.text))
		if got := brief(explainAll(root, vocabulary())); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestRemedies(t *testing.T) {
	for text, want := range map[string]string{
		"{nane: abc}":            "Did you mean name?",
		"{name: abc, nane: abc}": "Remove it: name is given already.",
		"{name: abc, shape: {kind: circle, radius: 1, q: 1}}":          "Allowed here: kind and radius.",
		"{name: abc, tags: {a: 1_000}}":                                `Put it in quotes: "1_000"`,
		"{name: abc, tags: {a: True}}":                                 `Put it in quotes: "True"`,
		"{name: abc, count: '5'}":                                      "Leave the quotes out.",
		"{name: abc, client: {hosted: yes, urls: []}}":                 "Write true.",
		"{name: abc, client: {hosted: \"False\", urls: []}}":           "Write false.",
		"{name: abc, client: {urls: http://x}}":                        "Write a list: [http://x]",
		"{name: abc, tags: }":                                          "Write {} for a map without fields, or remove the key.",
		"{name: Abc}":                                                  "For example: abc",
		"{}":                                                           "Add it, for example: name: abc",
		"{name: abc, client: {type: machine}}":                         "Add it, for example: scopes: [api/read]",
		"{name: abc, level: hihg}":                                     "Did you mean high?",
		"{name: abc, time: 30}":                                        "Add the unit, as in 30m.",
		"{name: abc, time: 30x}":                                       "For example: 15m",
		"{name: abc, days: 3}":                                         "Write one of these.",
		"{name: abc, ref: {any: false}}":                               "Write true, or take any out.",
		"{name: abc, client: {urls: [], password: x}}":                 "Take it out: a client has none.",
		"{name: abc, count: 11}":                                       "Write 10 or less.",
		"{name: abc, count: 0}":                                        "Write 1 or more.",
		"{name: abcdefghi}":                                            "Shorten it by 1.",
		"{name: abc, list: []}":                                        "Add one.",
		"{name: abc, list: [a, b, c, d]}":                              "Take 1 out.",
		"{name: abc, client: {urls: [], scopes: {}}}":                  "For example: [api/read]",
		"{name: abc, client: {urls: [], scopes: [[]]}}":                "For example: api/read",
		"{name: abc, tags: [a]}":                                       "Write a map: each by its name, as in name: …",
		"{name: abc, provider: {metadata: m}}":                         "Add type: saml",
		"{name: abc, provider: {issuer: i, clientId: c, metadata: m}}": "Remove it, or add type.",
	} {
		root, _ := Parse("spec.yaml", []byte(text))
		findings := explainAll(root, vocabulary())
		if len(findings) != 1 || findings[0].Remedy != want {
			t.Errorf("%s: %+v, want %q", text, findings, want)
		}
	}
}

// A value that is wrong and reported has no consequences.
func TestPoisonIsSilent(t *testing.T) {
	for _, text := range []string{
		"{name: abc, client: {type: !x machine, urls: [x]}}",
		"{name: abc, shape: {kind: !x circle, radius: 1}}",
		"{name: !x abc}",
		"{name: abc, 1: x}",
		"{name: abc, word: !x reserved}",
		"{name: abc, ref: {any: !x true}}",
		"{name: abc, list: [!x a, b]}",
	} {
		root, _ := Parse("spec.yaml", []byte(text))
		if findings := explainAll(root, vocabulary()); len(findings) > 0 {
			t.Errorf("%s: %s", text, brief(findings))
		}
	}
}

// A wrong value behind an alias is one finding, where it is written.
func TestAliasIsReportedOnce(t *testing.T) {
	root, _ := Parse("spec.yaml", []byte("name: abc\ntags: {a: &x 5, b: *x}\n"))
	findings := explainAll(root, vocabulary())
	if got := brief(findings); got != "MLA012 2:14-15 a must be a string, not a whole number\nMLA012 2:14-15 b must be a string, not a whole number" {
		t.Error(got)
	}
	if len(findings) == 2 && (len(findings[0].Related) != 0 || len(findings[1].Related) != 1) {
		t.Error("where the alias is used is not said, or said too often")
	}
}
