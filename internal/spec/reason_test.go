package spec

import "testing"

func TestSaysWhy(t *testing.T) {
	for text, want := range map[string]bool{
		"":                         false,
		"…":                        false,
		"...":                      false,
		"- -":                      false,
		"<why>":                    false,
		"<the reason for this>":    false,
		"[reason]":                 false,
		"{reason}":                 false,
		"TODO":                     false,
		"todo: ":                   false,
		"T.B.D.":                   true, // nobody is kept from lying
		"xxx":                      false,
		"aaaaa":                    false,
		"Why?":                     false,
		"because":                  false,
		"ok":                       false,
		"RISK-812":                 true,
		"as agreed":                true,
		"old":                      true,
		"<b> is drawn by the page": true,
		"なくなった":                    true,
	} {
		if SaysWhy(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

// An ignore with a reason that is still to be filled in has none.
func TestIgnoreNeedsAReason(t *testing.T) {
	for comment, want := range map[string]bool{"MLA113 -- as agreed": true, "MLA113 -- …": false, "MLA113 -- <why>": false, "MLA113 -- ": false, "MLA113": false} {
		found := Ignores("a.yaml", []byte("a: b # mlauth:ignore "+comment+"\n"))
		if len(found) != 1 || found[0].Reason != want {
			t.Errorf("%s: %+v", comment, found)
		}
	}
}
