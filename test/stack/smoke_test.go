package stack

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/auto"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/events"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optdestroy"
	"github.com/pulumi/pulumi/sdk/v3/go/auto/optup"
	"github.com/pulumi/pulumi/sdk/v3/go/common/apitype"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// program is an inline program whose resources use the explicit provider.
type program func(ctx *pulumi.Context, provider pulumi.ResourceOption) error

// engineRun is a Pulumi stack in an account, deployed by inline programs.
type engineRun struct {
	t       *testing.T
	account *Account
	stack   auto.Stack
	// program is what the next update deploys.
	program program
}

// newEngineRun makes an empty Pulumi stack with a provider for the emulator.
func newEngineRun(t *testing.T, account *Account) *engineRun {
	t.Helper()
	r := &engineRun{t: t, account: account}
	command, err := auto.NewPulumiCommand(&auto.PulumiCommandOptions{
		Root: filepath.Dir(filepath.Dir(account.parts.Engine)),
	})
	if err != nil {
		t.Fatal(err)
	}
	vars := account.Vars()
	maps.DeleteFunc(vars, func(_, value string) bool { return value == "" })
	r.stack, err = auto.UpsertStackInlineSource(context.Background(), "smoke", "mlauth", r.run,
		auto.Pulumi(command), auto.EnvVars(vars))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *engineRun) run(ctx *pulumi.Context) error {
	endpoint := pulumi.String(r.account.Endpoint)
	provider, err := aws.NewProvider(ctx, "aws", &aws.ProviderArgs{
		Region:                    pulumi.String(Region),
		AllowedAccountIds:         pulumi.ToStringArray([]string{r.account.ID}),
		MaxRetries:                pulumi.Int(1),
		SkipCredentialsValidation: pulumi.Bool(true),
		SkipMetadataApiCheck:      pulumi.Bool(true),
		DefaultTags:               aws.ProviderDefaultTagsArgs{Tags: pulumi.StringMap{"by": pulumi.String("provider")}},
		Endpoints: aws.ProviderEndpointArray{aws.ProviderEndpointArgs{
			Cognitoidp: endpoint, Cognitoidentity: endpoint, Iam: endpoint, Sts: endpoint,
			Ssm: endpoint, Secretsmanager: endpoint, Lambda: endpoint, Eks: endpoint,
		}},
	})
	if err != nil {
		return err
	}
	return r.program(ctx, pulumi.Provider(provider))
}

// up deploys the program and returns how many resources each operation met.
func (r *engineRun) up(p program) map[string]int {
	r.t.Helper()
	r.program = p
	stream := make(chan events.EngineEvent)
	go r.report(stream)
	start := time.Now()
	result, err := r.stack.Up(context.Background(), optup.EventStreams(stream))
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Logf("up: %.1f s %v", time.Since(start).Seconds(), *result.Summary.ResourceChanges)
	return *result.Summary.ResourceChanges
}

// report logs what an update changes, so that a noisy second one explains itself.
func (r *engineRun) report(stream <-chan events.EngineEvent) {
	for event := range stream {
		if event.DiagnosticEvent != nil && event.DiagnosticEvent.Severity == "warning" {
			r.t.Logf("warning: %s: %s", event.DiagnosticEvent.URN, event.DiagnosticEvent.Message)
		}
		if pre := event.ResourcePreEvent; pre != nil && pre.Metadata.Op != apitype.OpSame && pre.Metadata.Op != apitype.OpCreate {
			r.t.Logf("%s %s %v %v", pre.Metadata.Op, pre.Metadata.URN, pre.Metadata.Diffs, pre.Metadata.DetailedDiff)
		}
	}
}

// quiet deploys a program twice, and fails if the second time changes anything.
func (r *engineRun) quiet(p program) {
	r.t.Helper()
	r.up(p)
	for op, count := range r.up(p) {
		if op != string(apitype.OpSame) && count > 0 {
			r.t.Errorf("the second deploy has %d × %s", count, op)
		}
	}
}

func (r *engineRun) destroy() {
	r.t.Helper()
	start := time.Now()
	if _, err := r.stack.Destroy(context.Background(), optdestroy.ProgressStreams(os.Stderr)); err != nil {
		r.t.Fatal(err)
	}
	r.t.Logf("destroy: %.1f s", time.Since(start).Seconds())
}
