package render

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/lambda"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// senderEvent is the only event version of the custom senders.
const senderEvent = "V1_0"

// lambdaConfig is nil without any trigger: Cognito then drops those it had.
func lambdaConfig(t spec.Triggers) cognito.UserPoolLambdaConfigPtrInput {
	if len(t.Functions()) == 0 {
		return nil
	}
	args := cognito.UserPoolLambdaConfigArgs{
		PreSignUp:                   pulumi.String(t.PreSignUp),
		PostConfirmation:            pulumi.String(t.PostConfirmation),
		PreAuthentication:           pulumi.String(t.PreAuthentication),
		PostAuthentication:          pulumi.String(t.PostAuthentication),
		CustomMessage:               pulumi.String(t.CustomMessage),
		DefineAuthChallenge:         pulumi.String(t.DefineAuthChallenge),
		CreateAuthChallenge:         pulumi.String(t.CreateAuthChallenge),
		VerifyAuthChallengeResponse: pulumi.String(t.VerifyAuthChallengeResponse),
		UserMigration:               pulumi.String(t.UserMigration),
		KmsKeyId:                    pulumi.String(t.KMSKeyARN),
	}
	if arn := t.PreTokenGeneration.ARN; arn != "" {
		// Cognito keeps the ARN in two places, and they must agree.
		args.PreTokenGeneration = pulumi.String(arn)
		args.PreTokenGenerationConfig = cognito.UserPoolLambdaConfigPreTokenGenerationConfigArgs{
			LambdaArn:     pulumi.String(arn),
			LambdaVersion: pulumi.String(strings.ToUpper(t.PreTokenGeneration.Version) + "_0"),
		}
	}
	if arn := t.CustomEmailSender.ARN; arn != "" {
		args.CustomEmailSender = cognito.UserPoolLambdaConfigCustomEmailSenderArgs{
			LambdaArn: pulumi.String(arn), LambdaVersion: pulumi.String(senderEvent),
		}
	}
	if arn := t.CustomSMSSender.ARN; arn != "" {
		args.CustomSmsSender = cognito.UserPoolLambdaConfigCustomSmsSenderArgs{
			LambdaArn: pulumi.String(arn), LambdaVersion: pulumi.String(senderEvent),
		}
	}
	return args
}

// triggerPermissions lets Cognito call the functions, for this pool alone. A
// permission is deleted before it is replaced: its statement id is taken.
func (st *stack) triggerPermissions() error {
	if st.pool == nil || !st.spec.UserPool.Triggers.GrantInvoke {
		return nil
	}
	functions := st.spec.UserPool.Triggers.Functions()
	for _, trigger := range sortedKeys(functions) {
		function, qualifier := qualified(functions[trigger])
		_, err := lambda.NewPermission(st.ctx, "userPool.triggers."+trigger, &lambda.PermissionArgs{
			StatementId: pulumi.String(st.spec.Metadata.Name + "-" + trigger),
			Action:      pulumi.String("lambda:InvokeFunction"),
			Function:    pulumi.String(function),
			Qualifier:   optional(qualifier),
			Principal:   pulumi.String("cognito-idp.amazonaws.com"),
			SourceArn:   st.pool.Arn,
		}, st.options(pulumi.DeleteBeforeReplace(true))...)
		if err != nil {
			return err
		}
	}
	return nil
}

// qualified takes the version or alias off a function's ARN: the provider reads
// the two back apart, and a whole one would be replaced at every deploy.
func qualified(arn string) (function, qualifier string) {
	const parts = 7 // arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME
	fields := strings.SplitN(arn, ":", parts+1)
	if len(fields) <= parts {
		return arn, ""
	}
	return strings.Join(fields[:parts], ":"), fields[parts]
}
