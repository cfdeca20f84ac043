package render

import (
	"encoding/json"
	"strings"

	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/secretsmanager"
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/ssm"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// publish puts outputs where workloads find them: plain ones in parameters,
// client secrets in Secrets Manager.
func (st *stack) publish(outputs pulumi.Map) error {
	if p := st.spec.Publish.SSM; p != nil {
		values := flatten(outputs)
		for _, name := range sortedKeys(values) {
			if err := st.parameter(p.Path, name, values[name]); err != nil {
				return err
			}
		}
	}
	p := st.spec.Publish.SecretsManager
	if p == nil {
		return nil
	}
	for _, key := range sortedKeys(st.apps) {
		if st.spec.Clients[key].Secret {
			if err := st.clientSecret(*p, key); err != nil {
				return err
			}
		}
	}
	return nil
}

// secretOutputs never become parameters.
var secretOutputs = map[string]bool{"client_secrets": true}

// flatten gives each value of the outputs a name below the path: OUTPUT, or
// OUTPUT/KEY for one that is a map. A list is written with commas; an empty one
// is left out, because a parameter may not be empty.
func flatten(outputs pulumi.Map) map[string]pulumi.StringInput {
	flat := map[string]pulumi.StringInput{}
	for name, output := range outputs {
		if secretOutputs[name] {
			continue
		}
		switch value := output.(type) {
		case pulumi.StringMap:
			for key, item := range value {
				flat[name+"/"+key] = item
			}
		case pulumi.StringArrayMap:
			for key, items := range value {
				if list, ok := items.(pulumi.StringArray); ok && len(list) > 0 {
					flat[name+"/"+key] = commas(list)
				}
			}
		case pulumi.StringArray:
			if len(value) > 0 {
				flat[name] = commas(value)
			}
		case pulumi.StringInput:
			flat[name] = value
		}
	}
	return flat
}

func commas(items pulumi.StringArray) pulumi.StringOutput {
	return items.ToStringArrayOutput().ApplyT(func(items []string) string {
		return strings.Join(items, ",")
	}).(pulumi.StringOutput)
}

// parameter sends the value as one that is no secret: a plan then shows what
// changes, and the state does not encrypt what everybody may know.
func (st *stack) parameter(path, name string, value pulumi.StringInput) error {
	_, err := ssm.NewParameter(st.ctx, "publish.ssm."+strings.ReplaceAll(name, "/", "."), &ssm.ParameterArgs{
		Name:           pulumi.String(path + "/" + name),
		Type:           pulumi.String("String"),
		DataType:       pulumi.String("text"),
		Tier:           pulumi.String("Standard"),
		Description:    pulumi.String(name + " of the stack " + st.spec.Metadata.Name),
		AllowedPattern: pulumi.String(""),
		InsecureValue:  value.ToStringOutput(),
		Tags:           st.tags,
	}, st.options()...)
	return err
}

// credentials are what a service needs to get tokens.
type credentials struct {
	ID     string `json:"client_id"`
	Secret string `json:"client_secret"`
}

// clientSecret is a secret and its current version. The secret is deleted
// before it is replaced: AWS refuses a second one of a name.
func (st *stack) clientSecret(p spec.PublishSecrets, key string) error {
	name := "publish.secretsManager." + key
	args := &secretsmanager.SecretArgs{
		Name:                        pulumi.String(p.Path + "/" + key),
		Description:                 pulumi.String("OAuth client " + key + " of the stack " + st.spec.Metadata.Name),
		RecoveryWindowInDays:        pulumi.Int(p.RecoveryDays),
		ForceOverwriteReplicaSecret: pulumi.Bool(false),
		Tags:                        st.tags,
	}
	if p.KMSKeyARN != "" {
		args.KmsKeyId = pulumi.String(p.KMSKeyARN) // no key reads as none, and "" would differ
	}
	secret, err := secretsmanager.NewSecret(st.ctx, name, args, st.options(pulumi.DeleteBeforeReplace(true))...)
	if err != nil {
		return err
	}
	client := st.apps[key]
	text := pulumi.All(client.ID(), client.ClientSecret).ApplyT(func(parts []any) (string, error) {
		secret := parts[1].(string)
		st.report("clients."+key+".secret", secret)
		data, err := json.Marshal(credentials{string(parts[0].(pulumi.ID)), secret})
		return string(data), err
	}).(pulumi.StringOutput)
	_, err = secretsmanager.NewSecretVersion(st.ctx, name+".version", &secretsmanager.SecretVersionArgs{
		SecretId:     secret.ID(),
		SecretString: pulumi.ToSecret(text).(pulumi.StringOutput),
	}, st.options()...)
	return err
}
