package deploy

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3"
)

// engineVersion is the engine that is installed where none is found: the one
// that the linked Automation API was released with.
//
// It is also the oldest that is accepted. A plan is judged with protection
// ignored, and the switch for that came with 3.256.0 (pulumi/pulumi#24053); an
// older engine would silently not know it.
var engineVersion = sdk.Version

// pluginVersion is the AWS plugin that resources ask the engine for. It must be
// that of the pulumi-aws SDK in go.mod, which a test holds it to.
const pluginVersion = "6.83.2"

// found is a program on this machine.
type found struct {
	path    string
	version semver.Version
	// where it was found, in words: "PATH", "the tool's cache".
	where string
}

// place is somewhere an engine may be.
type place struct{ path, where string }

// enginePlaces lists where to look for an engine, best first.
func enginePlaces(cacheDir, pulumiHome string) []place {
	var places []place
	if path, err := exec.LookPath("pulumi"); err == nil {
		if abs, err := filepath.Abs(path); err == nil {
			places = append(places, place{abs, "PATH"})
		}
	}
	return append(places,
		place{executable(filepath.Join(pulumiHome, "bin", "pulumi")), "Pulumi's home"},
		place{executable(filepath.Join(engineRoot(cacheDir), "bin", "pulumi")), "the tool's cache"},
	)
}

// engineRoot is where the tool installs its own engine.
func engineRoot(cacheDir string) string {
	return filepath.Join(cacheDir, "engine", engineVersion.String())
}

func executable(path string) string {
	if runtime.GOOS == "windows" {
		return path + ".exe"
	}
	return path
}

// findEngine returns the first compatible engine. The second result lists, in
// words, what was looked at and why it would not do.
func findEngine(ctx context.Context, cacheDir, pulumiHome string) (*found, []string) {
	var tried []string
	if _, err := exec.LookPath("pulumi"); err != nil {
		tried = append(tried, "PATH: no pulumi there")
	}
	for _, p := range enginePlaces(cacheDir, pulumiHome) {
		if _, err := os.Stat(p.path); err != nil {
			tried = append(tried, p.path+": not there")
			continue
		}
		version, err := versionOf(ctx, p.path)
		if err == nil {
			err = compatible(version)
		}
		if err != nil {
			tried = append(tried, p.path+": "+err.Error())
			continue
		}
		return &found{path: p.path, version: version, where: p.where}, nil
	}
	return nil, tried
}

// compatible says why an engine's version will not do, if it will not.
func compatible(version semver.Version) error {
	switch {
	case version.Major != engineVersion.Major:
		return fmt.Errorf("version %s, but major version %d is needed", version, engineVersion.Major)
	case version.LT(engineVersion):
		return fmt.Errorf("version %s, but %s or newer is needed", version, engineVersion)
	}
	return nil
}

// versionOf asks an engine for its version.
func versionOf(ctx context.Context, path string) (semver.Version, error) {
	// A cold binary of more than 100 MB on a slow disk takes seconds.
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "version")
	home, err := os.MkdirTemp("", "mlauth-probe-")
	if err != nil {
		return semver.Version{}, err
	}
	defer os.RemoveAll(home)
	// Every run of the engine writes a log into its home; this one is of no use.
	cmd.Env = append(engineEnviron(os.Environ()), "PULUMI_HOME="+home)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return semver.Version{}, fmt.Errorf("`pulumi version` failed: %w", err)
	}
	version, err := semver.ParseTolerant(strings.TrimSpace(string(out)))
	if err != nil {
		return semver.Version{}, fmt.Errorf("`pulumi version` printed %q, not a version", strings.TrimSpace(string(out)))
	}
	return version, nil
}

// findPlugin returns the AWS plugin that the engine will use: one on PATH of
// whatever version (which the engine prefers, unless told otherwise), or the
// exact version in the plugin folder of Pulumi's home.
func findPlugin(pulumiHome string) (path, where string, err error) {
	name := executable("pulumi-resource-aws")
	if !truthy(os.Getenv("PULUMI_IGNORE_AMBIENT_PLUGINS")) {
		if path, err := exec.LookPath(name); err == nil {
			return path, "PATH", nil
		}
	}
	dir := filepath.Join(pulumiHome, "plugins", "resource-aws-v"+pluginVersion)
	// The engine keeps a .partial file beside a plugin that is being installed.
	if _, err := os.Stat(dir + ".partial"); err == nil {
		return "", "", fmt.Errorf("%s: not completely installed", dir)
	}
	// Nor does it take a folder that is a link for a plugin.
	path = filepath.Join(dir, name)
	if info, err := os.Lstat(dir); err != nil || !info.IsDir() {
		return "", "", fmt.Errorf("%s: not there", dir)
	}
	if _, err := os.Stat(path); err != nil {
		return "", "", fmt.Errorf("%s: not there", path)
	}
	return path, "Pulumi's home", nil
}

// cacheDir is the tool's cache folder.
func (s Settings) cacheDir() (string, error) {
	if s.CacheDir != "" {
		return filepath.Abs(s.CacheDir)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", errors.New("there is no cache folder: set XDG_CACHE_HOME or HOME")
	}
	return filepath.Join(dir, "mlauth-compile"), nil
}

// pulumiHome is where plugins and the login of `pulumi login` are: the user's
// own, so that what Pulumi has installed is used and not installed again.
func pulumiHome() (string, error) {
	if home := os.Getenv("PULUMI_HOME"); home != "" {
		return filepath.Abs(home)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("there is no home folder: set PULUMI_HOME or HOME")
	}
	return filepath.Join(home, ".pulumi"), nil
}
