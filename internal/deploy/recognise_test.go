package deploy

import (
	"errors"
	"strings"
	"testing"
)

// The texts are as the engine and the provider printed them; only names and
// identifiers were changed.
var saids = []struct {
	name, text      string
	kind            Kind
	summary, remedy string // the remedy: a part of it
}{
	{
		name: "the name of a deleted secret",
		text: "creating Secrets Manager Secret (mlauth/fraud/web): operation error Secrets Manager: CreateSecret, https response error StatusCode: 400, " +
			"RequestID: 1f2e3d4c, InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
		summary: "Secrets Manager keeps the name mlauth/fraud/web for a secret that was deleted and can still be recovered",
		remedy:  "delete-secret --secret-id mlauth/fraud/web --force-delete-without-recovery",
	},
	{
		name:    "a plugin that starts too slowly",
		text:    "aws (resource) plugin [/opt/pulumi/plugins/resource-aws-v6.83.2/pulumi-resource-aws] did not come alive: failed to handshake with '/opt/pulumi/plugins/resource-aws-v6.83.2/pulumi-resource-aws': rpc error: code = DeadlineExceeded desc = context deadline exceeded",
		summary: "the engine's aws plugin did not start in time, or broke off",
		remedy:  "Run it again",
	},
	{
		name: "a plugin that broke off",
		text: "Detected that /opt/pulumi/plugins/resource-aws-v6.83.2/pulumi-resource-aws exited prematurely.\n" +
			"       This is *always* a bug in the provider. Please report the issue to the provider author as appropriate.",
		summary: "the engine's aws plugin did not start in time, or broke off",
		remedy:  "Run it again",
	},
	{
		name:    "not as planned",
		text:    "resource urn:pulumi:demo::mlauth::test:index:Thing::clients.a violates plan: properties changed (their values are not shown)",
		summary: "stopped: what would be done to clients.a is not what was planned and judged",
		remedy:  "Make the plan anew",
	},
	{
		name:    "an operation that was not planned",
		text:    "delete is not allowed by the plan: no steps were expected for this resource",
		summary: "stopped: what would be done to it is not what was planned and judged",
		remedy:  "Make the plan anew",
	},
	{
		name: "locked",
		text: "the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n" +
			"  file:///srv/state/.pulumi/locks/organization/mlauth/fraud/5c3b.json: created by ci@runner-7 (pid 4711) at 2026-11-24T02:11:11Z",
		summary: "the stack is locked by ci@runner-7, process 4711, since 2026-11-24T02:11:11Z",
		remedy:  "pulumi cancel",
	},
	{
		name:    "busy on Pulumi Cloud",
		text:    "[409] Conflict: Another update is currently in progress.\nTo learn more about possible reasons and resolution, visit https://www.pulumi.com/docs/troubleshooting/#conflict",
		summary: "another update of this stack is running",
		remedy:  "pulumi cancel",
	},
	{
		name:    "wrong passphrase",
		text:    "could not deserialize deployment: constructing secrets manager of type \"passphrase\": incorrect passphrase",
		summary: "the passphrase is not the one that the secrets in this stack's state were encrypted with",
		remedy:  "PULUMI_CONFIG_PASSPHRASE",
	},
	{
		name:    "no passphrase",
		text:    "could not create secrets manager for new stack: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
		kind:    Unable,
		summary: "the secrets in the state are encrypted with a passphrase, and there is none",
		remedy:  "PULUMI_CONFIG_PASSPHRASE",
	},
	{
		name:    "not logged in",
		text:    "PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions",
		kind:    Unable,
		summary: "the backend is Pulumi Cloud, and nobody is logged in",
		remedy:  "pulumi login",
	},
	{
		name: "protected, deleted",
		text: "resource \"urn:pulumi:fraud::mlauth::aws:cognito/userPoolClient:UserPoolClient::clients.api\" cannot be deleted\n" +
			"because it is protected. To unprotect the resource, either remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`, or use the command:\n" +
			"`pulumi state unprotect 'urn:pulumi:fraud::mlauth::aws:cognito/userPoolClient:UserPoolClient::clients.api'`",
		kind:    Refused,
		summary: "it is protected, and would be deleted or replaced",
		remedy:  "preview",
	},
	{
		name: "protected, replaced",
		text: "unable to replace resource \"urn:pulumi:fraud::mlauth::aws:cognito/userPool:UserPool::userPool\"\n" +
			"as it is currently marked for protection. To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
		kind:    Refused,
		summary: "it is protected, and would be deleted or replaced",
		remedy:  "preview",
	},
	{
		name: "plugin missing",
		text: "could not load plugin for aws provider 'urn:pulumi:fraud::mlauth::pulumi:providers:aws::default_6_83_2': " +
			"no resource plugin 'pulumi-resource-aws' found in the workspace at version v6.83.2 or on your $PATH, install the plugin using `pulumi plugin install resource aws v6.83.2`",
		kind:    Unable,
		summary: "the engine's aws plugin is missing",
		remedy:  pluginCommand(),
	},
	{
		name: "refused by the provider",
		text: "aws:cognito/userPool:UserPool resource 'userPool' has a problem: expected password_policy.0.minimum_length to be in the range (6 - 99), got 2. " +
			"Examine values at 'userPool.passwordPolicy.minimumLength'.",
		summary: "expected password_policy.0.minimum_length to be in the range (6 - 99), got 2",
		remedy:  "userPool.passwordPolicy.minimumLength",
	},
	{
		name:    "account not allowed",
		text:    "rpc error: code = Unknown desc = unable to validate AWS credentials.\nDetails: AWS account ID not allowed: 210987654321\n",
		summary: "the credentials are for account 210987654321, which this stack must not touch",
		remedy:  "aws.accountId",
	},
	{
		name:    "no credentials",
		text:    "rpc error: code = Unknown desc = unable to validate AWS credentials.\nDetails: No valid credential sources found. Please see https://registry.terraform.io/providers/hashicorp/aws",
		summary: "there are no AWS credentials that work",
		remedy:  "AWS_PROFILE",
	},
	{
		name: "refused parameter",
		text: "1 error occurred:\n\t* creating Cognito User Pool Client (api): operation error Cognito Identity Provider: CreateUserPoolClient, " +
			"https response error StatusCode: 400, RequestID: 7b0c5f0e-1111-2222-3333-444455556666, InvalidParameterException: RefreshTokenValidity must be longer",
		summary: "Cognito refused CreateUserPoolClient: InvalidParameterException: RefreshTokenValidity must be longer",
		remedy:  "in the spec",
	},
	{
		name: "the same, as the provider's log has it",
		text: "sdk-v2/provider2.go:572: sdk.helper_schema: creating Cognito User Pool Client (api): operation error Cognito Identity Provider: CreateUserPoolClient, " +
			"https response error StatusCode: 400, RequestID: 7b0c5f0e-1111-2222-3333-444455556666, InvalidParameterException: RefreshTokenValidity must be longer.: provider=aws@6.83.2",
		summary: "Cognito refused CreateUserPoolClient: InvalidParameterException: RefreshTokenValidity must be longer",
		remedy:  "in the spec",
	},
	{
		name: "permission missing",
		text: "1 error occurred:\n\t* creating IAM Role (fraud-batch): operation error IAM: CreateRole, https response error StatusCode: 403, " +
			"RequestID: 7b0c5f0e, api error AccessDenied: User: arn:aws:iam::123456789012:user/ci is not authorized to perform: iam:CreateRole",
		summary: "IAM refused CreateRole: AccessDenied: User: arn:aws:iam::123456789012:user/ci is not authorized to perform: iam:CreateRole",
		remedy:  "the action CreateRole of IAM",
	},
	{
		name: "quota",
		text: "operation error Cognito Identity Provider: CreateUserPool, exceeded maximum number of attempts, 25, https response error StatusCode: 400, " +
			"RequestID: 7b0c5f0e, LimitExceededException: The request failed because the number of user pools exceeds the quota",
		summary: "Cognito refused CreateUserPool: LimitExceededException: The request failed because the number of user pools exceeds the quota",
		remedy:  "quota",
	},
	{
		name: "bucket closed",
		text: "could not list stacks: error listing stacks: could not list bucket: blob (code=Unknown): operation error S3: ListObjectsV2, " +
			"https response error StatusCode: 403, RequestID: AB12, HostID: x/y+z=, api error AccessDenied: Access Denied",
		summary: "S3 refused ListObjectsV2: AccessDenied: Access Denied",
		remedy:  "the action ListObjectsV2 of S3",
	},
	{
		name: "unreachable",
		text: "operation error Cognito Identity Provider: DescribeUserPool, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , " +
			"request send failed, Post \"http://127.0.0.1:5000/\": dial tcp 127.0.0.1:5000: connect: connection refused",
		summary: "Cognito cannot be reached at 127.0.0.1:5000 (DescribeUserPool)",
		remedy:  "AWS_ENDPOINT_URL",
	},
	{
		name:    "a panic in the program",
		text:    "an unhandled error occurred: go inline source runtime error, an unhandled error occurred: runtime error: invalid memory address or nil pointer dereference",
		summary: "mlauth-compile failed while it described the resources: runtime error: invalid memory address or nil pointer dereference",
		remedy:  "report",
	},
	{
		name:    "an error of the program",
		text:    "an unhandled error occurred: 1 error occurred:\n\t* clients.api: the secret is empty",
		summary: "the resources could not be described: clients.api: the secret is empty",
	},
}

