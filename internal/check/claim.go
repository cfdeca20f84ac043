package check

import (
	"net/url"

	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// claimedCallbacks: whoever serves a callback gets the codes of every client that
// has it. Loopback addresses are everybody's own.
var claimedCallbacks = ofOneTeam("this callback")

func claimCallbacks(s *spec.Spec, claim claimFunc) {
	eachClient(s, func(_ string, c spec.Client) {
		for _, item := range c.Node.Get("callbackUrls").Items() {
			if u, err := url.Parse(item.Text); err == nil && (!isPrivateHost(u.Hostname()) || u.Host == "") {
				claim("", item.Text, item.Text, item)
			}
		}
	})
}

// claimedJobs: a job that two teams trust carries what the one gives it to the
// other. AWS services are everybody's.
var claimedJobs = ofOneTeam("this job")

func claimJobs(s *spec.Spec, claim claimFunc) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if t.Service != "" || t.PodIdentity != nil || t.Node.Poisoned() {
			return
		}
		if job := policy.TrustIdentity(t); job != "" {
			claim("", job, "", t.Node)
		}
	})
}

func ofOneTeam(what string) func([]*Summary, claimsMade, reportAt) {
	return func(specs []*Summary, made claimsMade, report reportAt) {
		disputes(specs, made, func(mine, first *claimed) {
			if theirs := first.by.team; theirs != mine.by.team && theirs != "" && mine.by.team != "" {
				report(mine.at, what+" is the team "+quote(theirs)+"'s too, in "+first.by.File,
					"Agree whose it is, and take it out of the other's spec.", first.at.first())
			}
		})
	}
}
