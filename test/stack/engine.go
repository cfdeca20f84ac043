package stack

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/auto"
)

// engineVersion is the version of the Pulumi SDK and CLI that the project is
// built with, and the oldest CLI that the tests accept.
const engineVersion = "3.256.0"

const engineHelp = "Install the Pulumi CLI " + engineVersion + " or newer, or let Go reach its module proxy so that it can be built."

var engineWays = []way{
	{"found on PATH", engineOnPath},
	{"the vendor's release", engineReleased},
	{"built from its module", engineBuilt},
}

func engineOnPath(ctx context.Context, _ cache, _ io.Writer) (string, error) {
	path, err := exec.LookPath("pulumi")
	if err != nil {
		return "", fmt.Errorf("%w: no pulumi on PATH", errUnavailable)
	}
	command, err := auto.NewPulumiCommand(&auto.PulumiCommandOptions{
		Root: filepath.Dir(filepath.Dir(path)), SkipVersionCheck: true,
	})
	if err != nil {
		// A pulumi outside a bin directory has no root; it answers for itself.
		return path, run(ctx, "", path, "version")
	}
	if command.Version().LT(semver.MustParse(engineVersion)) {
		return "", fmt.Errorf("%w: %s is %s, older than %s", errUnavailable, path, command.Version(), engineVersion)
	}
	return filepath.Abs(path)
}

func engineReleased(ctx context.Context, c cache, _ io.Writer) (string, error) {
	if err := reachable(ctx, "https://get.pulumi.com"); err != nil {
		return "", err
	}
	root := c.path("engine-" + engineVersion + "-released")
	_, err := auto.InstallPulumiCommand(ctx, &auto.PulumiCommandOptions{
		Root: root, Version: semver.MustParse(engineVersion),
	})
	return filepath.Join(root, "bin", "pulumi"), err
}

func engineBuilt(ctx context.Context, c cache, log io.Writer) (string, error) {
	program := c.path("engine-"+engineVersion, "bin", "pulumi")
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	// Without its version the Automation API does not accept the program.
	flags := "-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v" + engineVersion
	return program, c.build(ctx, log, "test/engine", "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", program, "-ldflags", flags)
}
