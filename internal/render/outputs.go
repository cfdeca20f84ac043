package render

import (
	"maps"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// outputs are what other programs need to know of the stack.
func (st *stack) outputs() pulumi.Map {
	out := pulumi.Map{}
	st.accessOutputs(out)
	if st.pool == nil {
		return out
	}
	issuer := pulumi.Sprintf("https://%s", st.pool.Endpoint)
	maps.Copy(out, pulumi.Map{
		"user_pool_id":            st.pool.ID(),
		"user_pool_arn":           st.pool.Arn,
		"issuer":                  issuer,
		"jwks_uri":                pulumi.Sprintf("%s/.well-known/jwks.json", issuer),
		"saml_entity_id":          pulumi.Sprintf("urn:amazon:cognito:sp:%s", st.pool.ID()),
		"identity_provider_names": list(sortedKeys(st.providers)),
		"resource_server_scopes":  st.scopeOutputs(),
	})
	if names := sortedKeys(st.providers); len(names) == 1 {
		out["identity_provider_name"] = pulumi.String(names[0])
	}
	out["clients"], out["client_secrets"] = st.clientOutputs()
	st.domainOutputs(out)
	return out
}

func (st *stack) scopeOutputs() pulumi.StringArrayMap {
	scopes := pulumi.StringArrayMap{}
	for key, r := range st.spec.ResourceServers {
		full := make([]string, 0, len(r.Scopes))
		for _, name := range sortedKeys(r.Scopes) {
			full = append(full, r.Scope(name))
		}
		scopes[key] = list(full)
	}
	return scopes
}

func (st *stack) clientOutputs() (ids, secrets pulumi.StringMap) {
	ids, secrets = pulumi.StringMap{}, pulumi.StringMap{}
	for key, client := range st.apps {
		ids[key] = st.clientID(key)
		if st.spec.Clients[key].Secret {
			secrets[key] = pulumi.ToSecret(client.ClientSecret).(pulumi.StringOutput)
		}
	}
	return ids, secrets
}

// domainOutputs exist with a domain. The custom domain comes first: a team that
// pays for one means its users to see it.
// https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html
func (st *stack) domainOutputs(out pulumi.Map) {
	st.usedLoginOutputs(out)
	domain := st.spec.UserPool.Domain
	if domain == nil {
		return
	}
	base := "https://" + domain.Host(st.spec.AWS.Region)
	for name, path := range map[string]string{
		"login_base_url":         "",
		"authorization_endpoint": "/oauth2/authorize",
		"token_endpoint":         "/oauth2/token",
		"userinfo_endpoint":      "/oauth2/userInfo",
		"logout_endpoint":        "/logout",
		"idp_response_url":       "/oauth2/idpresponse",
		"saml_acs_url":           "/saml2/idpresponse",
	} {
		out[name] = pulumi.String(base + path)
	}
	if st.custom != nil {
		out["custom_domain_target"] = st.custom.CloudfrontDistribution
	}
}
