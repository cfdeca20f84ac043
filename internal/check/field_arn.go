package check

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var fieldARNRules = []Rule{
	{"MLA126", diag.Error, "An ARN is of the service, the partition and the region that its field takes.", fieldARNs},
	{"MLA127", diag.Warning, "Messages go through a region that serves the pool's.", messageRegions},
}

// arnParts are the parts of an ARN that tell what it is.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
type arnParts struct{ partition, service, region, account, resource string }

func splitARN(text string) arnParts {
	parts := strings.SplitN(text, ":", 6)
	if len(parts) < 6 {
		return arnParts{}
	}
	return arnParts{parts[1], parts[2], parts[3], parts[4], parts[5]}
}

// what names the thing in a few words: "a role of iam".
func (a arnParts) what() string {
	kind, _, _ := strings.Cut(a.resource, ":")
	kind, _, _ = strings.Cut(kind, "/")
	return "a " + kind + " of " + a.service
}

// fieldARN is a place that takes the ARN of one kind of thing.
type fieldARN struct {
	at       *spec.Node
	service  string
	resource string // what the last part begins with
	example  string
	here     bool // it has to be in the stack's region
}

func fieldARNs(s *spec.Spec, report report) {
	for _, f := range fieldsWithARN(s) {
		if f.at == nil || f.at.Text == "" {
			continue
		}
		arn := splitARN(f.at.Text)
		switch partition := spec.Partition(s.AWS.Region); {
		case arn == arnParts{}:
			// not an ARN: the schema says so
		case arn.service != f.service || !strings.HasPrefix(arn.resource, f.resource):
			report(f.at, "this is "+arn.what()+", and the field takes "+f.example, "Write arn:"+partition+":"+f.service+":…:"+f.resource+"….")
		case !regionStands(s):
		case arn.partition != partition:
			report(f.at, "the ARN is of the partition "+arn.partition+", and "+s.AWS.Region+" is in "+partition, "Begin it with arn:"+partition+":.")
		case f.here && arn.region != s.AWS.Region:
			report(f.at, "the function is in "+arn.region+", and the pool in "+s.AWS.Region+": Cognito calls functions of its own region",
				"Name one in "+s.AWS.Region+".")
		}
	}
}

// triggerKeys are the triggers that are an ARN, and those that hold one.
var triggerKeys = []string{
	"preSignUp", "postConfirmation", "preAuthentication", "postAuthentication", "preTokenGeneration", "customMessage", "defineAuthChallenge",
	"createAuthChallenge", "verifyAuthChallengeResponse", "userMigration", "customEmailSender", "customSmsSender",
}

func fieldsWithARN(s *spec.Spec) []fieldARN {
	fields := []fieldARN{{at: s.AWS.Node.Get("assumeRole").Get("roleArn"), service: "iam", resource: "role/", example: "an IAM role"}}
	if !s.OwnsPool() {
		return fields
	}
	p := s.UserPool
	for _, key := range triggerKeys {
		at := p.Triggers.Node.Get(key)
		if at.Has("arn") {
			at = at.Get("arn")
		}
		fields = append(fields, fieldARN{at, "lambda", "function:", "a Lambda function", true})
	}
	return append(fields,
		fieldARN{at: p.Triggers.Node.Get("kmsKeyArn"), service: "kms", example: "a KMS key"},
		fieldARN{at: p.Email.Node.Get("sesIdentityArn"), service: "ses", resource: "identity/", example: "an SES identity"},
		fieldARN{at: noticeNode(p).Get("sesIdentityArn"), service: "ses", resource: "identity/", example: "an SES identity"},
		fieldARN{at: p.Node.Get("sms").Get("callerRoleArn"), service: "iam", resource: "role/", example: "an IAM role"},
	)
}

// noticeNode is where threat protection says how it tells users.
func noticeNode(p *spec.UserPool) *spec.Node {
	return p.ThreatProtection.Node.Get("accountTakeover").Get("notify")
}

// legacyEmailRegions serve pools of many regions, from before SES was
// everywhere.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html#user-pool-email-developer-region-mapping
var legacyEmailRegions = []string{"us-east-1", "us-west-2", "eu-west-1"}

// textRegions are the regions that send text messages for those that could not
// themselves, or still cannot.
// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html
var textRegions = map[string]string{
	"us-east-2": "us-east-1", "ca-central-1": "us-east-1", "ap-south-1": "ap-southeast-1",
	"ap-northeast-2": "ap-northeast-1", "eu-central-1": "eu-west-1", "eu-west-2": "eu-west-1",
}

func messageRegions(s *spec.Spec, report report) {
	if !s.OwnsPool() || !regionStands(s) {
		return
	}
	p, here := s.UserPool, s.AWS.Region
	for _, at := range []*spec.Node{p.Email.Node.Get("sesIdentityArn"), noticeNode(p).Get("sesIdentityArn")} {
		if arn := splitARN(textOf(at)); arn.service == "ses" && arn.region != here && !slices.Contains(legacyEmailRegions, arn.region) {
			report(at, "the SES identity is in "+arn.region+", which does not send for pools in "+here, "Verify the identity in "+here+" too, and name it.")
		}
	}
	if at := p.Triggers.Node.Get("kmsKeyArn"); at != nil {
		if arn := splitARN(at.Text); arn.service == "kms" && arn.region != here {
			report(at, "the key is in "+arn.region+", and the pool in "+here, "Name a key in "+here+".")
		}
	}
	if p.SMS != nil && p.SMS.Region != "" {
		textRegion(p, here, report)
	}
}

// textRegion: Seoul has to send through Tokyo; elsewhere the pool's own region
// is always right.
func textRegion(p *spec.UserPool, here string, report report) {
	const seoul = "ap-northeast-2"
	at := p.SMS.Node.Get("region")
	if at == nil {
		at = p.SMS.Node.OwnKey()
	}
	switch other := textRegions[here]; {
	case here == seoul && p.SMS.Region != other:
		report(at, "pools in "+seoul+" send text messages through "+other, "Set sms.region to "+other+".")
	case p.SMS.Region != here && p.SMS.Region != other:
		report(at, p.SMS.Region+" does not send text messages for pools in "+here, "Take region out.")
	}
}

func textOf(n *spec.Node) string {
	if n == nil {
		return ""
	}
	return n.Text
}
