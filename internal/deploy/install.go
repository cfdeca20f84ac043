package deploy

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/auto"
)

const (
	// reachTimeout is how long a vendor's site may take to answer at all; both
	// installers would retry for minutes.
	reachTimeout = 5 * time.Second
	// installTimeout is for a download of up to 200 MB over a slow line.
	installTimeout = 10 * time.Minute
)

// The sites that things come from, for the check that they can be reached.
var (
	engineSite  = "https://get.pulumi.com/install.sh"
	pluginSites = []string{"https://api.github.com/", "https://get.pulumi.com/"}
)

// obtainEngine returns a compatible engine, installing one if there is none.
func obtainEngine(ctx context.Context, s Settings, cacheDir, home string, progress Progress) (*found, error) {
	engine, tried := findEngine(ctx, cacheDir, home)
	if engine != nil {
		return engine, nil
	}
	if s.offline() {
		return nil, noEngine("downloads are switched off", tried)
	}
	if err := reach(ctx, engineSite); err != nil {
		return nil, noEngine("it could not be downloaded: "+err.Error(), tried)
	}
	progress.tell(fmt.Sprintf("installing the Pulumi engine %s into %s", engineVersion, engineRoot(cacheDir)))
	if err := installEngine(ctx, engineRoot(cacheDir)); err != nil {
		return nil, noEngine("its installation failed: "+err.Error(), tried)
	}
	engine, tried = findEngine(ctx, cacheDir, home)
	if engine == nil {
		return nil, noEngine("what was installed does not run", tried)
	}
	return engine, nil
}

// installEngine installs beside the target and moves it into place, so that two
// runs that install at the same time do not disturb each other.
func installEngine(ctx context.Context, root string) error {
	ctx, cancel := context.WithTimeout(ctx, installTimeout)
	defer cancel()
	if err := os.MkdirAll(filepath.Dir(root), 0o755); err != nil {
		return err
	}
	staging, err := os.MkdirTemp(filepath.Dir(root), ".install-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(staging)
	_, err = auto.InstallPulumiCommand(ctx, &auto.PulumiCommandOptions{Version: engineVersion, Root: staging})
	if err != nil {
		return err
	}
	if err := os.Chmod(staging, 0o755); err != nil {
		return err
	}
	// A broken installation may be in the way; a good one of another run's is
	// as good as ours.
	if err := os.Rename(staging, root); err != nil {
		if _, statErr := os.Stat(executable(filepath.Join(root, "bin", "pulumi"))); statErr == nil {
			return nil
		}
		if err := os.RemoveAll(root); err != nil {
			return err
		}
		return os.Rename(staging, root)
	}
	return nil
}

func noEngine(why string, tried []string) *Error {
	return &Error{
		Kind:    Unable,
		Summary: fmt.Sprintf("no Pulumi engine (%s or newer): none was found, and %s", engineVersion, why),
		Remedy: "Looked at:\n  " + strings.Join(tried, "\n  ") + "\n" +
			"Install it with: " + engineCommand(),
	}
}

// engineCommand is what a user can type to install the engine.
func engineCommand() string {
	if runtime.GOOS == "windows" {
		return "winget install --id Pulumi.Pulumi --version " + engineVersion.String()
	}
	return "curl -fsSL https://get.pulumi.com | sh -s -- --version " + engineVersion.String()
}

// obtainPlugin makes sure that the AWS plugin is there.
func obtainPlugin(ctx context.Context, s Settings, run *command, home string, progress Progress) error {
	_, _, missing := findPlugin(home)
	if missing == nil {
		return nil
	}
	if s.offline() {
		return noPlugin("downloads are switched off", missing)
	}
	// A user with a mirror has said where to download from.
	if os.Getenv("PULUMI_PLUGIN_DOWNLOAD_URL_OVERRIDES") == "" {
		if err := reachAny(ctx, pluginSites); err != nil {
			return noPlugin("it could not be downloaded: "+err.Error(), missing)
		}
	}
	progress.tell(fmt.Sprintf("installing the AWS plugin %s into %s", pluginVersion, filepath.Join(home, "plugins")))
	ctx, cancel := context.WithTimeout(ctx, installTimeout)
	defer cancel()
	_, stderr, _, err := run.Run(ctx, os.TempDir(), nil, nil, nil,
		[]string{"PULUMI_HOME=" + home}, "plugin", "install", "resource", "aws", pluginVersion)
	if err != nil {
		return noPlugin("its installation failed: "+firstLine(stderr, err.Error()), missing)
	}
	if _, _, err := findPlugin(home); err != nil {
		return noPlugin("it is not there after its installation", err)
	}
	return nil
}

func noPlugin(why string, missing error) *Error {
	return &Error{
		Kind:    Unable,
		Summary: fmt.Sprintf("no AWS plugin for the Pulumi engine (%s): none was found, and %s", pluginVersion, why),
		Remedy: fmt.Sprintf("Looked for pulumi-resource-aws on PATH and at\n  %v\nInstall it with: %s",
			missing, pluginCommand()),
	}
}

// pluginCommand is what a user can type to install the plugin.
func pluginCommand() string { return "pulumi plugin install resource aws " + pluginVersion }

// reach checks that a site answers, through a proxy where one is set. Any
// answer but a refusal will do: the point is to fail in seconds.
func reach(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, reachTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, url, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("%s cannot be reached (%w)", request.URL.Host, cause(err))
	}
	response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest && response.StatusCode != http.StatusMethodNotAllowed {
		return fmt.Errorf("%s answers %s", request.URL.Host, response.Status)
	}
	return nil
}

// reachAny checks that one of several sites answers.
func reachAny(ctx context.Context, urls []string) error {
	var failures []string
	for _, url := range urls {
		err := reach(ctx, url)
		if err == nil {
			return nil
		}
		failures = append(failures, err.Error())
	}
	return fmt.Errorf("%s", strings.Join(failures, "; "))
}