func TestRecognise(t *testing.T) {
	for _, said := range saids {
		t.Run(said.name, func(t *testing.T) {
			got, ok := recognise(said.text)
			if !ok {
				t.Fatal("not recognised")
			}
			if got.summary != said.summary || got.kind != said.kind {
				t.Errorf("got %d %q\nwant %d %q", got.kind, got.summary, said.kind, said.summary)
			}
			if !strings.Contains(got.remedy, said.remedy) {
				t.Errorf("remedy %q does not hold %q", got.remedy, said.remedy)
			}
		})
	}
	if got, ok := recognise("something nobody has seen before"); ok {
		t.Errorf("an unknown text was taken for %+v", got)
	}
}

func TestNotes(t *testing.T) {
	for text, want := range map[string]string{
		"using pulumi-resource-aws from $PATH at /usr/local/bin/pulumi-resource-aws": "",
		"argument is deprecated": "argument is deprecated",
		"Attempting to deploy or update resources with 1 pending operations from previous deployment.\n" +
			"  * urn:pulumi:fraud::mlauth::aws:cognito/userPool:UserPool::userPool, interrupted while creating\n" +
			"These resources are in an unknown state because the Pulumi CLI was interrupted while waiting": "an earlier run was interrupted, and left these unfinished:\n" +
			"  userPool was interrupted while creating\n" +
			"What was being created may exist in AWS without the state knowing of it: look before a second one is made.",
	} {
		if got := noteOf(text); got != want {
			t.Errorf("%q became\n%q, want\n%q", text, got, want)
		}
	}
}

