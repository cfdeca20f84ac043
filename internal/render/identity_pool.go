package render

import (
	"slices"
	"time"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/iam"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/policy"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

func (st *stack) identityPool() (err error) {
	p := st.spec.IdentityPool
	if p == nil {
		return nil
	}
	st.identities, err = cognito.NewIdentityPool(st.ctx, "identityPool", &cognito.IdentityPoolArgs{
		IdentityPoolName:               pulumi.String(p.Name),
		AllowUnauthenticatedIdentities: pulumi.Bool(p.AllowGuests),
		AllowClassicFlow:               pulumi.Bool(p.ClassicFlow),
		CognitoIdentityProviders:       st.identityClients(p),
		OpenidConnectProviderArns:      st.identityIssuers(p),
		SamlProviderArns:               set(p.SAMLProviders),
		SupportedLoginProviders:        pulumi.StringMap{},
		Tags:                           st.tags,
	}, st.protected(adopted(st.spec.Lifecycle.Adopt.IdentityPool)...)...)
	return err
}

func (st *stack) identityClients(p *spec.IdentityPool) cognito.IdentityPoolCognitoIdentityProviderArray {
	clients := cognito.IdentityPoolCognitoIdentityProviderArray{}
	for _, key := range sortedKeys(p.Clients) {
		clients = append(clients, cognito.IdentityPoolCognitoIdentityProviderArgs{
			ProviderName:         st.pool.Endpoint,
			ClientId:             st.apps[key].ID(),
			ServerSideTokenCheck: pulumi.Bool(p.ServerSideTokenCheck),
		})
	}
	return clients
}

// identityIssuers are given by name where this spec owns them, else by ARN.
func (st *stack) identityIssuers(p *spec.IdentityPool) pulumi.StringArray {
	arns := pulumi.StringArray{}
	for _, issuer := range slices.Sorted(slices.Values(p.OIDCProviders)) {
		if own, ok := st.issuers[issuer]; ok {
			arns = append(arns, own.Arn)
		} else {
			arns = append(arns, pulumi.String(issuer))
		}
	}
	return arns
}

// identityRoles are the roles that the pool hands out, to its own users only.
func (st *stack) identityRoles() error {
	st.roles = map[string]*iam.Role{}
	p := st.spec.IdentityPool
	if p == nil {
		return nil
	}
	at := policy.PlaceOf(st.spec)
	for _, key := range sortedKeys(p.Roles) {
		trust := st.identities.ID().ToStringOutput().ApplyT(func(pool string) string {
			return policy.IdentityTrust(pool, key == spec.GuestRole, len(p.PrincipalTags) > 0, at).JSON()
		}).(pulumi.StringOutput)
		role, err := st.role("identityPool.roles."+key, roleSettings{
			name: st.spec.IdentityRoleName(key), path: "/", seconds: int(time.Hour.Seconds()), trust: trust,
		}, p.Roles[key])
		if err != nil {
			return err
		}
		st.roles[key] = role
	}
	return nil
}

// roleAttachment is one resource with all roles and mappings, since AWS sets
// them all in one request. The provider replaces it when a role changes, and
// the deletion of the old one would set no roles at all. So the new one is
// created first, which overwrites what was there, and the deletion does not
// reach AWS; with the pool, the roles go anyway.
func (st *stack) roleAttachment() error {
	p := st.spec.IdentityPool
	if p == nil {
		return nil
	}
	attached := pulumi.StringMap{"authenticated": st.roles[spec.AuthenticatedRole].Arn}
	if guest, ok := st.roles[spec.GuestRole]; ok {
		attached["unauthenticated"] = guest.Arn
	}
	_, err := cognito.NewIdentityPoolRoleAttachment(st.ctx, "identityPool.roles", &cognito.IdentityPoolRoleAttachmentArgs{
		IdentityPoolId: st.identities.ID(),
		Roles:          attached,
		RoleMappings:   st.roleMappings(p),
	}, st.options(pulumi.RetainOnDelete(true))...)
	return err
}

// roleMappings have a key for each client: the pool's endpoint and the
// client's id.
// https://docs.aws.amazon.com/cognito/latest/developerguide/role-based-access-control.html
func (st *stack) roleMappings(p *spec.IdentityPool) cognito.IdentityPoolRoleAttachmentRoleMappingArray {
	mappings := cognito.IdentityPoolRoleAttachmentRoleMappingArray{}
	for _, key := range sortedKeys(p.Clients) {
		c := p.Clients[key]
		if c.RoleFrom == spec.RoleFromDefault {
			continue // no mapping: everybody is authenticated
		}
		mapping := cognito.IdentityPoolRoleAttachmentRoleMappingArgs{
			IdentityProvider:        pulumi.Sprintf("%s:%s", st.pool.Endpoint, st.apps[key].ID()),
			Type:                    pulumi.String(map[string]string{spec.RoleFromGroups: "Token", spec.RoleFromRules: "Rules"}[c.RoleFrom]),
			AmbiguousRoleResolution: pulumi.String(word(c.Otherwise, map[string]string{spec.AuthenticatedRole: "AuthenticatedRole", spec.OtherwiseDeny: "Deny"})),
		}
		if c.RoleFrom == spec.RoleFromRules {
			mapping.MappingRules = st.mappingRules(c.Rules)
		}
		mappings = append(mappings, mapping)
	}
	return mappings
}

func (st *stack) mappingRules(rules []spec.RoleRule) cognito.IdentityPoolRoleAttachmentRoleMappingMappingRuleArray {
	sent := cognito.IdentityPoolRoleAttachmentRoleMappingMappingRuleArray{}
	for _, rule := range rules {
		operator, operand := rule.Match()
		sent = append(sent, cognito.IdentityPoolRoleAttachmentRoleMappingMappingRuleArgs{
			Claim: pulumi.String(rule.Claim), MatchType: pulumi.String(operator), Value: pulumi.String(operand),
			RoleArn: st.roles[rule.Role].Arn,
		})
	}
	return sent
}

// principalTags are set for the pool's endpoint alone, without a client: AWS
// keeps one set of them for all of a pool's clients. An empty set is sent where
// there are clients: what is left out stays.
func (st *stack) principalTags() error {
	p := st.spec.IdentityPool
	if p == nil || len(p.Clients) == 0 {
		return nil
	}
	_, err := cognito.NewIdentityPoolProviderPrincipalTag(st.ctx, "identityPool.principalTags", &cognito.IdentityPoolProviderPrincipalTagArgs{
		IdentityPoolId:       st.identities.ID(),
		IdentityProviderName: st.pool.Endpoint,
		PrincipalTags:        pulumi.ToStringMap(p.PrincipalTags),
		UseDefaults:          pulumi.Bool(false),
	}, st.options()...)
	return err
}

// accessOutputs are what a workload needs to know of roles and issuers.
func (st *stack) accessOutputs(out pulumi.Map) {
	if st.identities != nil {
		out["identity_pool_id"] = st.identities.ID()
	}
	if len(st.jobs)+len(st.roles) > 0 {
		arns := pulumi.StringMap{}
		for key, role := range st.jobs {
			arns[key] = role.Arn
		}
		for key, role := range st.roles {
			arns["identityPool."+key] = role.Arn
		}
		out["role_arns"] = arns
	}
	if len(st.issuers) > 0 {
		arns := pulumi.StringMap{}
		for key, issuer := range st.issuers {
			arns[key] = issuer.Arn
		}
		out["iam_oidc_provider_arns"] = arns
	}
}
