package limits

import (
	"fmt"
	"slices"
)

// vocabulary says how the language writes the words of an enumeration.
type vocabulary struct {
	words map[string]any            // AWS's word: the spec's value
	none  map[string]string         // AWS's word: why the language has none for it
	with  map[string]map[string]any // AWS's word, or nonsense: what else has to be there for it
	list  bool                      // the value is an item of a list
	mute  bool                      // the word is not to be found in what is rendered
}

// enums tries every word of an enumeration, and one that is none.
func enums(v vocabulary) probes {
	return func(l limits) []probe {
		wrong := any("nonsense")
		if v.list {
			wrong = []any{"nonsense"}
		}
		found := []probe{{name: "nonsense", value: wrong, with: v.with["nonsense"]}}
		for _, word := range l.enum {
			value, ok := v.words[word]
			switch {
			case ok:
				p := probe{name: word, value: value, taken: true, with: v.with[word], shows: word}
				if v.mute {
					p.shows = ""
				}
				found = append(found, p)
			case v.none[word] == "":
				panic(fmt.Sprintf("nothing is said of AWS's word %s", word))
			}
		}
		for word := range v.words {
			if !slices.Contains(l.enum, word) {
				panic(fmt.Sprintf("AWS has no word %s", word))
			}
		}
		return found
	}
}

// flags tries both values of what AWS has two words or a boolean for.
func flags(taken ...any) probes { return exactly(taken, []any{"nonsense", 2}) }
