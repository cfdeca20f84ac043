package oidc

// The rules of this package; internal/check says what each is about. IDs are
// stable and never reused.
const (
	ruleNoDocument    = "MLA250"
	rulePrivate       = "MLA251"
	ruleOtherIssuer   = "MLA252"
	ruleNoEndpoint    = "MLA253"
	ruleNoKeys        = "MLA254"
	ruleOtherEndpoint = "MLA255"
	ruleScope         = "MLA256"
	ruleClaim         = "MLA257"
	ruleNoCode        = "MLA258"
	ruleAlgorithm     = "MLA259"

	ruleTrustNoDocument  = "MLA650"
	ruleTrustPrivate     = "MLA651"
	ruleTrustOtherIssuer = "MLA652"
	ruleTrustNoKeys      = "MLA653"
)
