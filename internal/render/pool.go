package render

import (
	"fmt"
	"maps"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// pool is the user pool that the stack lives in, its own or another's.
type pool struct {
	id       pulumi.StringOutput
	Arn      pulumi.StringOutput
	Endpoint pulumi.StringOutput // the issuer without https://

	login map[string]string // outputs about the domain of a pool that another stack owns
}

// ID returns the pool's id.
func (p *pool) ID() pulumi.StringOutput { return p.id }

// loginOutputs are the outputs that exist with a domain.
var loginOutputs = []string{
	"login_base_url", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "logout_endpoint",
	"idp_response_url", "saml_acs_url", "custom_domain_target",
}

// poolOfStack reads what the stack that owns the pool says of it. The values
// are waited for: a stack without a pool is to fail here, not in AWS.
func (st *stack) poolOfStack(name string) (*pool, error) {
	ref, err := pulumi.NewStackReference(st.ctx, "userPool.use", &pulumi.StackReferenceArgs{
		Name: pulumi.String(st.ctx.Organization() + "/" + st.ctx.Project() + "/" + name),
	})
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	for _, output := range append([]string{"user_pool_id", "user_pool_arn", "issuer"}, loginOutputs...) {
		details, err := ref.GetOutputDetails(output)
		if err != nil {
			return nil, err
		}
		if text, ok := details.Value.(string); ok {
			values[output] = text
		}
	}
	if values["user_pool_id"] == "" {
		return nil, fmt.Errorf("the stack %s, whose user pool this one uses, has none: deploy it first", name)
	}
	used := &pool{
		id:       known(values["user_pool_id"]),
		Arn:      known(values["user_pool_arn"]),
		Endpoint: known(strings.TrimPrefix(values["issuer"], "https://")),
		login:    values,
	}
	for _, output := range []string{"user_pool_id", "user_pool_arn", "issuer"} {
		delete(values, output)
	}
	return used, nil
}

// poolOfID computes what follows from a pool's id; AWS is asked for nothing but
// the account's number, where the spec does not say it.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-tokens-verifying-a-jwt.html
func (st *stack) poolOfID(id string) *pool {
	region := st.spec.AWS.Region
	account := known(st.spec.AWS.AccountID)
	if st.spec.AWS.AccountID == "" {
		account = aws.GetCallerIdentityOutput(st.ctx, aws.GetCallerIdentityOutputArgs{}, pulumi.Provider(st.aws)).AccountId()
	}
	return &pool{
		id:       known(id),
		Arn:      pulumi.Sprintf("arn:%s:cognito-idp:%s:%s:userpool/%s", spec.Partition(region), region, account, id),
		Endpoint: known("cognito-idp." + region + "." + spec.DNSSuffix(region) + "/" + id),
	}
}

// usedPool finds the pool that the spec uses.
func (st *stack) usedPool(use spec.PoolUse) (err error) {
	if use.ID != "" {
		st.pool = st.poolOfID(use.ID)
		return nil
	}
	st.pool, err = st.poolOfStack(use.Stack)
	return err
}

// usedLoginOutputs hand on what the owner of the pool says of its domain.
func (st *stack) usedLoginOutputs(out pulumi.Map) {
	maps.Copy(out, pulumi.ToMap(anyMap(st.pool.login)))
}

func anyMap(m map[string]string) map[string]any {
	out := make(map[string]any, len(m))
	for key, value := range m {
		out[key] = value
	}
	return out
}

// known is an output whose value is there already.
func known(text string) pulumi.StringOutput { return pulumi.String(text).ToStringOutput() }
