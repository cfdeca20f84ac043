package policy

import (
	"slices"
	"strings"
)

// invokeEndpoint names an endpoint as written and in lower case: SageMaker
// writes the names of its ARNs in lower case, and IAM compares letter by
// letter.
func invokeEndpoint(at Place, arn string) []Statement {
	invoke := allow("sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointAsync", "sagemaker:InvokeEndpointWithResponseStream")
	return append(invoke(at, arn), invoke(at, lowerName(arn))...)
}

// lowerName leaves policy variables alone, whose names have capitals.
func lowerName(arn string) string {
	if strings.Contains(arn, "${") {
		return arn
	}
	i := strings.LastIndex(arn, "/")
	return arn[:i+1] + strings.ToLower(arn[i+1:])
}

// jobs are the kinds of SageMaker jobs, and the names of their operations.
var jobs = []struct{ kind, name string }{
	{"hyper-parameter-tuning-job", "HyperParameterTuningJob"},
	{"processing-job", "ProcessingJob"},
	{"training-job", "TrainingJob"},
	{"transform-job", "TransformJob"},
}

// runJobs lets a role start jobs of this account, and hand them an execution
// role: SageMaker alone may be handed it. The jobs themselves are named by who
// starts them, so that the execution role is what bounds them.
// https://docs.aws.amazon.com/sagemaker/latest/dg/api-permissions-reference.html
func runJobs(at Place, role string) []Statement {
	run := Statement{Actions: []string{"sagemaker:AddTags"}}
	for _, job := range jobs {
		run.Resources = append(run.Resources, at.arn("sagemaker", job.kind+"/*"))
		for _, verb := range []string{"Create", "Describe", "Stop"} {
			run.Actions = append(run.Actions, "sagemaker:"+verb+job.name)
		}
	}
	pass := Statement{Actions: []string{"iam:PassRole"}, Resources: []string{role},
		Conditions: when("StringEquals", "iam:PassedToService", "sagemaker.amazonaws.com")}
	return []Statement{run, pass}
}

// geographies stand before a model's id in the id of an inference profile.
// https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
var geographies = []string{"us", "us-gov", "eu", "apac", "au", "ca", "jp", "global"}

func bedrockARN(at Place, name string) string {
	geography, _, _ := strings.Cut(name, ".")
	if slices.Contains(geographies, geography) {
		return at.arn("bedrock", "inference-profile/"+name)
	}
	return "arn:" + at.Partition + ":bedrock:" + at.Region + "::foundation-model/" + name
}

// invokeModel allows a model, or an inference profile together with what it
// sends the call to, through the profile only.
// https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
func invokeModel(at Place, arn string) []Statement {
	invoke := allow("bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream")
	statements := invoke(at, arn)
	if behind := behindProfile(at, arn); len(behind) > 0 {
		through := invoke(at, "")[0]
		through.Resources, through.Conditions = behind, when("StringLike", "bedrock:InferenceProfileArn", arn)
		statements = append(statements, through)
	}
	return statements
}

// behindProfile is what an inference profile sends a call to: AWS's own, to its
// model in any region; an application's, whose id says nothing of it, to any
// model, on its own or through a profile of AWS's.
func behindProfile(at Place, arn string) []string {
	models := "arn:" + at.Partition + ":bedrock:*::foundation-model/"
	if _, profile, aws := strings.Cut(arn, ":inference-profile/"); aws {
		_, model, _ := strings.Cut(profile, ".")
		return []string{models + model}
	}
	if place, _, own := strings.Cut(arn, ":application-inference-profile/"); own {
		return []string{models + "*", place + ":inference-profile/*"}
	}
	return nil
}
