package change

import "testing"

// What interrupted replacements left goes with the entry of the replacement; a
// part of a pool that was left with that pool's; and what is there now has
// nothing to do with it.
func TestRemainsAreLossesOfTheirOwn(t *testing.T) {
	remains := func(resource, typ, id string, old object) Step {
		return Step{Resource: resource, Type: typ, Op: OpDelete, ID: id, Old: old, Remains: true}
	}
	in := func(pool string) object { return object{"userPoolId": pool} }
	expect(t, []Step{
		stay,
		remains("userPool", userPoolType, "us-east-1_X", object{}),
		remains("clients.console", clientType, "1kq", in("us-east-1_X")),
		remains("clients.console", clientType, "2kq", in("us-east-1_A")),
		{Resource: "clients.console", Type: clientType, Op: OpSame, ID: "3kq", Old: in("us-east-1_A"), New: in("us-east-1_A")},
		{Resource: "clients.gone", Type: clientType, Op: OpDelete, ID: "4kq", Old: in("us-east-1_A")},
		remains("identityPool", identityPoolType, "us-east-1:1", object{}),
		remains("identityPool.roles.authenticated", roleType, "old-role", object{}),
		remains("publish.ssm.user_pool_id", "aws:ssm/parameter:Parameter", "/acme", object{}),
	},
		"losesUsers replace identityPool (us-east-1:1)",
		"losesUsers replace userPool (us-east-1_X)",
		"breaksCallers replace clients.console within userPool (us-east-1_X)",
		"breaksCallers replace clients.console",
		"breaksCallers delete clients.gone",
		"breaksCallers replace identityPool.roles.authenticated within identityPool (us-east-1:1)",
	)
}
