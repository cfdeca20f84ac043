package policy

import (
	"regexp"
	"strings"
)

func bucketARN(at Place, name string) string {
	return "arn:" + at.Partition + ":s3:::" + name
}

// s3 allows actions on objects, and listing what they lie in. A listing with a
// prefix is allowed by condition: a listing without one sees the whole bucket.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
func s3(actions ...string) func(Place, string) []Statement {
	return func(at Place, arn string) []Statement {
		bucket, key := cutBucket(arn)
		if key == "" || key == "*" {
			return append(allow(actions...)(at, bucket+"/*"), allow("s3:ListBucket")(at, bucket)...)
		}
		statements := allow(actions...)(at, arn)
		if strings.HasSuffix(key, "*") {
			list := allow("s3:ListBucket")(at, bucket)[0]
			list.Conditions = when("StringLike", "s3:prefix", key)
			statements = append(statements, list)
		}
		return statements
	}
}

// cutBucket divides an ARN after its bucket. The slash in a policy variable,
// such as ${aws:PrincipalTag/team}, divides nothing.
func cutBucket(arn string) (bucket, key string) {
	depth := 0
	for i, c := range arn {
		switch {
		case c == '{':
			depth++
		case c == '}':
			depth--
		case c == '/' && depth == 0:
			return arn[:i], arn[i+1:]
		}
	}
	return arn, ""
}

// registry adds the login, which IAM knows for all repositories only.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
func registry(actions ...string) func(Place, string) []Statement {
	return func(at Place, arn string) []Statement {
		return append(allow(actions...)(at, arn), allow("ecr:GetAuthorizationToken")(at, "*")...)
	}
}

// secretARN leaves room for the six characters that Secrets Manager puts behind
// a secret's name.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
func secretARN(at Place, name string) string {
	if strings.HasSuffix(name, "*") {
		return at.arn("secretsmanager", "secret:"+name)
	}
	return at.arn("secretsmanager", "secret:"+name+"-??????")
}

// wholeSecret is the end of a secret's ARN that lacks nothing.
var wholeSecret = regexp.MustCompile(`(-[A-Za-z0-9?]{6}|\*)$`)

// readSecret takes an ARN without those six characters for what it is in calls:
// the secret of that name. IAM would take it for none.
func readSecret(at Place, arn string) []Statement {
	if !wholeSecret.MatchString(arn) {
		arn += "-??????"
	}
	return allow("secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret")(at, arn)
}

// parameterARN: a parameter's name begins with a slash where it has a path, and
// the ARN has that slash once.
func parameterARN(at Place, name string) string {
	return at.arn("ssm", "parameter/"+strings.TrimPrefix(name, "/"))
}

// parameters allows reading by path on the path itself: that is what Systems
// Manager asks IAM about.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
func parameters(at Place, arn string) []Statement {
	statements := allow("ssm:GetParameter", "ssm:GetParameters")(at, arn)
	if path, below := strings.CutSuffix(arn, "/*"); below {
		statements = append(statements, allow("ssm:GetParametersByPath")(at, path)...)
	}
	return statements
}

// logGroup names the group, and with :* the streams in it.
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
func logGroup(at Place, arn string) []Statement {
	arn = strings.TrimSuffix(arn, ":*")
	return below(":*", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents")(at, arn)
}

func keyARN(at Place, name string) string {
	if strings.HasPrefix(name, "alias/") {
		return at.arn("kms", name)
	}
	return at.arn("kms", "key/"+name)
}

// decrypt takes a key, or the keys that an alias is of at the time: IAM does
// not take an alias for a resource.
// https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
func decrypt(at Place, arn string) []Statement {
	parsed, _ := parseARN(arn)
	if !strings.HasPrefix(parsed.resource, "alias/") {
		return allow("kms:Decrypt")(at, arn)
	}
	keys := strings.TrimSuffix(arn, parsed.resource) + "key/*"
	statement := allow("kms:Decrypt")(at, keys)[0]
	statement.Conditions = when("ForAnyValue:StringLike", "kms:ResourceAliases", parsed.resource)
	return []Statement{statement}
}

func apiARN(at Place, name string) string { return at.arn("execute-api", name) }

// invokeAPI takes an API's id for all of its stages, methods and paths.
func invokeAPI(at Place, arn string) []Statement {
	if !strings.Contains(arn, "/") {
		arn += "/*"
	}
	return allow("execute-api:Invoke")(at, arn)
}
