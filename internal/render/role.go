package render

import (
	"fmt"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// roleSettings are what an IAM role is made of beside its permissions.
type roleSettings struct {
	name, path string
	seconds    int // of the longest session
	trust      pulumi.StringInput
	behind     []pulumi.Resource // what has to be there first
}

// role declares an IAM role under its path in the spec, and its policies. It is
// deleted before it is replaced: with another path it has the same name, and
// IAM takes no second one.
func (st *stack) role(path string, r roleSettings, p spec.Permissions) (*iam.Role, error) {
	role, err := iam.NewRole(st.ctx, path, &iam.RoleArgs{
		Name:                pulumi.String(r.name),
		Path:                pulumi.String(r.path),
		Description:         pulumi.String(path + " of the stack " + st.spec.Metadata.Name),
		AssumeRolePolicy:    r.trust,
		MaxSessionDuration:  pulumi.Int(r.seconds),
		PermissionsBoundary: pulumi.String(p.PermissionsBoundary),
		ForceDetachPolicies: pulumi.Bool(true), // what was attached by hand stops no destroy
		Tags:                st.tags,
	}, st.options(pulumi.DeleteBeforeReplace(true), pulumi.DependsOn(r.behind))...)
	if err != nil {
		return nil, err
	}
	attached, err := st.ownPolicies(path, r, p, role)
	if err != nil {
		return nil, err
	}
	for _, arn := range p.ManagedPolicies {
		if err := st.attach(path+".managedPolicies."+policyName(arn), role, pulumi.String(arn)); err != nil {
			return nil, err
		}
	}
	return role, st.inlinePolicy(path, p, role, attached)
}

// policyName tells managed policies apart: owner and name, without the slashes
// of its path.
func policyName(arn string) string {
	_, rest, _ := strings.Cut(arn, ":iam::")
	owner, name, _ := strings.Cut(rest, ":policy/")
	return owner + "." + strings.ReplaceAll(name, "/", ".")
}

func (st *stack) attach(path string, role *iam.Role, arn pulumi.StringInput) error {
	_, err := iam.NewRolePolicyAttachment(st.ctx, path, &iam.RolePolicyAttachmentArgs{
		Role: role.Name, PolicyArn: arn,
	}, st.options()...)
	return err
}

// ownPolicies declares the managed policies for what has no room inline.
func (st *stack) ownPolicies(path string, r roleSettings, p spec.Permissions, role *iam.Role) ([]pulumi.Resource, error) {
	_, managed := policy.Split(policy.Permissions(p, policy.PlaceOf(st.spec)))
	var attached []pulumi.Resource
	for i, document := range managed {
		name := fmt.Sprintf("%s.policy.%d", path, i+2)
		own, err := iam.NewPolicy(st.ctx, name, &iam.PolicyArgs{
			Name:        pulumi.Sprintf("%s-%d", r.name, i+2),
			Path:        pulumi.String(r.path),
			Description: pulumi.String("What has no room in the role " + r.name),
			Policy:      pulumi.String(document.JSON()),
			Tags:        st.tags,
		}, st.options(pulumi.DeleteBeforeReplace(true))...)
		if err != nil {
			return nil, err
		}
		if err := st.attach(name+".attached", role, own.Arn); err != nil {
			return nil, err
		}
		attached = append(attached, own)
	}
	return attached, nil
}

// inlinePolicy comes after the role's own managed ones: what moves from it to
// one of those is allowed there before it is gone here.
func (st *stack) inlinePolicy(path string, p spec.Permissions, role *iam.Role, attached []pulumi.Resource) error {
	inline, _ := policy.Split(policy.Permissions(p, policy.PlaceOf(st.spec)))
	if len(inline) == 0 {
		return nil
	}
	_, err := iam.NewRolePolicy(st.ctx, path+".policy", &iam.RolePolicyArgs{
		Name:   pulumi.String("mlauth"),
		Role:   role.Name,
		Policy: pulumi.String(inline.JSON()),
	}, st.options(pulumi.DependsOn(attached))...)
	return err
}
