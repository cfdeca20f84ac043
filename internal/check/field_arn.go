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

// what names the thing: its service, and where that is the wanted one its name.
func (a arnParts) what(service string) string {
	if a.service == service {
		return a.service + "'s " + a.resource
	}
	return "an ARN of " + a.service
}

// fieldARN is a place that takes the ARN of one kind of thing.
type fieldARN struct {
	at      *spec.Node
	kind    arnKind
	inPlace bool // it has to be in the stack's region
}

// arnKind is a kind of thing: its service, what the last part of its ARN begins
// with, and its name.
type arnKind struct {
	service   string
	resources []string
	name      string
}

var (
	lambdaFunction = arnKind{"lambda", []string{"function:"}, "a Lambda function"}
	kmsKey         = arnKind{"kms", []string{"key/", "alias/"}, "a KMS key"}
	sesIdentity    = arnKind{"ses", []string{"identity/"}, "an SES identity"}
	iamRole        = arnKind{"iam", []string{"role/"}, "an IAM role"}
)

func (k arnKind) has(arn arnParts) bool {
	return arn.service == k.service && slices.ContainsFunc(k.resources, func(r string) bool { return strings.HasPrefix(arn.resource, r) })
}

func fieldARNs(s *spec.Spec, report report) {
	for _, f := range fieldsWithARN(s) {
		if f.at.Text == "" {
			continue
		}
		arn := splitARN(f.at.Text)
		switch partition := spec.Partition(s.AWS.Region); {
		case arn == arnParts{}:
			// not an ARN: the schema says so
		case !f.kind.has(arn):
			report(f.at, "this is "+arn.what(f.kind.service)+", and the field takes "+f.kind.name,
				"Write arn:"+partition+":"+f.kind.service+":…:"+f.kind.resources[0]+"….")
		case !regionStands(s):
		case arn.partition != partition:
			report(f.at, "the ARN is of the partition "+arn.partition+", and "+s.AWS.Region+" is in "+partition, "Begin it with arn:"+partition+":.")
		case f.inPlace && arn.region != s.AWS.Region:
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

// fieldsWithARN are those that the spec has: few have many.
func fieldsWithARN(s *spec.Spec) []fieldARN {
	var fields []fieldARN
	add := func(at *spec.Node, kind arnKind, inPlace bool) {
		if at != nil {
			fields = append(fields, fieldARN{at, kind, inPlace})
		}
	}
	add(s.AWS.Node.Get("assumeRole").Get("roleArn"), iamRole, false)
	add(s.Node.Get("publish").Get("secretsManager").Get("kmsKeyArn"), kmsKey, false)
	if !s.OwnsPool() {
		return fields
	}
	p := s.UserPool
	for _, key := range triggerKeys {
		at := p.Triggers.Node.Get(key)
		if at.Has("arn") {
			at = at.Get("arn")
		}
		add(at, lambdaFunction, true)
	}
	add(p.Triggers.Node.Get("kmsKeyArn"), kmsKey, false)
	add(p.Email.Node.Get("sesIdentityArn"), sesIdentity, false)
	add(noticeNode(p).Get("sesIdentityArn"), sesIdentity, false)
	add(p.Node.Get("sms").Get("callerRoleArn"), iamRole, false)
	return fields
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
