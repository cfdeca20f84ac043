package render

import (
	"strconv"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

var attributeTypes = map[string]string{
	"string": "String", "number": "Number", "boolean": "Boolean", "dateTime": "DateTime",
}

// schemas declares the custom attributes, and those standard ones that differ
// from Cognito's definition.
func schemas(a spec.Attributes) cognito.UserPoolSchemaArray {
	all := cognito.UserPoolSchemaArray{}
	for _, name := range sortedKeys(a.Standard) {
		definition := spec.StandardAttributes[name]
		definition.Mutable = a.Standard[name].Mutable
		all = append(all, attribute(name, definition, a.Standard[name].Required))
	}
	for _, name := range sortedKeys(a.Custom) {
		all = append(all, attribute(name, a.Custom[name], false))
	}
	return all
}

// attribute sends the limits of a string or number always, even when there are
// none: AWS gives them back, and their absence would be a difference in a
// schema that cannot be changed.
func attribute(name string, a spec.CustomAttribute, required bool) cognito.UserPoolSchemaArgs {
	args := cognito.UserPoolSchemaArgs{
		Name:                   pulumi.String(name),
		AttributeDataType:      pulumi.String(attributeTypes[a.Type]),
		Mutable:                pulumi.Bool(a.Mutable),
		Required:               pulumi.Bool(required),
		DeveloperOnlyAttribute: pulumi.Bool(false),
	}
	switch a.Type {
	case "string":
		args.StringAttributeConstraints = cognito.UserPoolSchemaStringAttributeConstraintsArgs{
			MinLength: pulumi.String(strconv.Itoa(a.MinLength)),
			MaxLength: pulumi.String(strconv.Itoa(a.MaxLength)),
		}
	case "number":
		args.NumberAttributeConstraints = cognito.UserPoolSchemaNumberAttributeConstraintsArgs{
			MinValue: limit(a.Min),
			MaxValue: limit(a.Max),
		}
	}
	return args
}

func limit(n *int64) pulumi.StringPtrInput {
	if n == nil {
		return nil
	}
	return pulumi.String(strconv.FormatInt(*n, 10))
}
