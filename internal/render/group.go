package render

import (
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// groups are deleted before they are replaced: AWS refuses a second one of a
// name.
func (st *stack) groups() error {
	if st.pool == nil {
		return nil
	}
	for _, name := range sortedKeys(st.spec.Groups) {
		g := st.spec.Groups[name]
		args := &cognito.UserGroupArgs{
			UserPoolId:  st.pool.ID(),
			Name:        pulumi.String(name),
			Description: pulumi.String(g.Description),
			RoleArn:     st.groupRole(g),
		}
		if g.Precedence > 0 {
			args.Precedence = pulumi.Int(g.Precedence) // see Sticky
		}
		options := append(adopted(st.spec.AdoptedGroup(name)), pulumi.DeleteBeforeReplace(true))
		if _, err := cognito.NewUserGroup(st.ctx, "groups."+name, args, st.protected(options...)...); err != nil {
			return err
		}
	}
	return nil
}

// groupRole is nil for a group without a role: AWS takes no empty one, see
// Sticky.
func (st *stack) groupRole(g spec.Group) pulumi.StringPtrInput {
	if role, ok := st.roles[g.Role]; ok {
		return role.Arn
	}
	if strings.HasPrefix(g.Role, "arn:") {
		return pulumi.String(g.Role)
	}
	return nil
}
