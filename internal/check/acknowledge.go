package check

import (
	"time"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var acknowledgeRules = []Rule{
	{"MLA821", diag.Error, "Who acknowledges the loss of a pool names its id.", acknowledgedPool},
	{"MLA822", diag.Error, "An acknowledgement is of a change that there can be.", acknowledgedWhat},
	{"MLA823", diag.Error, "An acknowledgement holds until a day that there is.", acknowledgedDay},
	{"MLA824", diag.Error, "An acknowledgement says why.", acknowledgedWhy},
}

// ruleExpired needs to know what day it is.
var ruleExpired = diag.Rule{ID: "MLA820", Severity: diag.Warning, Title: "An acknowledgement still holds."}

// Expired are the findings against a spec's acknowledgements that hold no more on a
// day, YYYY-MM-DD in UTC.
func Expired(s *spec.Spec, today string) diag.List {
	var findings diag.List
	for _, a := range s.Lifecycle.Acknowledge {
		if until := a.Node.Get("until"); a.Until != "" && a.Until < today {
			findings = append(findings, finding(ruleExpired.ID, ruleExpired.Severity, until,
				"this was acknowledged until "+a.Until+", and lets nothing through any more",
				"Take the entry out; if the change is still to come, say until when.")...)
		}
	}
	return findings
}

const (
	wholeUserPool     = "userPool"
	wholeIdentityPool = "identityPool"
	everything        = "*"
	lifecycle         = "lifecycle"
)

func isWholePool(resource string) bool {
	return resource == wholeUserPool || resource == wholeIdentityPool
}

func acknowledgedPool(s *spec.Spec, report report) {
	for _, a := range s.Lifecycle.Acknowledge {
		lost := a.Change == "replace" || a.Change == "delete" || a.Change == "create"
		if isWholePool(a.Resource) && lost && a.ID == "" && !a.Node.Has("id") {
			report(a.Node.Get("resource"), "it does not say which pool is lost: without its id the entry lets nothing through",
				"Add the id that the refusal names, as in id: us-east-1_AbCdEfGhI.")
		}
	}
}

func acknowledgedDay(s *spec.Spec, report report) {
	for _, a := range s.Lifecycle.Acknowledge {
		if _, err := time.Parse(time.DateOnly, a.Until); a.Until != "" && err != nil {
			report(a.Node.Get("until"), a.Until+" is no day of the calendar", "Write one that is, such as 2026-12-31.")
		}
	}
}

// acknowledgedWhy: the entry that a refusal proposes has a place for the reason.
func acknowledgedWhy(s *spec.Spec, report report) {
	for _, a := range s.Lifecycle.Acknowledge {
		if a.Reason != "" && !spec.SaysWhy(a.Reason) {
			report(a.Node.Get("reason"), "this says nothing to whoever reviews the loss", "Write why it is wanted, such as: console retired, RISK-812")
		}
	}
}

// acknowledgedWhat knows which changes there are of what.
func acknowledgedWhat(s *spec.Spec, report report) {
	for _, a := range s.Lifecycle.Acknowledge {
		if a.Node.Get("change").Poisoned() || a.Node.Get("resource").Poisoned() {
			continue
		}
		if message, remedy := impossibleEntry(a); message != "" {
			report(a.Node.Get("resource"), message, remedy)
		}
	}
}

func impossibleEntry(a spec.Acknowledgement) (message, remedy string) {
	pool, all := isWholePool(a.Resource), a.Resource == everything
	switch a.Change {
	case "ephemeral":
		if a.Resource != lifecycle {
			return "only the stack as a whole becomes ephemeral", "Write resource: lifecycle."
		}
		return "", ""
	case "create":
		if !pool {
			return "only a pool counts as lost when another is made in its place", "Write resource: userPool or identityPool, with the id of the one that is left behind."
		}
	case "identity":
		if all {
			return "new identities are acknowledged one by one, not by *", "Name the identity provider, userPool for its passkeys, or identityPool for the users of another pool."
		}
	case "remove":
		if pool {
			return "a pool is replaced or deleted; what is removed is a part, such as a scope", "Write its path, such as resourceServers.inference.scopes.admin."
		}
	}
	if a.Resource == lifecycle {
		return "the stack as a whole is not " + a.Change + "d", "Write change: ephemeral, or name the resource that the change is of."
	}
	return "", ""
}
