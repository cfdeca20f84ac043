package render

import (
	"encoding/json"
	"fmt"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// secret is a Pulumi secret from its first moment, and is reported by its place.
// What AWS holds is read by the engine through the stack's provider, with its
// account and region.
func (st *stack) secret(place string, ref spec.SecretRef) pulumi.StringInput {
	switch {
	case ref.SSM != "":
		found := ssm.LookupParameterOutput(st.ctx, ssm.LookupParameterOutputArgs{
			Name: pulumi.String(ref.SSM), WithDecryption: pulumi.Bool(true),
		}, pulumi.Provider(st.aws))
		return st.secretOf(place, found.Value(), ref)
	case ref.SecretsManager != "":
		found := secretsmanager.LookupSecretVersionOutput(st.ctx, secretsmanager.LookupSecretVersionOutputArgs{
			SecretId: pulumi.String(ref.SecretsManager),
		}, pulumi.Provider(st.aws))
		return st.secretOf(place, found.SecretString(), ref)
	}
	value := st.secrets(ref)
	st.report(place, value)
	return pulumi.ToSecret(pulumi.String(value)).(pulumi.StringOutput)
}

// secretOf picks the secret out of what AWS holds, and reports it.
func (st *stack) secretOf(place string, held pulumi.StringOutput, ref spec.SecretRef) pulumi.StringOutput {
	return pulumi.ToSecret(held).(pulumi.StringOutput).ApplyT(func(text string) (string, error) {
		secret, err := pick(text, ref)
		if err == nil {
			st.report(place, secret)
		}
		return secret, err
	}).(pulumi.StringOutput)
}

// pick returns the text, or the member of its JSON that the reference names.
// Its errors say nothing of what is in there.
func pick(text string, ref spec.SecretRef) (string, error) {
	fault := func(why string) (string, error) {
		return "", fmt.Errorf("%s %s; the spec takes a secret from it", ref, why)
	}
	if ref.Key != "" {
		var members map[string]any
		if json.Unmarshal([]byte(text), &members) != nil {
			return fault("is not there: the secret is no JSON object")
		}
		member, ok := members[ref.Key].(string)
		if !ok {
			return fault("is not there, or is no text")
		}
		text = member
	}
	if text == "" {
		return fault("is empty")
	}
	return text, nil
}

func (st *stack) textOrSecret(place string, t spec.TextOrSecret) pulumi.StringInput {
	if t.Secret.IsZero() {
		return pulumi.String(t.Text)
	}
	return st.secret(place, t.Secret)
}
