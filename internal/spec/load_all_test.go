package spec

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// manyFiles are specs and fragments that share, miss, misuse and go round in
// circles.
func manyFiles() map[string]string {
	texts := map[string]string{
		"specs/base.yaml":   fragmentHead + awsHead + "userPool: {tier: pro}\n",
		"base/a.yaml":       fragmentHead + "extends: b.yaml\nuserPool: {}\n",
		"base/b.yaml":       fragmentHead + "extends: c.yaml\n",
		"base/c.yaml":       fragmentHead + "extends: a.yaml\n",
		"specs/nameless":    "x: 1\n",
		"specs/unkind.yaml": "apiVersion: mlauth/v1\n" + awsHead,
	}
	for i := range 40 {
		texts[fmt.Sprintf("base/own%d.yaml", i)] = fragmentHead + fmt.Sprintf("extends: [own%d.yaml, ../specs/base.yaml]\nmetadata: {tags: {n: %d}}\n", i/2, i)
	}
	extends := []string{"base.yaml", "../base/a.yaml", "[../base/b.yaml, base.yaml]", "gone.yaml", "s1.yaml", "unkind.yaml", "../../x", "nameless"}
	for i := range 80 {
		text := stackHead
		if way := i % (len(extends) + 3); way < len(extends) {
			text += "extends: " + extends[way] + "\n"
		} else {
			text += fmt.Sprintf("extends: [../base/own%d.yaml]\nuserPool: {tier: none%d}\n", i%40, i)
		}
		texts[fmt.Sprintf("specs/s%d.yaml", i)] = text
	}
	return texts
}

// What loading finds does not depend on cores, nor on how many files are loaded at
// a time, and every fragment is read once however many specs extend it, side by side.
func TestLoadIsTheSameOnAllCores(t *testing.T) {
	var run []File
	texts := manyFiles()
	for _, name := range sortedKeys(texts) {
		if name[:5] == "specs" {
			run = append(run, File{name, []byte(texts[name])})
		}
	}
	load := func(cores, handful int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		f := newFiles(texts)
		l := NewLoader(f.read, nil)
		l.handful = handful
		text := ""
		for i, r := range l.Load(run) {
			text += fmt.Sprintln(run[i].Name, r.Spec != nil, l.IsFragment(run[i].Name)) + places(r.Findings)
		}
		for name, n := range f.reads {
			if n > 1 {
				t.Errorf("%s was read %d times", name, n)
			}
		}
		if f.reads["specs/base.yaml"] > 0 {
			t.Error("a fragment of the run was read again")
		}
		return text + places(l.Findings()) + places(l.Idle())
	}
	want := load(1, len(run))
	if want == "" {
		t.Fatal("nothing was loaded")
	}
	for range 10 {
		for _, handful := range []int{len(run), 7, 1} {
			if diff := cmp.Diff(want, load(8, handful)); diff != "" {
				t.Fatalf("%d at a time: %s", handful, diff)
			}
		}
	}
}
