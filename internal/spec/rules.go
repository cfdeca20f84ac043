package spec

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
	RuleLiteralSecret = "MLA901" // a secret is written out where a reference to it belongs
)
