package deploy

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/blang/semver"
)

// TestPluginVersion: the plugin that is installed is the one that resources
// made with the linked SDK ask for.
func TestPluginVersion(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "github.com/pulumi/pulumi-aws/sdk/v6 v" + pluginVersion; !strings.Contains(string(mod), want) {
		t.Errorf("go.mod does not have %s", want)
	}
}

func TestCompatible(t *testing.T) {
	newer := engineVersion
	newer.Minor++
	for version, want := range map[string]bool{
		engineVersion.String(): true, newer.String(): true,
		"3.255.9": false, "2.300.0": false, "4.0.0": false,
	} {
		if err := compatible(semver.MustParse(version)); (err == nil) != want {
			t.Errorf("%s: %v", version, err)
		}
	}
}

// onlyHere makes a folder of the test's the only place to find programs in.
func onlyHere(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the stand-ins are shell scripts")
	}
	dir := t.TempDir()
	t.Setenv("PATH", dir+":/bin:/usr/bin")
	return dir
}

func TestFindEngine(t *testing.T) {
	home := quietEnvironment(t)
	bin, cache := onlyHere(t), t.TempDir()
	engine, tried := findEngine(context.Background(), cache, home)
	if engine != nil {
		t.Skip("there is an engine in /bin or /usr/bin")
	}
	if len(tried) == 0 {
		t.Error("it does not say where it looked")
	}

	own := filepath.Join(engineRoot(cache), "bin")
	if err := os.MkdirAll(own, 0o755); err != nil {
		t.Fatal(err)
	}
	script(t, own, "pulumi", "echo v"+engineVersion.String())
	script(t, bin, "pulumi", "echo v3.100.0")
	engine, _ = findEngine(context.Background(), cache, home)
	if engine == nil || engine.where != "the tool's cache" {
		t.Errorf("with an old one on PATH: %+v", engine)
	}
	script(t, bin, "pulumi", "echo v3.999.0")
	engine, _ = findEngine(context.Background(), cache, home)
	if engine == nil || engine.where != "PATH" || engine.version.Minor != 999 {
		t.Errorf("with a good one on PATH: %+v", engine)
	}
	script(t, bin, "pulumi", "exit 3")
	if engine, _ = findEngine(context.Background(), cache, home); engine == nil || engine.where != "the tool's cache" {
		t.Errorf("with a broken one on PATH: %+v", engine)
	}
}

func TestFindPlugin(t *testing.T) {
	home := quietEnvironment(t)
	bin := onlyHere(t)
	if _, _, err := findPlugin(home); err == nil {
		t.Fatal("found one where there is none")
	}
	dir := filepath.Join(home, "plugins", "resource-aws-v"+pluginVersion)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	script(t, dir, "pulumi-resource-aws", "")
	if _, where, err := findPlugin(home); err != nil || where != "Pulumi's home" {
		t.Errorf("installed: %s, %v", where, err)
	}
	if err := os.WriteFile(dir+".partial", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := findPlugin(home); err == nil {
		t.Error("half installed is taken for installed")
	}
	script(t, bin, "pulumi-resource-aws", "")
	if _, where, err := findPlugin(home); err != nil || where != "PATH" {
		t.Errorf("on PATH: %s, %v", where, err)
	}
	t.Setenv("PULUMI_IGNORE_AMBIENT_PLUGINS", "true")
	if _, _, err := findPlugin(home); err == nil {
		t.Error("the engine was told to pass over the one on PATH")
	}
}

// TestMissing: without an engine, and then without a plugin, it is clear within
// seconds what was tried and what mends it.
func TestMissing(t *testing.T) {
	quietEnvironment(t)
	bin := onlyHere(t)
	refusing := httptest.NewServer(http.NotFoundHandler())
	defer refusing.Close()
	silent := httptest.NewServer(http.NotFoundHandler())
	silent.Close()
	defer func(engine string, plugin []string) { engineSite, pluginSites = engine, plugin }(engineSite, pluginSites)
	engineSite, pluginSites = refusing.URL, []string{silent.URL, refusing.URL}

	check := func(s Settings, remedy string, parts ...string) {
		t.Helper()
		began := time.Now()
		s.Root, s.CacheDir = t.TempDir(), t.TempDir()
		_, err := Open(context.Background(), s, func(string) {})
		got := asError(t, err)
		if got.ExitCode() != 2 || !strings.Contains(got.Remedy, remedy) {
			t.Errorf("exit %d: %v", got.ExitCode(), got)
		}
		for _, part := range parts {
			if !strings.Contains(got.Summary, part) {
				t.Errorf("%q does not say %q", got.Summary, part)
			}
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("it took %v", took)
		}
	}
	check(Settings{}, engineCommand(), "no Pulumi engine", "404")
	check(Settings{Offline: true}, engineCommand(), "no Pulumi engine", "switched off")
	script(t, bin, "pulumi", "echo v"+engineVersion.String())
	check(Settings{}, pluginCommand(), "no AWS plugin", "404", "refused")
	t.Setenv("MLAUTH_OFFLINE", "1")
	check(Settings{}, pluginCommand(), "no AWS plugin", "switched off")
}

// atVendor answers every request as the vendor's site would.
type atVendor struct{ installer string }

func (v atVendor) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	if r.URL.String() == "https://get.pulumi.com/install.sh" && r.Method == http.MethodGet {
		_, _ = recorder.WriteString(v.installer)
	}
	return recorder.Result(), nil
}

