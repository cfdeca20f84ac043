package stack

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// pluginVersion is the pulumi-aws release that the project uses: the last v6.
const pluginVersion = "6.83.2"

const pluginHelp = "Either let this machine reach get.pulumi.com, where the released plugin is,\n" +
	"or install the Terraform AWS provider " + terraformVersion + " in a Terraform plugin directory,\n" +
	"or name its executable in " + terraformVariable + "."

var pluginWays = []way{
	{"the vendor's release", pluginReleased},
	{"the stand-in over the Terraform AWS provider", pluginStandIn},
}

func (p Parts) pluginProgram() string { return filepath.Join(p.Plugin, "pulumi-resource-aws") }

// pluginReleased lets the engine that Setup has just found install the plugin.
func pluginReleased(ctx context.Context, c cache, _ io.Writer) (string, error) {
	home := c.path("plugin-" + pluginVersion + "-released")
	dir := filepath.Join(home, "plugins", "resource-aws-v"+pluginVersion)
	if _, err := os.Stat(filepath.Join(dir, "pulumi-resource-aws")); err == nil {
		return dir, nil
	}
	if err := reachable(ctx, "https://get.pulumi.com"); err != nil {
		return "", err
	}
	engine, err := c.engine(ctx)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	return dir, run(ctx, c.dir, "env", "PULUMI_HOME="+home, "PULUMI_SKIP_UPDATE_CHECK=true",
		engine, "plugin", "install", "resource", "aws", pluginVersion)
}

// engine returns the engine as Setup would find it.
func (c cache) engine(ctx context.Context) (string, error) {
	path, _, err := c.first(ctx, "engine", engineWays, io.Discard)
	return path, err
}

// pluginStandIn lays out a directory as test/plugin expects it: the stand-in,
// the bridge, and a link to the Terraform provider.
func pluginStandIn(ctx context.Context, c cache, log io.Writer) (string, error) {
	provider, err := findTerraformProvider()
	if err != nil {
		return "", err
	}
	dir := c.path("plugin-" + pluginVersion + "-stand-in")
	if err := c.bridge(ctx, log, filepath.Join(dir, "terraform-bridge")); err != nil {
		return "", err
	}
	if err := c.build(ctx, log, ".", "./test/plugin", filepath.Join(dir, "pulumi-resource-aws"), "-ldflags", "-s -w"); err != nil {
		return "", err
	}
	link := filepath.Join(dir, "terraform-provider-aws")
	if err := os.Remove(link); err != nil && !os.IsNotExist(err) {
		return "", err
	}
	return dir, os.Symlink(provider, link)
}

// bridge builds the dynamic bridge, unless it is there.
func (c cache) bridge(ctx context.Context, log io.Writer, program string) error {
	if _, err := os.Stat(program); err == nil {
		return nil
	}
	const source = "github.com/pulumi/pulumi-terraform-bridge/v3/dynamic"
	if err := c.build(ctx, log, "test/bridge", source, program, "-ldflags", "-s -w"); err != nil {
		return fmt.Errorf("build the bridge: %w", err)
	}
	return nil
}
