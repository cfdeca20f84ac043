package render

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// endpointRetries bounds the provider's retries at an endpoint that is not
// AWS's own: an emulator that answers 500 does so again, and the provider's 25
// tries take minutes.
const endpointRetries = 3

// provider declares the AWS provider with the spec's settings. Credentials stay
// in the environment of the deploying process and never enter the state.
func (st *stack) provider() (err error) {
	a := st.spec.AWS
	args := &aws.ProviderArgs{
		Region:               pulumi.String(a.Region),
		Profile:              optional(a.Profile),
		AssumeRole:           assumeRole(a.AssumeRole),
		SkipMetadataApiCheck: pulumi.Bool(a.EndpointURL != ""),
	}
	if a.AccountID != "" {
		args.AllowedAccountIds = pulumi.StringArray{pulumi.String(a.AccountID)}
	}
	if a.EndpointURL != "" {
		args.Endpoints = endpoints(a.EndpointURL)
		args.MaxRetries = pulumi.Int(endpointRetries)
	}
	// Protected, so that the state of a stack says whether its loss has to be
	// acknowledged, even while the protection of all else is lifted.
	st.aws, err = aws.NewProvider(st.ctx, "aws", args, pulumi.Protect(!st.spec.Lifecycle.Ephemeral))
	return err
}

func assumeRole(r *spec.AssumeRole) aws.ProviderAssumeRolePtrInput {
	if r == nil {
		return nil
	}
	return aws.ProviderAssumeRoleArgs{
		RoleArn:     pulumi.String(r.RoleARN),
		ExternalId:  optional(r.ExternalID),
		SessionName: pulumi.String(r.SessionName),
	}
}

// endpoints sends every service that a stack uses to one address.
func endpoints(url string) aws.ProviderEndpointArray {
	u := pulumi.String(url)
	return aws.ProviderEndpointArray{aws.ProviderEndpointArgs{
		Cognitoidentity: u, Cognitoidp: u, Eks: u, Iam: u, Lambda: u, Secretsmanager: u, Ssm: u, Sts: u,
	}}
}
