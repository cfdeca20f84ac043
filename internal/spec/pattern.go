package spec

import (
	"regexp"
	"regexp/syntax"
	"sort"
	"unicode/utf8"
)

// pattern is a regular expression of the schema. Most say of each character in
// turn what it may be, as ^[a-z][a-z0-9-]{0,39}$ does: those are matched by going
// along the text once, which takes a fifth of the time, and need no compiling,
// which takes longer than all else that is done with a small spec.
type pattern struct {
	text string
	runs []run          // of the characters of the whole text; nil for other patterns
	re   *regexp.Regexp // of those
}

// run is a number of characters of one class.
type run struct {
	min, max int       // max is -1 for any number
	class    []rune    // ranges, from and to
	ascii    [128]bool // the class as far as it is ASCII
}

// newPattern panics where the text is no pattern.
func newPattern(text string) *pattern {
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err == nil {
		if runs := runsOf(parsed); runs != nil {
			return &pattern{text: text, runs: runs}
		}
	}
	return &pattern{text: text, re: regexp.MustCompile(text)}
}

func (p *pattern) String() string { return p.text }

func (p *pattern) fits(t string) bool {
	if p.runs == nil {
		return p.re.MatchString(t)
	}
	for i := range p.runs {
		r := &p.runs[i]
		n := 0
		for ; n != r.max && t != ""; n++ {
			c, size := rune(t[0]), 1
			if c >= utf8.RuneSelf {
				c, size = utf8.DecodeRuneInString(t)
			}
			if !r.has(c) {
				break
			}
			t = t[size:]
		}
		if n < r.min {
			return false
		}
	}
	return t == ""
}

func (r *run) has(c rune) bool {
	if c < utf8.RuneSelf {
		return r.ascii[c]
	}
	return inClass(r.class, c)
}

func inClass(class []rune, c rune) bool {
	i := sort.Search(len(class)/2, func(i int) bool { return class[2*i+1] >= c })
	return i < len(class)/2 && class[2*i] <= c
}

// runsOf are the runs that an expression is made of; nil where it is made of
// anything else. A run may only end where the next cannot go on: then it takes
// all that it can, and there is no second way to match.
func runsOf(re *syntax.Regexp) []run {
	n := len(re.Sub) - 1
	if re.Op != syntax.OpConcat || re.Sub[0].Op != syntax.OpBeginText || re.Sub[n].Op != syntax.OpEndText {
		return nil
	}
	var runs []run
	for _, part := range re.Sub[1:n] {
		if part.Op == syntax.OpLiteral && part.Flags&syntax.FoldCase == 0 {
			for _, c := range part.Rune {
				runs = append(runs, newRun(1, 1, []rune{c, c}))
			}
			continue
		}
		r, ok := runOf(part)
		if !ok {
			return nil
		}
		runs = append(runs, r)
	}
	for i := 1; i < len(runs); i++ {
		if before := runs[i-1]; before.min != before.max && (runs[i].min == 0 || overlap(before.class, runs[i].class)) {
			return nil
		}
	}
	return runs
}

func runOf(re *syntax.Regexp) (run, bool) {
	least, most := 1, 1
	switch re.Op {
	case syntax.OpPlus:
		most = -1
	case syntax.OpStar:
		least, most = 0, -1
	case syntax.OpQuest:
		least = 0
	case syntax.OpRepeat:
		least, most = re.Min, re.Max
	case syntax.OpCharClass:
		return newRun(1, 1, re.Rune), true
	default:
		return run{}, false
	}
	of := re.Sub[0]
	switch {
	case of.Op == syntax.OpCharClass:
		return newRun(least, most, of.Rune), true
	case of.Op == syntax.OpLiteral && of.Flags&syntax.FoldCase == 0 && len(of.Rune) == 1:
		return newRun(least, most, []rune{of.Rune[0], of.Rune[0]}), true
	}
	return run{}, false
}

func newRun(least, most int, class []rune) run {
	r := run{min: least, max: most, class: class}
	for c := range r.ascii {
		r.ascii[c] = inClass(class, rune(c))
	}
	return r
}

// overlap tells whether two classes have a character in common.
func overlap(a, b []rune) bool {
	for i := 0; i < len(a); i += 2 {
		for j := 0; j < len(b); j += 2 {
			if a[i] <= b[j+1] && b[j] <= a[i+1] {
				return true
			}
		}
	}
	return false
}
