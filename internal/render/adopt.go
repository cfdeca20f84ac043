package render

import (
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// adopted makes the engine take over what exists under an import id, on the
// first deploy, instead of making it; nothing for no id. The engine imports the
// resource as it is and then brings it to what the program says, in one run and
// in one plan.
func adopted(id string) []pulumi.ResourceOption {
	if id == "" {
		return nil
	}
	return []pulumi.ResourceOption{pulumi.Import(pulumi.ID(id))}
}

// adoptedClient leaves generateSecret as it is: AWS does not say whether a
// client's secret was generated, the imported one has no value there, and any
// value would replace the client.
func (st *stack) adoptedClient(key string) []pulumi.ResourceOption {
	options := adopted(st.spec.AdoptedClient(key))
	if len(options) > 0 {
		options = append(options, pulumi.IgnoreChanges([]string{"generateSecret"}))
	}
	return options
}

// clientID is the client's id. For an adopted client it is known only when the
// client has a secret as the spec says: the engine does not compare that.
func (st *stack) clientID(key string) pulumi.StringOutput {
	client := st.apps[key]
	if st.spec.AdoptedClient(key) == "" {
		return client.ID().ToStringOutput()
	}
	wanted := st.spec.Clients[key].Secret
	checked := pulumi.All(client.ID(), client.ClientSecret).ApplyT(func(parts []any) (string, error) {
		if has := parts[1].(string) != ""; has != wanted {
			return "", fmt.Errorf("clients.%s is adopted, and %s a secret in AWS, unlike in the spec: AWS cannot change that in place; "+
				"set its type or secret to what is there, or let the stack make a new client", key, map[bool]string{true: "has", false: "has no"}[has])
		}
		return string(parts[0].(pulumi.ID)), nil
	}).(pulumi.StringOutput)
	return pulumi.Unsecret(checked).(pulumi.StringOutput)
}
