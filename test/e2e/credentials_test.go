package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A role in another account is assumed by the tool and by the provider alike.
func TestRoleOfAnotherAccountIsAssumed(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	const other = "222222222222"
	spec := strings.Replace(repositorySpec(t, "ml-user-pool.yaml"), "{region: us-east-1}",
		fmt.Sprintf(`{region: us-east-1, accountId: %q, assumeRole: {roleArn: "arn:aws:iam::%s:role/deployer", externalId: mlauth}}`, other, other), 1)
	p.write("specs/s.yaml", spec+ephemeral)
	p.deployTwice("specs/s.yaml")
	if arn := p.outputs("specs/s.yaml")["user_pool_arn"].(string); !strings.Contains(arn, ":"+other+":") {
		t.Errorf("the pool is in another account: %s", arn)
	}
	p.must(0, "destroy", "specs/s.yaml")
}

// Credentials come from the profile that the spec names.
func TestProfileOfTheSpecIsUsed(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	path := filepath.Join(t.TempDir(), "credentials")
	file := fmt.Sprintf("[ml-dev]\naws_access_key_id = %s\naws_secret_access_key = emulated\n", p.account.AccessKey())
	if err := os.WriteFile(path, []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	p.env = withoutEmpty(append(p.env, "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=", "AWS_SHARED_CREDENTIALS_FILE="+path))
	text := repositorySpec(t, "ml-user-pool.yaml") + ephemeral
	p.write("specs/s.yaml", text)
	p.must(1, "deploy", "specs/s.yaml")
	p.write("specs/s.yaml", strings.Replace(text, "{region: us-east-1}", "{region: us-east-1, profile: ml-dev}", 1))
	p.deployTwice("specs/s.yaml")
}

// Taking a stack down takes none of the spec's secrets.
func TestDestroyNeedsNoSecret(t *testing.T) {
	t.Parallel()
	p := newProject(t)
	p.write("specs/s.yaml", repositorySpec(t, "ml-user-pool.yaml")+ephemeral)
	p.must(0, "deploy", "specs/s.yaml")
	p.env = withoutEmpty(append(p.env, "OIDC_CLIENT_SECRET="))
	p.must(0, "destroy", "specs/s.yaml")
}
