package deploy

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"golang.org/x/sync/errgroup"

	"github.com/mlauth/mlauth-compile/internal/change"
)

const secretType = "aws:secretsmanager/secret:Secret"

// retained are secrets that cannot be made because AWS still keeps one of the
// name that was deleted: it could be recovered. The provider would try for two
// minutes, in the midst of the deploy. Where nobody may look it does.
// https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
func (o *operation) retained(ctx context.Context, steps []change.Step) []change.Effect {
	ctx, cancel := context.WithTimeout(ctx, searchTimeout)
	defer cancel()
	conf, err := awsConfig(ctx, o.stack.AWS)
	if err != nil {
		return nil // who is calling was known a moment ago; the engine will say it
	}
	client := secretsmanager.NewFromConfig(conf)
	kept := make([]bool, len(steps))
	group := errgroup.Group{}
	group.SetLimit(searchAtOnce)
	for i, s := range steps {
		name, _ := lookup(s.New, "name").(string)
		if s.Type != secretType || s.Op != change.OpCreate && s.Op != change.OpReplace || name == "" {
			continue
		}
		group.Go(func() error {
			answer, err := client.DescribeSecret(ctx, &secretsmanager.DescribeSecretInput{SecretId: &name})
			kept[i] = err == nil && answer.DeletedDate != nil
			return nil
		})
	}
	_ = group.Wait() // none of them fails
	var effects []change.Effect
	for i, s := range steps {
		if kept[i] {
			effects = append(effects, keptName(s.Resource, lookup(s.New, "name").(string)))
		}
	}
	return effects
}

func keptName(resource, name string) change.Effect {
	return change.Effect{
		Class: change.Impossible, Resource: resource,
		Reason: fmt.Sprintf("%s would be made as %s, a name that Secrets Manager keeps for a secret that was deleted and can still be recovered", resource, name),
		Remedy: releaseName(name),
	}
}

// releaseName is how the name of a deleted secret is made free.
func releaseName(name string) string {
	return "publish under another path; or, to give up the secret that was there and have its name at once: " +
		"aws secretsmanager delete-secret --secret-id " + name + " --force-delete-without-recovery"
}
