package stack

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentity"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/eks"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/lambda"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Region is where tests deploy unless they say otherwise.
const Region = "us-east-1"

// Clients look at an account as AWS shows it.
type Clients struct {
	Cognito  *cognitoidentityprovider.Client
	Identity *cognitoidentity.Client
	IAM      *iam.Client
	EKS      *eks.Client
	Lambda   *lambda.Client
	SSM      *ssm.Client
	Secrets  *secretsmanager.Client
	STS      *sts.Client
}

// Clients returns clients for a region of the account.
func (a *Account) Clients(region string) Clients {
	config := aws.Config{
		Region:       region,
		BaseEndpoint: aws.String(a.Endpoint),
		Credentials:  credentials.NewStaticCredentialsProvider(a.AccessKey(), secretKey, ""),
		// The emulator now and then resets a connection that it has answered on.
		RetryMaxAttempts: 3,
	}
	return Clients{
		Cognito:  cognitoidentityprovider.NewFromConfig(config),
		Identity: cognitoidentity.NewFromConfig(config),
		IAM:      iam.NewFromConfig(config),
		EKS:      eks.NewFromConfig(config),
		Lambda:   lambda.NewFromConfig(config),
		SSM:      ssm.NewFromConfig(config),
		Secrets:  secretsmanager.NewFromConfig(config),
		STS:      sts.NewFromConfig(config),
	}
}
