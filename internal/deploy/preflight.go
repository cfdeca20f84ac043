package deploy

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/logging"
)

const (
	// checkTimeout bounds the whole check, checkRequest one request of it. The
	// provider would retry the same failures for minutes.
	checkTimeout  = 12 * time.Second
	checkRequest  = 4 * time.Second
	checkAttempts = 2
)

// identity is who AWS says we are.
type identity struct {
	Account string
	ARN     string
	Region  string
	// Source names what the credentials came from: the SDK's name for it.
	Source string
}

// check finds out, before anything starts, whether AWS can be reached with
// credentials that work and are for the right account.
func (o *operation) check(ctx context.Context) error {
	o.enter(PhaseCheck)
	who, err := whoAmI(ctx, o.stack.AWS)
	if err == nil {
		o.who = *who
		return nil
	}
	if ctx.Err() != nil {
		return &Error{Kind: Interrupted, Stack: o.stack.Name, Summary: "interrupted", Remedy: "Nothing was changed.", Err: err}
	}
	var known *Error
	if !errors.As(err, &known) {
		known = &Error{Summary: o.scrub.text(err.Error()), Err: err}
	}
	known.Stack = o.stack.Name
	known.Detail = o.scrub.text(known.Detail)
	return known
}

// whoAmI asks AWS for the caller's identity, in the stack's region, with its
// profile, role and endpoint, and compares the account.
func whoAmI(ctx context.Context, target AWS) (*identity, error) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	conf, err := awsConfig(ctx, target)
	if err != nil {
		return nil, explainConfig(err, target)
	}
	if conf.Region == "" {
		return nil, &Error{
			Summary: "no AWS region is set",
			Remedy:  "Write aws.region in the spec, or set AWS_REGION.",
		}
	}
	credentials, err := conf.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, explainCredentials(err, target)
	}
	answer, err := sts.NewFromConfig(conf).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return nil, explainSTS(err, target)
	}
	who := &identity{
		Account: aws.ToString(answer.Account), ARN: aws.ToString(answer.Arn),
		Region: conf.Region, Source: credentials.Source,
	}
	if target.AccountID != "" && who.Account != target.AccountID {
		return who, &Error{
			Summary: fmt.Sprintf("wrong AWS account: the credentials are for %s, the spec is for %s", who.Account, target.AccountID),
			Remedy: fmt.Sprintf("They make you %s%s.\nUse credentials for %s, or correct aws.accountId.",
				who.ARN, via(target), target.AccountID),
		}
	}
	return who, nil
}

// awsConfig is the SDK's usual configuration, with the stack's own settings on
// top, and less patience.
func awsConfig(ctx context.Context, target AWS) (aws.Config, error) {
	client := awshttp.NewBuildableClient().WithTimeout(checkRequest)
	options := []func(*config.LoadOptions) error{
		config.WithHTTPClient(client),
		config.WithRetryMaxAttempts(checkAttempts),
		// The SDK would write its asides to standard error.
		config.WithLogger(logging.Nop{}),
	}
	if target.Region != "" {
		options = append(options, config.WithRegion(target.Region))
	}
	if target.Profile != "" {
		options = append(options, config.WithSharedConfigProfile(target.Profile))
	}
	if endpoint := target.endpoint(); endpoint != "" {
		// An emulator is not reached with a machine's own role, and asking for
		// one where there is none costs seconds.
		options = append(options, config.WithBaseEndpoint(endpoint),
			config.WithEC2IMDSClientEnableState(imds.ClientDisabled))
	}
	conf, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return conf, err
	}
	if role := target.AssumeRole; role != nil {
		conf.Credentials = aws.NewCredentialsCache(stscreds.NewAssumeRoleProvider(
			sts.NewFromConfig(conf), role.RoleARN, func(o *stscreds.AssumeRoleOptions) {
				o.RoleSessionName = "mlauth-compile"
				if role.SessionName != "" {
					o.RoleSessionName = role.SessionName
				}
				if role.ExternalID != "" {
					o.ExternalID = aws.String(role.ExternalID)
				}
			}))
	}
	return conf, nil
}

