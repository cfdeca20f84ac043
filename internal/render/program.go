package render

import (
	"maps"
	"slices"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// Secrets returns the value that a secret reference stands for.
type Secrets func(spec.SecretRef) string

// Report is told each secret that a program has, by its place in the spec,
// before it is sent anywhere: whoever shows texts has to know what not to show.
// It is called from several goroutines.
type Report = func(place, secret string)

// Program returns the Pulumi program of a spec, which declares its resources
// and exports its outputs.
func Program(s *spec.Spec, secrets Secrets) func(*pulumi.Context, Report) error {
	return func(ctx *pulumi.Context, report Report) error {
		outputs, err := declare(ctx, s, secrets, report)
		if err != nil {
			return err
		}
		for _, name := range slices.Sorted(maps.Keys(outputs)) {
			ctx.Export(name, outputs[name])
		}
		return nil
	}
}

// declare registers every resource of the spec and returns the stack's outputs
// by name. A resource's logical name is its path in the spec.
func declare(ctx *pulumi.Context, s *spec.Spec, secrets Secrets, report Report) (pulumi.Map, error) {
	st := &stack{ctx: ctx, spec: s, secrets: secrets, report: report, tags: tags(s)}
	for _, step := range []func() error{
		st.provider,          // which account and region
		st.userPool,          // the users
		st.riskConfiguration, // what is done about risky sign-ins
		st.triggerPermissions,
		st.domains,           // where users log in
		st.identityProviders, // who else vouches for users
		st.resourceServers,   // the APIs and their scopes
		st.clients,           // who gets tokens
		st.iamOIDCProviders,  // whose tokens the account trusts
		st.identityPool,      // where a login is exchanged for AWS credentials
		st.identityRoles,     // which ones
		st.groups,            // who gets which of them
		st.roleAttachment,
		st.principalTags,
		st.workloads, // jobs that get AWS credentials
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	outputs := st.outputs()
	return outputs, st.publish(outputs)
}

// stack is a program while it is being declared.
type stack struct {
	ctx     *pulumi.Context
	spec    *spec.Spec
	secrets Secrets
	report  Report
	tags    pulumi.StringMap

	aws       *aws.Provider
	pool      *pool // nil: the stack has none
	prefix    *cognito.UserPoolDomain
	custom    *cognito.UserPoolDomain
	providers map[string]*cognito.IdentityProvider
	servers   map[string]*cognito.ResourceServer
	apps      map[string]*cognito.UserPoolClient

	issuers    map[string]*iam.OpenIdConnectProvider
	identities *cognito.IdentityPool // nil: the stack has none
	roles      map[string]*iam.Role  // of the identity pool
	jobs       map[string]*iam.Role  // of workloads
}

// options are those of every resource; more may be added.
func (st *stack) options(more ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return append([]pulumi.ResourceOption{pulumi.Provider(st.aws)}, more...)
}

// protected are the options of a resource whose loss cannot be undone.
func (st *stack) protected(more ...pulumi.ResourceOption) []pulumi.ResourceOption {
	return st.options(append(more, pulumi.Protect(!st.spec.Lifecycle.Ephemeral))...)
}
