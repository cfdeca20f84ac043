package check

import (
	"net/url"

	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// claimedCallbacks: whoever serves a callback gets the codes of every client that
// has it. Loopback addresses are everybody's own.
func claimedCallbacks(specs []*spec.Spec, report report) {
	taken := holders{}
	for _, s := range specs {
		eachClient(s, func(_ string, c spec.Client) {
			for _, item := range c.Node.Get("callbackUrls").Items() {
				if u, err := url.Parse(item.Text); err != nil || isPrivateHost(u.Hostname()) && u.Host != "" {
					continue
				}
				otherTeam(taken, s, item, item.Text, "this callback", report)
			}
		})
	}
}

// claimedJobs: a job that two teams trust carries what the one gives it to the
// other. AWS services are everybody's.
func claimedJobs(specs []*spec.Spec, report report) {
	taken := holders{}
	for _, s := range specs {
		eachTrust(s, func(_ spec.Workload, t spec.Trust) {
			if t.Service == "" && t.PodIdentity == nil && !t.Node.Poisoned() {
				otherTeam(taken, s, t.Node, policy.TrustIdentity(t, policy.Place{}), "this job", report)
			}
		})
	}
}

func otherTeam(taken holders, s *spec.Spec, at *spec.Node, value, what string, report report) {
	other, is := taken.by(s, at, "", value)
	if is && other.spec.Metadata.Team != s.Metadata.Team && s.Metadata.Team != "" && other.spec.Metadata.Team != "" {
		report(at, what+" is the team "+quote(other.spec.Metadata.Team)+"'s too, in "+other.spec.File,
			"Agree whose it is, and take it out of the other's spec.", firstAt(other.at))
	}
}
