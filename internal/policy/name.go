package policy

import (
	"regexp"
	"strings"
	"sync"
)

// nameForm is how the names of a service look, as its API takes them.
type nameForm struct {
	form    *regexp.Regexp
	longest int
	example string
}

// nameForms are by grant; the name of one that is not here may be anything. They
// are made when a grant is first looked at, and not before.
var nameForms = sync.OnceValue(func() map[string]nameForm {
	form := func(pattern string, longest int, example string) nameForm {
		return nameForm{regexp.MustCompile("^(?:" + pattern + ")$"), longest, example}
	}
	// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html,
	// with the capitals and _ of old buckets, and a key of up to 1,024 characters.
	bucket := form(`[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:/[^/].*|/)?`, 255+1+1024, "acme-features/fraud/*, without s3:// before it")
	// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
	const word = `[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*`
	repository := form(word+`(?:/`+word+`)*`, 256, "fraud/trainer, without the registry and without a tag")
	// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
	table := form(`[A-Za-z0-9_.-]+`, 255, "fraud-features")
	return map[string]nameForm{
		"s3.read": bucket, "s3.write": bucket, "s3.delete": bucket,
		"ecr.pull": repository, "ecr.push": repository,
		"dynamodb.read": table, "dynamodb.write": table,
		"sagemaker.invokeEndpoint": form(`[A-Za-z0-9](?:-*[A-Za-z0-9])*`, 63, "fraud-prod: up to 63 letters, digits and -"),
		"secretsmanager.read":      form(`[A-Za-z0-9/_+=.@-]+`, 512, "ml/feature-store"),
		"ssm.read":                 form(`[A-Za-z0-9/_.-]*[A-Za-z0-9_.-]`, 1011, "/ml/threshold"),
		"logs.write":               form(`[.\-_/#A-Za-z0-9]+(?::\*)?`, 514, "/aws/sagemaker/TrainingJobs"),
		"kms.decrypt": form(`alias/[A-Za-z0-9:/_-]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}`, 256,
			"alias/ml-features, or a key's id"),
		"athena.query": form(`[A-Za-z0-9._-]+`, 128, "ml"),
		// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
		"execute-api.invoke": form(`[A-Za-z0-9]+(?:/.*)?`, 1024, "a1b2c3d4e5/prod/POST/score: the API's id, then stage, method and path"),
		"states.start":       form(`[A-Za-z0-9_-]+`, 80, "fraud-retrain"),
	}
})

// NameForm tells whether a name is one that the service of a grant can have, and
// what one looks like. Policy variables and wildcards stand for letters.
func NameForm(grant, name string) (example string, ok bool) {
	known, has := nameForms()[grant]
	if !has || isARN(name) || grant == "kms.decrypt" && strings.ContainsAny(name, "*?") {
		return "", true
	}
	free := plain(name)
	if strings.Contains(name, ".dkr.ecr.") { // a registry, whose name has the form of a repository's
		return known.example, false
	}
	return known.example, known.form.MatchString(free) && (free != name || len(name) <= known.longest)
}

var wildcards = strings.NewReplacer("*", "a", "?", "a")

// plain has letters in the place of policy variables and wildcards.
func plain(name string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(name, "${")
		b.WriteString(wildcards.Replace(before))
		if !found {
			return b.String()
		}
		b.WriteString("a")
		_, name, _ = strings.Cut(rest, "}")
	}
}
