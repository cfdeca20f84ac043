package stack

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

const (
	// terraformVersion is the provider release that pulumi-aws 6.83.2 bridges.
	terraformVersion  = "5.100.0"
	terraformVariable = "MLAUTH_TEST_TF_PROVIDER"

	searchDepth   = 8       // where a plugin mirror may lie below a usual place
	searchEntries = 200_000 // what a search may look at, so that it ends in seconds
)

// findTerraformProvider finds the provider's executable: by the variable, in
// the mirrors that Terraform is configured with, in the usual directories, and
// at last in a bounded search of the file system.
func findTerraformProvider() (string, error) {
	if path := os.Getenv(terraformVariable); path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("%w: %s: %w", errUnavailable, terraformVariable, err)
		}
		return filepath.Abs(path)
	}
	for _, dir := range append(configuredMirrors(), usualDirectories()...) {
		if path := searchProvider(dir); path != "" {
			return path, nil
		}
	}
	return "", fmt.Errorf("%w: the Terraform AWS provider %s is nowhere on this machine", errUnavailable, terraformVersion)
}

// mirror matches the path of a filesystem_mirror in Terraform's configuration.
var mirror = regexp.MustCompile(`filesystem_mirror\s*{[^}]*path\s*=\s*"([^"]+)"`)

func configuredMirrors() []string {
	home, _ := os.UserHomeDir()
	var dirs []string
	for _, file := range []string{os.Getenv("TF_CLI_CONFIG_FILE"), filepath.Join(home, ".terraformrc")} {
		text, err := os.ReadFile(file)
		if err != nil {
			continue
		}
		for _, match := range mirror.FindAllStringSubmatch(string(text), -1) {
			dirs = append(dirs, match[1])
		}
	}
	return append(dirs, os.Getenv("TF_PLUGIN_CACHE_DIR"))
}

func usualDirectories() []string {
	home, _ := os.UserHomeDir()
	return []string{
		filepath.Join(home, ".terraform.d"),
		filepath.Join(home, ".local", "share", "terraform"),
		"/usr/share/terraform", "/usr/local/share/terraform", "/usr/lib/terraform",
		"/opt", "/usr/local", "/var/lib", "/srv", "/",
	}
}

// searchProvider looks for the executable below a directory. Where it finds an
// archive of the provider only, it finds nothing: unpacking is the user's.
func searchProvider(root string) string {
	if root == "" {
		return ""
	}
	var found string
	entries := 0
	_ = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		entries++
		switch {
		case entries > searchEntries:
			return filepath.SkipAll
		case err != nil:
			return fs.SkipDir
		case entry.IsDir():
			if skipped(root, path) {
				return fs.SkipDir
			}
		case isProvider(path):
			found = path
			return filepath.SkipAll
		}
		return nil
	})
	return found
}

// skipped says where the search does not go: too deep, or not real files.
func skipped(root, path string) bool {
	switch path {
	case "/proc", "/sys", "/dev", "/run":
		return true
	}
	below := strings.TrimPrefix(path, root)
	return strings.Count(below, string(filepath.Separator)) > searchDepth
}

// isProvider matches .../registry.terraform.io/hashicorp/aws/VERSION/OS_ARCH/FILE,
// and the same without the directories of a mirror.
func isProvider(path string) bool {
	name := filepath.Base(path)
	if !strings.HasPrefix(name, "terraform-provider-aws_v"+terraformVersion) || strings.HasSuffix(name, ".zip") {
		return false
	}
	platform := filepath.Base(filepath.Dir(path))
	wrong := strings.Count(platform, "_") == 1 && platform != runtime.GOOS+"_"+runtime.GOARCH
	return !wrong
}
