package change

import (
	"net/netip"
	"slices"
	"strings"
)

// operator is a condition operator taken apart, such as
// ForAnyValue:StringLikeIfExists.
type operator struct {
	quantifier, base string
	ifExists         bool
}

func (c condition) parse() operator {
	quantifier, base, ok := strings.Cut(c.operator, ":")
	if !ok {
		quantifier, base = "", c.operator
	}
	base, ifExists := strings.CutSuffix(base, "IfExists")
	return operator{quantifier, base, ifExists}
}

// tests compare a wanted value with one that is asked for, for operators that
// are met by any of their values: they report whether the first lets in all
// that the second does.
var tests = map[string]func(wider, value string) bool{
	"StringEquals": equal, "StringLike": includes,
	"ArnEquals": includes, "ArnLike": includes, // the two are the same
	"Bool":      strings.EqualFold,
	"IpAddress": contains,

	"StringEqualsIgnoreCase": strings.EqualFold,
}

func equal(a, b string) bool { return a == b }

// contains compares networks.
func contains(wider, value string) bool {
	a, errA := prefix(wider)
	b, errB := prefix(value)
	return errA == nil && errB == nil && a.Bits() <= b.Bits() && a.Contains(b.Addr())
}

func prefix(text string) (netip.Prefix, error) {
	if !strings.Contains(text, "/") {
		addr, err := netip.ParseAddr(text)
		return netip.PrefixFrom(addr, addr.BitLen()), err
	}
	return netip.ParsePrefix(text)
}

// anyOf reports whether one of the values is enough, so that each can be looked
// at by itself.
func (c condition) anyOf() bool {
	o := c.parse()
	return tests[o.base] != nil && o.quantifier != "ForAllValues"
}

// implies reports whether whatever meets the condition meets another.
func (c condition) implies(wider condition) bool {
	mine, other := c.parse(), wider.parse()
	if !strings.EqualFold(c.key, wider.key) || mine.quantifier != other.quantifier || mine.ifExists && !other.ifExists {
		return false
	}
	test := tests[other.base]
	switch {
	case mine.base != other.base && (mine.base != "StringEquals" || other.base != "StringLike"):
		return false
	case strings.Contains(other.base, "Not"): // all of the values are kept out
		return subset(wider.values, c.values, equal)
	case test == nil:
		return subset(c.values, wider.values, equal) && subset(wider.values, c.values, equal)
	}
	return subset(c.values, wider.values, test)
}

// subset reports whether each of the values is let in by one of the others.
func subset(values, others []string, lets func(wider, value string) bool) bool {
	return !slices.ContainsFunc(values, func(v string) bool {
		return !slices.ContainsFunc(others, func(o string) bool { return lets(o, v) })
	})
}
