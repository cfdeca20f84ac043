package deploy

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// passedOn are the variables of Pulumi's own that reach the engine: those that
// say where state is and how it is kept. Every other PULUMI_ variable is held
// back, because each flag of the engine has one (PULUMI_OPTION_IGNORE_PROTECT
// would switch protection off) and debugging ones write secrets into files.
var passedOn = []string{
	"PULUMI_ACCESS_TOKEN",
	"PULUMI_API",
	"PULUMI_CONFIG_PASSPHRASE",
	"PULUMI_CONFIG_PASSPHRASE_FILE",
	"PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS",
	"PULUMI_DIY_BACKEND_GZIP",
	"PULUMI_DIY_BACKEND_LEGACY_LAYOUT",
	"PULUMI_DIY_BACKEND_PARALLEL",
	"PULUMI_DIY_BACKEND_RETAIN_CHECKPOINTS",
	"PULUMI_DIY_BACKEND_ZSTD",
	"PULUMI_IGNORE_AMBIENT_PLUGINS",
	"PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES",
}

// heldBack are variables of others that make the plugin log whole requests,
// secrets included.
var heldBack = []string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_SDK", "TF_LOG_PATH"}

// pathVariables name files. The engine and its plugins work in a folder of
// their own, where a relative name would mean something else.
var pathVariables = []string{
	"AWS_CA_BUNDLE",
	"AWS_CONFIG_FILE",
	"AWS_SHARED_CREDENTIALS_FILE",
	"AWS_WEB_IDENTITY_TOKEN_FILE",
	"GOOGLE_APPLICATION_CREDENTIALS",
	"PULUMI_CONFIG_PASSPHRASE_FILE",
}

// always is set for every run of the engine: no questions to the vendor, no
// downloads in the middle of a run, and the encryption settings of a stack
// taken from its state, which is the one place that every machine shares.
var always = []string{
	"PULUMI_AUTOMATION_API=true",
	"PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION=true",
	"PULUMI_DIY_BACKEND_NO_LEGACY_WARNING=true",
	"PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER=true",
	"PULUMI_SKIP_UPDATE_CHECK=true",
	"PULUMI_SUPPRESS_NEO_LINK=true",
}

// engineEnviron makes the engine's base environment out of the user's.
func engineEnviron(environ []string) []string {
	out := make([]string, 0, len(environ)+len(always))
	for _, entry := range environ {
		name, value, _ := strings.Cut(entry, "=")
		// Some systems do not tell capitals in names of variables.
		if slices.Contains(heldBack, strings.ToUpper(name)) {
			continue
		}
		if strings.HasPrefix(strings.ToUpper(name), "PULUMI_") && !slices.Contains(passedOn, name) {
			continue
		}
		if slices.Contains(pathVariables, name) && value != "" {
			if abs, err := filepath.Abs(value); err == nil {
				value = abs
			}
		}
		out = append(out, name+"="+value)
	}
	return append(out, always...)
}

// offline reports whether downloads are forbidden.
func (s Settings) offline() bool { return s.Offline || truthy(os.Getenv("MLAUTH_OFFLINE")) }

// truthy reads a switch from the environment: set means on, except for the
// usual words for off.
func truthy(value string) bool {
	switch strings.ToLower(value) {
	case "", "0", "false", "no", "off":
		return false
	}
	return true
}
