package spec

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
)

// The rules of loading and of the schema. IDs are stable and never reused.
const (
	RuleNotText       = "MLA001" // the file is not UTF-8 text
	RuleSyntax        = "MLA002" // the text is not YAML
	RuleTooLarge      = "MLA003" // the file is larger than any spec needs to be
	RuleEmpty         = "MLA004" // the file has no document
	RuleSeveralDocs   = "MLA005" // the file has more than one document
	RuleDuplicateKey  = "MLA006" // a map has a key twice
	RuleAlias         = "MLA007" // aliases contain themselves, or expand to too much
	RuleByteOrderMark = "MLA008" // the file begins with a byte-order mark
	RuleCRLF          = "MLA009" // lines end in CR LF
	RuleUnknownField  = "MLA010" // the language has no such field there
	RuleMissingField  = "MLA011" // a required field is not given
	RuleWrongType     = "MLA012" // a value of another type is expected
	RuleNotAllowed    = "MLA013" // the value is not one of the allowed
	RulePattern       = "MLA014" // the text does not have the expected form
	RuleOutOfRange    = "MLA015" // a number, length or count is too small or too large, or an item comes twice
	RuleExclusive     = "MLA016" // of some fields exactly one, at least one or not both are to be given
	RuleNotHere       = "MLA017" // the field exists, but not beside what else is given
	RuleTooDeep       = "MLA018" // values are nested too deep
	RuleKeyNotText    = "MLA019" // a key of a map is not a string
	RuleUnsupported   = "MLA020" // YAML that the language does without: tags, .inf, merging of what is no map
	RuleNoFragment    = "MLA021" // extends names a file that is not there, or is none to extend
	RuleOutside       = "MLA022" // extends names a file out of the repository
	RuleCycle         = "MLA023" // fragments extend each other in a circle
	RuleIdleNull      = "MLA024" // a null removes nothing
	RuleRuleSetting   = "MLA025" // mlauth.yaml sets a severity that a rule cannot have
	RuleUnknownRule   = "MLA026" // mlauth.yaml speaks of a rule that there is not
	RuleIdleIgnore    = "MLA027" // an ignore silences nothing
	RuleNoReason      = "MLA028" // an ignore has no reason
	RuleIgnoredWhat   = "MLA029" // an ignore names no rule, or one that there is not
	RuleIgnoredError  = "MLA030" // an ignore is to silence an error
	RuleIgnoreWord    = "MLA031" // an ignore is written in another way
	RuleIdleFragment  = "MLA713" // no file of the run extends a fragment
	RuleLiteralSecret = "MLA901" // a secret is written out where a reference to it belongs
	RuleLeak          = "MLA902" // something in the file looks like a key, a token or a password
)

var rules = []diag.Rule{
	{ID: RuleNotText, Severity: diag.Error, Title: "A file is UTF-8 text."},
	{ID: RuleSyntax, Severity: diag.Error, Title: "The text is YAML."},
	{ID: RuleTooLarge, Severity: diag.Error, Title: "A file has at most 1 MiB and 50,000 values."},
	{ID: RuleEmpty, Severity: diag.Error, Title: "A file has a document."},
	{ID: RuleSeveralDocs, Severity: diag.Error, Title: "A file has one document."},
	{ID: RuleDuplicateKey, Severity: diag.Error, Title: "A map has a key once."},
	{ID: RuleAlias, Severity: diag.Error, Title: "Aliases end, and expand to a bounded size."},
	{ID: RuleByteOrderMark, Severity: diag.Warning, Title: "A file begins without a byte-order mark."},
	{ID: RuleCRLF, Severity: diag.Info, Title: "Lines end in LF alone."},
	{ID: RuleUnknownField, Severity: diag.Error, Title: "The language has the field."},
	{ID: RuleMissingField, Severity: diag.Error, Title: "A required field is given."},
	{ID: RuleWrongType, Severity: diag.Error, Title: "A value has the type of its field."},
	{ID: RuleNotAllowed, Severity: diag.Error, Title: "A value is one of those that its field allows."},
	{ID: RulePattern, Severity: diag.Error, Title: "A text has the form of its field."},
	{ID: RuleOutOfRange, Severity: diag.Error, Title: "Numbers, lengths and counts are within bounds, and no item comes twice."},
	{ID: RuleExclusive, Severity: diag.Error, Title: "Of fields that exclude each other one is given."},
	{ID: RuleNotHere, Severity: diag.Error, Title: "A field stands only beside what it goes with."},
	{ID: RuleTooDeep, Severity: diag.Error, Title: "Values are nested 64 deep at most."},
	{ID: RuleKeyNotText, Severity: diag.Error, Title: "A key is a string."},
	{ID: RuleUnsupported, Severity: diag.Error, Title: "A file does without tags, infinity, and merging what is no map."},
	{ID: RuleNoFragment, Severity: diag.Error, Title: "What is extended is there, and is a fragment."},
	{ID: RuleOutside, Severity: diag.Error, Title: "What is extended lies in the repository."},
	{ID: RuleCycle, Severity: diag.Error, Title: "No fragment extends itself, directly or through others."},
	{ID: RuleIdleNull, Severity: diag.Warning, Title: "A null removes something."},
	{ID: RuleRuleSetting, Severity: diag.Error, Title: "A rule is given a severity that it can have."},
	{ID: RuleUnknownRule, Severity: diag.Error, Title: "A rule that mlauth.yaml speaks of exists."},
	{ID: RuleIdleIgnore, Severity: diag.Warning, Title: "An ignore silences something."},
	{ID: RuleNoReason, Severity: diag.Warning, Title: "An ignore has a reason."},
	{ID: RuleIgnoredWhat, Severity: diag.Warning, Title: "An ignore names rules that exist."},
	{ID: RuleIgnoredError, Severity: diag.Warning, Title: "An ignore is about a warning or a note, not about an error."},
	{ID: RuleIgnoreWord, Severity: diag.Warning, Title: "An ignore is written mlauth:ignore."},
	{ID: RuleIdleFragment, Severity: diag.Warning, Title: "A fragment is extended by some spec."},
	{ID: RuleLiteralSecret, Severity: diag.Error, Title: "A secret is referred to, not written out."},
	{ID: RuleLeak, Severity: diag.Error, Title: "Nothing in a file looks like a key, a token or a password."},
}

// Rules returns the rules of loading and of the schema, by ID.
func Rules() []diag.Rule { return slices.Clone(rules) }
