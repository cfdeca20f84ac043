package policy

import "unicode/utf8"

// Within reports whether a document has at most so many characters. It is
// written out only when that is not plain to see: a checker asks this of every
// role, and few come near the limit.
func (d Document) Within(limit int) bool {
	return d.bound() <= limit || len(d.JSON()) <= limit
}

// bound is no less than the length of the document as JSON.
func (d Document) bound() int {
	n := len(`{"Version":"2012-10-17","Statement":[]}`)
	for _, s := range d {
		n += len(`{"Effect":,"Principal":{},"Action":,"Resource":,"Condition":{}},`)
		n += textBound(s.Effect) + listBound(s.Actions) + listBound(s.Resources)
		for key, value := range s.Principal {
			n += textBound(key) + textBound(value) + len(`:,`)
		}
		for operator, keys := range s.Conditions {
			n += textBound(operator) + len(`:{},`)
			for key, values := range keys {
				n += textBound(key) + listBound(values) + len(`:,`)
			}
		}
	}
	return n
}

func listBound(list []string) int {
	n := len(`[]`)
	for _, text := range list {
		n += textBound(text) + len(`,`)
	}
	return n
}

// textBound counts what JSON writes as an escape at its longest, \u2028.
func textBound(text string) int {
	n := len(`""`)
	for i := range len(text) {
		if c := text[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			n += len(`\u2028`)
		} else {
			n++
		}
	}
	return n
}
