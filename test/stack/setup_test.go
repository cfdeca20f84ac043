package stack

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestSearchProvider(t *testing.T) {
	file, platform := "terraform-provider-aws_v"+terraformVersion+"_x5", runtime.GOOS+"_"+runtime.GOARCH
	for path, found := range map[string]bool{
		"registry.terraform.io/hashicorp/aws/5.100.0/" + platform + "/" + file: true,
		"plugins/" + file: true,
		"registry.terraform.io/hashicorp/aws/5.100.0/plan9_mips/" + file:                           false,
		"registry.terraform.io/hashicorp/aws/5.99.0/linux_amd64/terraform-provider-aws_v5.99.0_x5": false,
		"mirror/terraform-provider-aws_v" + terraformVersion + "_" + platform + ".zip":             false,
	} {
		dir := t.TempDir()
		write(t, filepath.Join(dir, path), "")
		if got := searchProvider(dir); (got == filepath.Join(dir, path)) != found {
			t.Errorf("%s: found %q", path, got)
		}
	}
}

func TestConfiguredMirrors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "terraform.rc")
	write(t, file, "provider_installation {\n  filesystem_mirror {\n    path = \"/some/mirror\"\n    include = [\"*/*\"]\n  }\n}\n")
	t.Setenv("TF_CLI_CONFIG_FILE", file)
	if got := configuredMirrors(); !slices.Contains(got, "/some/mirror") {
		t.Errorf("got %v", got)
	}
}

func TestEnviron(t *testing.T) {
	t.Setenv("MLAUTH_TEST_KEPT", "kept")
	t.Setenv("MLAUTH_TEST_UNSET", "set")
	got := Environ(map[string]string{"MLAUTH_TEST_UNSET": "", "MLAUTH_TEST_NEW": "new"})
	if !slices.Contains(got, "MLAUTH_TEST_KEPT=kept") || !slices.Contains(got, "MLAUTH_TEST_NEW=new") {
		t.Errorf("lost: %v", got)
	}
	if slices.ContainsFunc(got, func(pair string) bool { return strings.HasPrefix(pair, "MLAUTH_TEST_UNSET=") }) {
		t.Error("a variable is still set")
	}
}

// TestVersions holds the versions that Setup fetches to those that the modules
// are built with.
func TestVersions(t *testing.T) {
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	for file, line := range map[string]string{
		"go.mod":             "github.com/pulumi/pulumi/sdk/v3 v" + engineVersion,
		"test/engine/go.mod": "github.com/pulumi/pulumi/pkg/v3 v" + engineVersion,
		"./go.mod":           "github.com/pulumi/pulumi-aws/sdk/v6 v" + pluginVersion,
	} {
		text, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), line) {
			t.Errorf("%s does not say %q", file, line)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
