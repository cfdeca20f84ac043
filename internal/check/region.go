package check

import (
	"slices"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var regionRules = []Rule{
	{"MLA135", diag.Warning, "A region is one of AWS's.", knownRegion},
}

// regions are those of all partitions, as the AWS SDKs know them. AWS adds
// some, so that another one is a warning only.
// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
var regions = []string{
	"af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
	"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
	"ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1", "eu-central-2", "eu-isoe-west-1", "eu-north-1",
	"eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "eusc-de-east-1", "il-central-1", "me-central-1", "me-south-1",
	"mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-iso-east-1", "us-iso-west-1",
	"us-isob-east-1", "us-isob-west-1", "us-isof-east-1", "us-isof-south-1", "us-west-1", "us-west-2",
}

func knownRegion(s *spec.Spec, report report) {
	places := []*spec.Node{s.AWS.Node.Get("region")}
	if s.OwnsPool() {
		places = append(places, s.UserPool.Node.Get("sms").Get("region"))
	}
	for _, at := range places {
		if at == nil || at.Text == "" || slices.Contains(regions, at.Text) {
			continue
		}
		remedy := "Check the name; a region that is newer than this list is fine."
		if near := diag.Nearest(at.Text, regions); near != "" {
			remedy = "Did you mean " + quote(near) + "?"
		}
		report(at, quote(at.Text)+" is no region that AWS is known to have", remedy)
	}
}

// regionStands reports whether other regions can be held against the stack's: a
// misspelt one is a finding of its own, and not one of each ARN.
func regionStands(s *spec.Spec) bool {
	return slices.Contains(regions, s.AWS.Region) && !s.AWS.Node.Get("region").Poisoned()
}
