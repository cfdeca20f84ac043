package e2e

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
)

var (
	usedStack  = regexp.MustCompile(`use: \{stack: ([\w-]+)\}`)
	ssmSecret  = regexp.MustCompile(`\{ssm: ([^},]+)\}`)
	heldSecret = regexp.MustCompile(`\{secretsManager: ([^},]+)(?:, key: ([^}]+))?\}`)
	namedFile  = regexp.MustCompile(`metadata: \{file: ([^}]+)\}`)
)

// storedSecret is the value of every secret that a spec takes from AWS, with
// the name of its place, so that a search finds nothing else.
func storedSecret(place string) string { return "stored-in-aws-9c41e7-" + filepath.Base(place) }

// prepare makes what a spec of this repository expects to be there: files, the
// secrets that AWS holds, the stack whose pool it uses. What it returns takes
// the stack down again.
func prepare(t *testing.T, p *project, text string) (takeDown func()) {
	t.Helper()
	for _, match := range namedFile.FindAllStringSubmatch(text, -1) {
		data, err := os.ReadFile(filepath.Join("..", "..", "specs", match[1]))
		if err != nil {
			t.Fatal(err)
		}
		p.write("specs/"+match[1], string(data))
	}
	storeSecrets(t, p, text)
	match := usedStack.FindStringSubmatch(text)
	if match == nil {
		return func() {}
	}
	owner := "specs/" + match[1] + ".yaml"
	p.write(owner, repositorySpec(t, match[1]+".yaml")+ephemeral)
	p.must(0, "deploy", owner)
	return func() { p.must(0, "destroy", owner) }
}

func storeSecrets(t *testing.T, p *project, text string) {
	t.Helper()
	ctx, c := context.Background(), p.account.Clients(region(text))
	for _, match := range ssmSecret.FindAllStringSubmatch(text, -1) {
		must(c.SSM.PutParameter(ctx, &ssm.PutParameterInput{
			Name: &match[1], Value: aws.String(storedSecret(match[1])), Type: types.ParameterTypeSecureString,
		}))(t)
	}
	for _, match := range heldSecret.FindAllStringSubmatch(text, -1) {
		value := storedSecret(match[1])
		if match[2] != "" {
			data, err := json.Marshal(map[string]string{match[2]: value})
			if err != nil {
				t.Fatal(err)
			}
			value = string(data)
		}
		must(c.Secrets.CreateSecret(ctx, &secretsmanager.CreateSecretInput{Name: &match[1], SecretString: &value}))(t)
	}
}
