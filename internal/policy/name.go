package policy

import (
	"regexp"
	"strings"
)

// names are the forms that the names of a service have, as its API takes them.
// What is not here may be anything.
var names = map[string]struct {
	form    *regexp.Regexp
	example string
}{
	"s3.read":                  {bucketForm, bucketExample},
	"s3.write":                 {bucketForm, bucketExample},
	"s3.delete":                {bucketForm, bucketExample},
	"sagemaker.invokeEndpoint": {regexp.MustCompile(`^[A-Za-z0-9](?:-*[A-Za-z0-9]){0,62}$`), "fraud-prod: up to 63 letters, digits and -"},
	"ecr.pull":                 {repositoryForm, repositoryExample},
	"ecr.push":                 {repositoryForm, repositoryExample},
	"secretsmanager.read":      {regexp.MustCompile(`^[A-Za-z0-9/_+=.@-]{1,512}$`), "ml/feature-store"},
	"ssm.read":                 {regexp.MustCompile(`^[A-Za-z0-9/_.-]*[A-Za-z0-9_.-]$`), "/ml/threshold"},
	"logs.write":               {regexp.MustCompile(`^[.\-_/#A-Za-z0-9]{1,512}(?::\*)?$`), "/aws/sagemaker/TrainingJobs"},
	"dynamodb.read":            {tableForm, tableExample},
	"dynamodb.write":           {tableForm, tableExample},
	"kms.decrypt":              {regexp.MustCompile(`^(?:alias/[A-Za-z0-9:/_-]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$`), "alias/ml-features, or a key's id"},
	"athena.query":             {regexp.MustCompile(`^[A-Za-z0-9._-]{1,128}$`), "ml"},
	"states.start":             {regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}$`), "fraud-retrain"},
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html,
// with the capitals and _ of old buckets.
var bucketForm = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,253}[A-Za-z0-9])?(?:/[^/].*|/)?$`)

// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
var repositoryForm = regexp.MustCompile(`^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$`)

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
var tableForm = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,255}$`)

const (
	bucketExample     = "acme-features/fraud/*, without s3:// before it"
	repositoryExample = "fraud/trainer, without the registry and without a tag"
	tableExample      = "fraud-features"
)

// NameForm tells whether a name is one that the service of a grant can have, and
// what one looks like. Policy variables and wildcards stand for letters.
func NameForm(grant, name string) (example string, ok bool) {
	known, has := names[grant]
	if !has || isARN(name) || strings.ContainsAny(name, "*?") && grant == "kms.decrypt" {
		return "", true
	}
	return known.example, known.form.MatchString(plain(name))
}

var freePart = regexp.MustCompile(`\$\{[^}]*\}|[*?]+`)

func plain(name string) string { return freePart.ReplaceAllString(name, "aaa") }