// via says in words through what the credentials came.
func via(target AWS) string {
	var parts []string
	if target.Profile != "" {
		parts = append(parts, "profile "+target.Profile)
	}
	if target.AssumeRole != nil {
		parts = append(parts, "role "+target.AssumeRole.RoleARN)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (by " + strings.Join(parts, ", ") + ")"
}

// explainConfig is for settings that the SDK cannot make sense of.
func explainConfig(err error, target AWS) error {
	var noProfile config.SharedConfigProfileNotExistError
	if errors.As(err, &noProfile) {
		return &Error{
			Summary: fmt.Sprintf("there is no AWS profile named %q", noProfile.Profile),
			Remedy:  fmt.Sprintf("Make it with `aws configure --profile %s`, or correct aws.profile.", noProfile.Profile),
			Err:     err,
		}
	}
	return &Error{
		Summary: "the AWS settings on this machine cannot be read" + via(target),
		Remedy:  "Check ~/.aws/config, ~/.aws/credentials and the AWS_ variables.",
		Detail:  err.Error(), Err: err,
	}
}

// explainCredentials is for credentials that cannot be had at all.
func explainCredentials(err error, target AWS) error {
	var api smithy.APIError
	if target.AssumeRole != nil && errors.As(err, &api) && isAccessDenied(api) {
		return &Error{
			Summary: "the role " + target.AssumeRole.RoleARN + " cannot be assumed",
			Remedy:  "Its trust policy must name the identity that asks, and that identity must be allowed sts:AssumeRole.",
			Detail:  err.Error(), Err: err,
		}
	}
	if errors.As(err, &api) || isNetwork(err) {
		return explainSTS(err, target)
	}
	remedy := "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
	if target.Profile != "" {
		remedy = fmt.Sprintf("Log in with `aws sso login --profile %[1]s`, or make credentials with `aws configure --profile %[1]s`.", target.Profile)
	}
	return &Error{
		Summary: "there are no AWS credentials that work" + via(target),
		Remedy:  remedy, Detail: err.Error(), Err: err,
	}
}

// explainSTS is for a request that was refused, or never arrived.
func explainSTS(err error, target AWS) error {
	var api smithy.APIError
	// A proxy, or anything else that is not AWS, answers without a code.
	if errors.As(err, &api) && api.ErrorCode() != "UnknownError" {
		return &Error{
			Summary: fmt.Sprintf("AWS does not accept the credentials%s: %s: %s", via(target), api.ErrorCode(), api.ErrorMessage()),
			Remedy:  remedyFor(api.ErrorCode(), "STS", "GetCallerIdentity"),
			Detail:  err.Error(), Err: err,
		}
	}
	where, remedy := "AWS", "Check the network, the region "+target.Region+" and the proxy settings."
	if endpoint := target.endpoint(); endpoint != "" {
		where, remedy = endpoint, "Is it running? The endpoint comes from aws.endpointUrl or AWS_ENDPOINT_URL."
	}
	why := cause(err)
	var response *awshttp.ResponseError
	if api != nil && errors.As(err, &response) {
		why = fmt.Errorf("what answers is not AWS (status %d)", response.HTTPStatusCode())
	}
	return &Error{
		Summary: fmt.Sprintf("%s cannot be reached: %v", where, why),
		Remedy:  remedy, Detail: err.Error(), Err: err,
	}
}

func isAccessDenied(err smithy.APIError) bool {
	return strings.HasPrefix(err.ErrorCode(), "AccessDenied")
}

// isNetwork reports whether a request got no answer at all.
func isNetwork(err error) bool {
	var send *smithy.OperationError
	return errors.As(err, &send) && (cause(err) != err || errors.Is(err, context.DeadlineExceeded))
}
