package deploy

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

// Check is one thing that a deployment needs, and whether it is there.
type Check struct {
	Name   string // "engine", "aws plugin", "state backend", …
	Found  string // version, path, account: what was found; "" if nothing
	OK     bool
	Remedy string // the command or setting that mends it, when not OK
}

// Doctor looks at everything a deployment needs, installing nothing. The
// targets are the places the specs name; without one, the environment's own
// region and credentials are looked at.
func Doctor(ctx context.Context, settings Settings, targets ...AWS) []Check {
	home, err := pulumiHome()
	if err != nil {
		return []Check{{Name: "home", Found: err.Error(), Remedy: "Set HOME."}}
	}
	checks := []Check{checkEngine(ctx, settings, home), checkPlugin(ctx, home)}
	checks = append(checks, checkBackend(settings, home)...)
	if len(targets) == 0 {
		targets = []AWS{{}}
	}
	for _, target := range targets {
		checks = append(checks, checkAWS(ctx, target)...)
	}
	return checks
}

func checkEngine(ctx context.Context, settings Settings, home string) Check {
	check := Check{Name: "engine"}
	cache, err := settings.cacheDir()
	if err != nil {
		check.Remedy = err.Error()
		return check
	}
	engine, tried := findEngine(ctx, cache, home)
	if engine == nil {
		check.Found = strings.Join(tried, "; ")
		check.Remedy = engineCommand()
		return check
	}
	check.OK = true
	check.Found = fmt.Sprintf("pulumi %s at %s (%s)", engine.version, engine.path, engine.where)
	return check
}

func checkPlugin(ctx context.Context, home string) Check {
	check := Check{Name: "aws plugin"}
	path, where, err := findPlugin(home)
	if err != nil {
		check.Found, check.Remedy = err.Error(), pluginCommand()
		return check
	}
	check.OK = true
	check.Found = fmt.Sprintf("pulumi-resource-aws %s at %s (%s)", pluginVersionOf(ctx, path, where), path, where)
	return check
}

var versionText = regexp.MustCompile(`^v?(\d+\.\d+\.\d+\S*)\s*$`)

// pluginVersionOf is the plugin's version: by its folder where the engine put
// it, by asking where it is on PATH.
func pluginVersionOf(ctx context.Context, path, where string) string {
	if where != "PATH" {
		return pluginVersion
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "--version")
	cmd.WaitDelay = time.Second
	out, _ := cmd.Output()
	if match := versionText.FindStringSubmatch(string(out)); match != nil {
		return match[1]
	}
	return "of an unknown version"
}

func checkBackend(settings Settings, home string) []Check {
	b, err := findBackend(settings, home)
	if err != nil {
		check := Check{Name: "state backend", Found: err.Error()}
		if known, ok := err.(*Error); ok {
			check.Found, check.Remedy = known.Summary, known.Remedy
		}
		return []Check{check}
	}
	state := Check{Name: "state backend", OK: true, Found: fmt.Sprintf("%s (%s)", b.url, b.source)}
	secrets := Check{Name: "secrets provider", OK: true, Found: b.describeSecrets()}
	if secrets.Found == "passphrase" {
		secrets.Found += " from the environment"
		if !hasPassphrase() {
			missing := passphraseMissing()
			secrets = Check{Name: secrets.Name, Found: missing.Summary, Remedy: missing.Remedy}
		}
	}
	if b.embedded != nil {
		state.Found += "; deploy refuses it in CI and for environment prod, but for ephemeral stacks and emulators"
	}
	return []Check{state, secrets}
}

func checkAWS(ctx context.Context, target AWS) []Check {
	region := Check{Name: "region", OK: true, Found: target.Region}
	credentials := Check{Name: "credentials"}
	who, err := whoAmI(ctx, target)
	if who != nil {
		region.Found = who.Region
		credentials.Found = fmt.Sprintf("%s in account %s, from %s", who.ARN, who.Account, who.Source)
	}
	if region.Found == "" {
		region.OK, region.Remedy = false, "Write aws.region in the spec, or set AWS_REGION."
	}
	if endpoint := target.endpoint(); endpoint != "" && region.Found != "" {
		region.Found += " at " + endpoint
	}
	switch known, _ := err.(*Error); {
	case err == nil:
		credentials.OK = true
	case known != nil:
		credentials.Found, credentials.Remedy = known.Summary, known.Remedy
	default:
		credentials.Found = err.Error()
	}
	return []Check{region, credentials}
}
