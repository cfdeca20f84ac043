package policy

import (
	"strings"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// Place is where a stack lives: what completes a name to an ARN.
type Place struct {
	Partition, Region string
	Account           string // "" when the spec does not say
}

// PlaceOf returns the place of a spec's stack.
func PlaceOf(s *spec.Spec) Place {
	return Place{spec.Partition(s.AWS.Region), s.AWS.Region, s.AWS.AccountID}
}

// arn completes a resource of this account and region.
func (p Place) arn(service, resource string) string {
	return "arn:" + p.Partition + ":" + service + ":" + p.Region + ":" + p.Account + ":" + resource
}

// iam completes a resource of IAM, which knows no regions.
func (p Place) iam(resource string) string {
	return "arn:" + p.Partition + ":iam::" + p.Account + ":" + resource
}

// ProviderARN is the ARN of the IAM OIDC provider of an issuer. It follows from
// issuer and account, so that a provider need not be looked up.
func (p Place) ProviderARN(issuer string) string {
	return p.iam("oidc-provider/" + spec.IssuerKey(issuer))
}

// parsedARN is an ARN in its parts.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
type parsedARN struct{ partition, service, region, account, resource string }

func parseARN(text string) (arn parsedARN, ok bool) {
	rest, ok := strings.CutPrefix(text, "arn:")
	for _, part := range []*string{&arn.partition, &arn.service, &arn.region, &arn.account} {
		if !ok {
			return parsedARN{}, false
		}
		*part, rest, ok = strings.Cut(rest, ":")
	}
	arn.resource = rest
	return arn, ok
}
