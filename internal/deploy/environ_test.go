package deploy

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestEngineEnviron(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	got := engineEnviron([]string{
		"PATH=/bin", "AWS_PROFILE=ml", "AWS_CONFIG_FILE=conf/aws", "AWS_CA_BUNDLE=",
		"PULUMI_CONFIG_PASSPHRASE=p", "PULUMI_ACCESS_TOKEN=t",
		"PULUMI_OPTION_IGNORE_PROTECT=true", "PULUMI_RUN_PROGRAM=true", "PULUMI_DEBUG_GRPC=/tmp/x", "PULUMI_STACK=other",
		"pulumi_option_ignore_protect=true", "PULUMI_EXPERIMENTAL=true", "PULUMI_CONFIG=x", "PULUMI_OPTION_TARGET=x", "PULUMI_SKIP_CONFIRMATIONS=true",
		"TF_LOG=TRACE",
	})
	for _, want := range []string{
		"PATH=/bin", "AWS_PROFILE=ml", "AWS_CA_BUNDLE=", "PULUMI_CONFIG_PASSPHRASE=p", "PULUMI_ACCESS_TOKEN=t",
		"PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER=true", "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, entry := range got {
		for _, name := range []string{"PULUMI_OPTION_", "pulumi_option_", "PULUMI_EXPERIMENTAL", "PULUMI_CONFIG=", "PULUMI_SKIP_CONFIRMATIONS", "PULUMI_RUN_PROGRAM", "PULUMI_DEBUG_GRPC", "PULUMI_STACK=", "TF_LOG"} {
			if strings.HasPrefix(entry, name) {
				t.Errorf("%s got through", entry)
			}
		}
		if value, ok := strings.CutPrefix(entry, "AWS_CONFIG_FILE="); ok && !filepath.IsAbs(value) {
			t.Errorf("%s is relative, and the engine works elsewhere", entry)
		}
	}
}

func TestTruthy(t *testing.T) {
	for value, want := range map[string]bool{"": false, "0": false, "False": false, "no": false, "1": true, "true": true, "woodpecker": true} {
		if truthy(value) != want {
			t.Errorf("truthy(%q) is %v", value, !want)
		}
	}
}