func TestVerdictsSayNothing(t *testing.T) {
	for _, text := range []string{"preview failed", "update failed", "destroy failed", "update canceled"} {
		if !isVerdict(text) {
			t.Errorf("%q is taken for a reason", text)
		}
	}
	if isVerdict("creating the pool: update failed") {
		t.Error("a reason is taken for a verdict")
	}
}

// What was planned and not come to is no reason, where there is one.
func TestWhatWasNotComeToIsNotTold(t *testing.T) {
	refused := problem{"publish.secretsManager.web", "creating Secrets Manager Secret (mlauth/web): operation error Secrets Manager: CreateSecret, https response error StatusCode: 400, RequestID: x, LimitExceededException: too many"}
	left := problem{"clients.web", "expected resource operations for urn:pulumi:corners::mlauth::aws:cognito/userPoolClient:UserPoolClient::clients.web but none were seen"}
	o := &operation{scrub: newScrubber(), run: &recorder{}}
	for want, problems := range map[string][]problem{
		"publish.secretsManager.web: Secrets Manager refused CreateSecret: LimitExceededException: too many": {left, refused},
		"clients.web: " + left.text: {left},
	} {
		got := o.failure(t.Context(), &collector{problems: problems}, errors.New("exit 255"))
		if got.Summary != want || len(got.Resources) != 1 || strings.Contains(got.Detail, left.text) && len(problems) > 1 {
			t.Errorf("%s\n%s", got.Summary, got.Detail)
		}
	}
}

func TestNoStack(t *testing.T) {
	if !isNoStack(&Error{Detail: "no stack named 'fraud' found"}) {
		t.Error("a missing stack is not recognised")
	}
	if isNoStack(&Error{Detail: "getting outputs: no stack named 'other' found by the program"}) || isNoStack(nil) {
		t.Error("something else is taken for a missing stack")
	}
}
