package main

import (
	"strings"
	"testing"
)

func TestSummarySaysWhatFailedAndWhatWasSkipped(t *testing.T) {
	var out strings.Builder
	s := &summary{out: &out, outputs: map[test]string{}}
	err := s.read(strings.NewReader(`{"Action":"output","Package":"p","Test":"TestA","Output":"    a_test.go:1: no engine\n"}
{"Action":"skip","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestB","Output":"    b_test.go:1: wrong\n"}
{"Action":"fail","Package":"p","Test":"TestB"}
{"Action":"output","Package":"p","Test":"TestC","Output":"    c_test.go:1: chatter\n"}
{"Action":"output","Package":"p","Test":"TestC","Output":"    c_test.go:2: note: the seed is 7\n"}
{"Action":"pass","Package":"p","Test":"TestC"}
{"Action":"fail","Package":"p"}
`))
	s.close()
	if err != nil || !s.broken {
		t.Errorf("the failure of the package was overlooked (%v)", err)
	}
	for _, want := range []string{"b_test.go:1: wrong", "skipped: p TestA: a_test.go:1: no engine", "TestC: the seed is 7\n", "1 passed, 1 failed, 1 skipped\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it does not say %q:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "chatter") {
		t.Errorf("what a passing test says is no news:\n%s", out.String())
	}
}
