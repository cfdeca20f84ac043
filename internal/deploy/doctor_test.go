package deploy

import (
	"context"
	"strings"
	"testing"
)

func TestDoctor(t *testing.T) {
	quietEnvironment(t)
	bin := onlyHere(t)
	target := AWS{Region: "eu-west-1", AccountID: "210987654321", EndpointURL: fakeSTS(t, "")}
	settings := Settings{Root: t.TempDir(), CacheDir: t.TempDir()}

	sick := Doctor(context.Background(), settings, target)
	for _, check := range sick {
		healthy := check.Name == "state backend" || check.Name == "secrets provider" || check.Name == "region"
		if check.OK != healthy || (check.Remedy == "") == !healthy {
			t.Errorf("%+v", check)
		}
	}

	script(t, bin, "pulumi", "echo v"+engineVersion.String())
	script(t, bin, "pulumi-resource-aws", `test "$1" = --version && echo 6.83.2`)
	target.AccountID = testAccount
	found := map[string]string{}
	for _, check := range Doctor(context.Background(), settings, target) {
		if !check.OK {
			t.Errorf("%+v", check)
		}
		found[check.Name] = check.Found
	}
	for name, part := range map[string]string{
		"engine":           "pulumi " + engineVersion.String() + " at " + bin + "/pulumi (PATH)",
		"aws plugin":       "6.83.2 at " + bin,
		"state backend":    "/.mlauth/state (embedded default)",
		"secrets provider": "passphrase, generated",
		"region":           "eu-west-1 at http://127.0.0.1",
		"credentials":      "user/tester in account " + testAccount + ", from EnvConfigCredentials",
	} {
		if !strings.Contains(found[name], part) {
			t.Errorf("%s: %q does not say %q", name, found[name], part)
		}
	}

	t.Setenv("PULUMI_BACKEND_URL", "s3://state")
	for _, check := range Doctor(context.Background(), settings, target) {
		if check.Name == "secrets provider" && (check.OK || !strings.Contains(check.Remedy, "PULUMI_CONFIG_PASSPHRASE")) {
			t.Errorf("no passphrase, and nothing said: %+v", check)
		}
	}
}
