package render

import (
	"strings"
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/eks"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

func (st *stack) workloads() error {
	st.jobs = map[string]*iam.Role{}
	for _, key := range sortedKeys(st.spec.Workloads) {
		w := st.spec.Workloads[key]
		trust := policy.Trust(w.Trust, policy.PlaceOf(st.spec))
		role, err := st.role("workloads."+key, roleSettings{
			name: w.RoleName, path: w.Path, seconds: w.SessionDuration.In(time.Second),
			trust: pulumi.String(trust.JSON()), behind: st.ownIssuers(w.Trust),
		}, w.Permissions())
		if err != nil {
			return err
		}
		st.jobs[key] = role
		if err := st.podIdentities(key, w.Trust, role); err != nil {
			return err
		}
	}
	return nil
}

// podIdentities tell EKS which pods get the role; the trust policy alone gives
// it to none.
func (st *stack) podIdentities(key string, trusts []spec.Trust, role *iam.Role) error {
	for _, t := range trusts {
		p := t.PodIdentity
		if p == nil {
			continue
		}
		path := "workloads." + key + ".trust." + strings.Join([]string{p.Cluster, p.Namespace, p.ServiceAccount}, ".")
		_, err := eks.NewPodIdentityAssociation(st.ctx, path, &eks.PodIdentityAssociationArgs{
			ClusterName:    pulumi.String(p.Cluster),
			Namespace:      pulumi.String(p.Namespace),
			ServiceAccount: pulumi.String(p.ServiceAccount),
			RoleArn:        role.Arn,
			Tags:           st.tags,
		}, st.options(pulumi.DeleteBeforeReplace(true))...)
		if err != nil {
			return err
		}
	}
	return nil
}
