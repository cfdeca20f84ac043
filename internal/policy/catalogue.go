package policy

import "strings"

// entry is a grant of the catalogue: what it takes, and what it compiles to.
type entry struct {
	service string   // in the ARNs that it takes
	kinds   []string // how the resource part of those ARNs begins

	foreign     bool // resources of other accounts are nothing unusual
	accountless bool // ARNs hold no account
	local       bool // it is about this account whatever it takes

	complete func(at Place, name string) string // name to ARN; nil: in the way of most services
	compile  func(at Place, arn string) []Statement
	more     []string // names that compile to other actions than a plain one
}

// catalogue is closed: what it does not have, statements have. The actions are
// those that the service authorization reference lists for the resources.
// https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
var catalogue = map[string]entry{
	"sagemaker.invokeEndpoint": {service: "sagemaker", kinds: []string{"endpoint/"}, compile: invokeEndpoint},
	"sagemaker.runJobs":        {service: "iam", kinds: []string{"role/"}, local: true, compile: runJobs},
	"bedrock.invokeModel": {service: "bedrock", kinds: []string{"foundation-model/", "inference-profile/", "application-inference-profile/",
		"provisioned-model/", "custom-model-deployment/", "imported-model/"},
		complete: bedrockARN, compile: invokeModel, more: []string{"us.anthropic.claude"}},
	"s3.read":             {service: "s3", kinds: []string{""}, foreign: true, accountless: true, complete: bucketARN, compile: s3("s3:GetObject")},
	"s3.write":            {service: "s3", kinds: []string{""}, foreign: true, accountless: true, complete: bucketARN, compile: s3("s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts")},
	"s3.delete":           {service: "s3", kinds: []string{""}, foreign: true, accountless: true, complete: bucketARN, compile: s3("s3:DeleteObject")},
	"ecr.pull":            {service: "ecr", kinds: []string{"repository/"}, compile: registry(pullActions...)},
	"ecr.push":            {service: "ecr", kinds: []string{"repository/"}, compile: registry(pushActions...)},
	"secretsmanager.read": {service: "secretsmanager", kinds: []string{"secret:"}, complete: secretARN, compile: readSecret},
	"ssm.read":            {service: "ssm", kinds: []string{"parameter/"}, complete: parameterARN, compile: parameters, more: []string{"path/*"}},
	"logs.write":          {service: "logs", kinds: []string{"log-group:"}, compile: logGroup},
	"dynamodb.read": {service: "dynamodb", kinds: []string{"table/"}, compile: below("/index/*", "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem",
		"dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan")},
	"dynamodb.write":     {service: "dynamodb", kinds: []string{"table/"}, compile: allow("dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem")},
	"kms.decrypt":        {service: "kms", kinds: []string{"key/", "alias/"}, complete: keyARN, compile: decrypt, more: []string{"alias/a"}},
	"states.start":       {service: "states", kinds: []string{"stateMachine:"}, compile: allow("states:StartExecution", "states:StartSyncExecution")},
	"athena.query":       {service: "athena", kinds: []string{"workgroup/"}, compile: allow(queryActions...)},
	"execute-api.invoke": {service: "execute-api", kinds: []string{""}, complete: apiARN, compile: invokeAPI},
	"sts.assumeRole":     {service: "iam", kinds: []string{"role/"}, foreign: true, compile: allow("sts:AssumeRole")},
}

// arn completes a name; an ARN is one already.
func (e entry) arn(at Place, name string) string {
	switch {
	case isARN(name):
		return name
	case e.complete != nil:
		return e.complete(at, name)
	case e.service == "iam":
		return at.iam(e.kinds[0] + strings.TrimPrefix(name, "/"))
	}
	return at.arn(e.service, e.kinds[0]+name)
}

func isARN(text string) bool { return strings.HasPrefix(text, "arn:") }

// allow is the compilation of most grants: actions on the resource itself.
func allow(actions ...string) func(Place, string) []Statement {
	return func(_ Place, arn string) []Statement {
		return []Statement{{Actions: actions, Resources: []string{arn}}}
	}
}

// below takes what lies below the resource along.
func below(suffix string, actions ...string) func(Place, string) []Statement {
	return func(_ Place, arn string) []Statement {
		return []Statement{{Actions: actions, Resources: []string{arn, arn + suffix}}}
	}
}

var (
	pullActions = []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"}

	// https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
	pushActions = []string{"ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:CompleteLayerUpload",
		"ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"}

	queryActions = []string{"athena:BatchGetQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults",
		"athena:GetWorkGroup", "athena:StartQueryExecution", "athena:StopQueryExecution"}
)
