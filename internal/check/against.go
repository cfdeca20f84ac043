package check

import "github.com/mlauth/mlauth-compile/internal/diag"

// The rules on what a change does to what is deployed, which need an earlier
// revision beside the specs.
const (
	RuleLosesPool       = "MLA801" // a user pool or identity pool is replaced or deleted
	RuleNewIdentities   = "MLA802" // users get new identities
	RuleImpossible      = "MLA803" // AWS cannot make the change
	RuleBreaksCallers   = "MLA804" // what others depend on is replaced or deleted
	RuleTakenAway       = "MLA805" // a scope or a permissions boundary is taken away
	RuleWidens          = "MLA806" // more can be reached, or by more
	RuleMoved           = "MLA807" // a stack moves to another region or account
	RuleTurnedEphemeral = "MLA808" // a stack becomes ephemeral
	RuleAbandoned       = "MLA809" // a stack is left behind
)

var againstRules = []diag.Rule{
	{ID: RuleLosesPool, Severity: diag.Error, Title: "A user pool or identity pool stays."},
	{ID: RuleNewIdentities, Severity: diag.Error, Title: "Users keep their identities."},
	{ID: RuleImpossible, Severity: diag.Error, Title: "A change is one that AWS can make."},
	{ID: RuleBreaksCallers, Severity: diag.Error, Title: "What others depend on stays."},
	{ID: RuleTakenAway, Severity: diag.Error, Title: "No scope and no permissions boundary is taken away."},
	{ID: RuleWidens, Severity: diag.Info, Title: "What a change lets in is looked at."},
	{ID: RuleMoved, Severity: diag.Error, Title: "A stack with pools stays in its region and account."},
	{ID: RuleTurnedEphemeral, Severity: diag.Error, Title: "A stack does not become ephemeral."},
	{ID: RuleAbandoned, Severity: diag.Warning, Title: "No stack is left behind."},
}