// TestEngineIsInstalledOnce stands in for the vendor's installation script.
func TestEngineIsInstalledOnce(t *testing.T) {
	quietEnvironment(t)
	bin, cache := onlyHere(t), t.TempDir()
	script(t, bin, "pulumi-resource-aws", "")
	script(t, bin, "pulumi", "echo v3.1.0") // too old
	defer func(was http.RoundTripper) { http.DefaultClient.Transport = was }(http.DefaultClient.Transport)
	http.DefaultClient.Transport = atVendor{`#!/bin/sh
test "$2 $4" = "--install-root --version" || exit 8
mkdir -p "$3/bin"
printf '#!/bin/sh\necho v%s\n' "$5" > "$3/bin/pulumi"
chmod +x "$3/bin/pulumi"
`}
	for _, want := range []int{1, 0} {
		var told []string
		settings := Settings{Root: t.TempDir(), CacheDir: cache}
		engine, err := Open(context.Background(), settings, func(m string) { told = append(told, m) })
		if err != nil {
			t.Fatal(err)
		}
		if len(told) != want || engine.command.path != filepath.Join(engineRoot(cache), "bin", "pulumi") {
			t.Errorf("told %q, opened %s", told, engine.command.path)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(cache, "engine", ".install-*")); left != nil {
		t.Errorf("left behind: %v", left)
	}
}

// TestPluginIsInstalledOnce stands in for the engine's own installer.
func TestPluginIsInstalledOnce(t *testing.T) {
	home := quietEnvironment(t)
	bin := onlyHere(t)
	site := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer site.Close()
	defer func(plugin []string) { pluginSites = plugin }(pluginSites)
	pluginSites = []string{site.URL}
	script(t, bin, "pulumi", `case "$*" in
version) echo v`+engineVersion.String()+` ;;
*"plugin install resource aws `+pluginVersion+`"*)
  mkdir -p "$PULUMI_HOME/plugins/resource-aws-v`+pluginVersion+`"
  touch "$PULUMI_HOME/plugins/resource-aws-v`+pluginVersion+`/pulumi-resource-aws" ;;
*) exit 9 ;;
esac`)
	for _, want := range []int{1, 0} {
		var told []string
		settings := Settings{Root: t.TempDir(), CacheDir: t.TempDir()}
		if _, err := Open(context.Background(), settings, func(m string) { told = append(told, m) }); err != nil {
			t.Fatal(err)
		}
		if len(told) != want {
			t.Errorf("told %q", told)
		}
	}
	if _, _, err := findPlugin(home); err != nil {
		t.Error(err)
	}
}
