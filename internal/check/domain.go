package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var domainRules = []Rule{
	{"MLA123", diag.Error, "A domain prefix has none of AWS's own words in it.", reservedWords},
	{"MLA124", diag.Error, "A custom domain has a certificate of us-east-1, and a partition that knows custom domains.", customDomain},
	{"MLA125", diag.Warning, "A custom domain stands below a domain of one's own.", parentDomain},
	{"MLA132", diag.Warning, "A link that verifies leads to the pool's domain.", linkDomain},
}

// reservedWords are refused anywhere in a prefix: "Domain cannot contain
// reserved word".
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
var reservedWords = onPool(func(p *spec.UserPool, report report) {
	if p.Domain == nil {
		return
	}
	for _, word := range []string{"amazon", "cognito", "aws"} {
		if strings.Contains(p.Domain.Prefix, word) {
			report(p.Domain.Node.Get("prefix"), "AWS takes no prefix with "+quote(word)+" in it", "Choose one without amazon, aws and cognito.")
			return
		}
	}
})

// customDomain: the pages are served by CloudFront, which takes certificates of
// us-east-1 only, and which GovCloud has not.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-add-custom-domain.html
// https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-cog.html
func customDomain(s *spec.Spec, report report) {
	if !s.OwnsPool() || s.UserPool.Domain == nil || s.UserPool.Domain.Custom == "" {
		return
	}
	d := s.UserPool.Domain
	if spec.Partition(s.AWS.Region) == "aws-us-gov" {
		report(d.Node.Get("custom"), "Cognito has no custom domains in "+s.AWS.Region, "Use domain.prefix.")
		return
	}
	at, arn := d.Node.Get("certificateArn"), splitARN(d.CertificateARN)
	switch {
	case at == nil || d.CertificateARN == "":
	case arn.service != "acm" || !strings.HasPrefix(arn.resource, "certificate/"):
		report(at, "this is "+arn.what("acm")+", not a certificate of ACM", "Write arn:aws:acm:us-east-1:ACCOUNT:certificate/ID.")
	case arn.region != "us-east-1":
		report(at, "the certificate is in "+arn.region+"; a custom domain's has to be in us-east-1, wherever the pool is",
			"Request one for "+d.Custom+" in us-east-1.")
	case arn.partition != spec.Partition(arn.region):
		report(at, "the ARN is of the partition "+arn.partition+", and us-east-1 is in "+spec.Partition(arn.region), "Begin it with arn:"+spec.Partition(arn.region)+":.")
	}
}

var parentDomain = onPool(func(p *spec.UserPool, report report) {
	if p.Domain != nil && strings.Count(p.Domain.Custom, ".") == 1 {
		_, parent, _ := strings.Cut(p.Domain.Custom, ".")
		report(p.Domain.Node.Get("custom"), "Cognito looks for an address of the domain above, and "+quote(parent)+" is a top-level domain",
			"Use a name below it, such as auth."+p.Domain.Custom+".")
	}
})

// linkDomain: signing up fails without one.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
var linkDomain = onPool(func(p *spec.UserPool, report report) {
	if p.Messages.Verification.Mode == "link" && p.Domain == nil && slices.Contains(p.Verify, "email") && !mistaken(p.Node) {
		report(p.Messages.Verification.Node.Get("mode"), "the link leads to the pool's domain, and the pool has none",
			"Add userPool.domain with a prefix, or set mode to code.")
	}
})
