package render

import (
	"encoding/json"
	"fmt"
	"path"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// stackOutputs answers for another stack: a placeholder for each output that a
// program may ask for.
func stackOutputs(args pulumi.MockResourceArgs) resource.PropertyMap {
	outputs := resource.PropertyMap{}
	from := args.Name + "." + path.Base(args.ID) // the outputs of one stack are not those of another
	for _, name := range append([]string{"user_pool_id", "user_pool_arn", "issuer"}, loginOutputs...) {
		outputs[resource.PropertyKey(name)] = resource.NewStringProperty(placeholder(from, name))
	}
	return resource.PropertyMap{
		"name":    resource.NewStringProperty(args.ID),
		"outputs": resource.NewObjectProperty(outputs),
	}
}

// Call answers the functions of the provider that programs call. Secrets are
// answered by their mark, which no recording shows: it is a secret there too.
func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	text := func(key resource.PropertyKey, value string) (resource.PropertyMap, error) {
		return resource.PropertyMap{key: resource.NewStringProperty(value)}, nil
	}
	switch args.Token {
	case "aws:index/getCallerIdentity:getCallerIdentity":
		return text("accountId", placeholder("aws", "accountId"))
	case "aws:ssm/getParameter:getParameter":
		return text("value", SecretMark)
	case "aws:secretsmanager/getSecretVersion:getSecretVersion":
		return text("secretString", r.secretText(args.Args["secretId"].StringValue()))
	}
	return nil, fmt.Errorf("unexpected call of %s", args.Token)
}

// secretText is a secret's mark, in each member that the spec takes from it.
func (r *recorder) secretText(name string) string {
	members := map[string]string{}
	for _, ref := range r.spec.SecretRefs() {
		if ref.SecretsManager == name && ref.Key != "" {
			members[ref.Key] = SecretMark
		}
	}
	if len(members) == 0 {
		return SecretMark
	}
	text, err := json.Marshal(members)
	if err != nil {
		return SecretMark
	}
	return string(text)
}
