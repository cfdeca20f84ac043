package render

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// resourceServers are deleted before they are replaced: AWS refuses a second
// one of an identifier.
func (st *stack) resourceServers() error {
	st.servers = map[string]*cognito.ResourceServer{}
	if st.pool == nil {
		return nil
	}
	for _, key := range sortedKeys(st.spec.ResourceServers) {
		r := st.spec.ResourceServers[key]
		scopes := cognito.ResourceServerScopeArray{}
		for _, name := range sortedKeys(r.Scopes) {
			scopes = append(scopes, cognito.ResourceServerScopeArgs{
				ScopeName:        pulumi.String(name),
				ScopeDescription: pulumi.String(r.Scopes[name]),
			})
		}
		server, err := cognito.NewResourceServer(st.ctx, "resourceServers."+key, &cognito.ResourceServerArgs{
			UserPoolId: st.pool.ID(),
			Identifier: pulumi.String(r.Identifier),
			Name:       pulumi.String(r.Name),
			Scopes:     scopes,
		}, st.protected(append(adopted(st.spec.AdoptedServer(key)), pulumi.DeleteBeforeReplace(true))...)...)
		if err != nil {
			return err
		}
		st.servers[key] = server
	}
	return nil
}
