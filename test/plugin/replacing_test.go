package main

import (
	"bufio"
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumi "github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
	"github.com/mlauth/mlauth-compile/test/stack"
)

// TestReplacingProperties changes one property after the other of every kind of
// resource, and asks the provider whether it would replace the resource: what
// change.Compare says offline has to be that.
func TestReplacingProperties(t *testing.T) {
	client := startPlugin(t, stack.Start(t).Parts.Plugin)
	kindsSeen := map[string]bool{}
	for _, r := range recordEverything(t) {
		if strings.HasPrefix(r.Type, "pulumi:") || kindsSeen[r.Type] {
			continue
		}
		kindsSeen[r.Type] = true
		r.Properties, _ = plausible(r.Properties).(map[string]any)
		t.Run(r.Type, func(t *testing.T) {
			for property, old := range r.Properties {
				other, ok := another(old)
				if !ok {
					continue
				}
				want := slices.Contains(change.Replacing(r.Type), property)
				replaces, err := diffOf(client, r, property, other)
				if err != nil { // the provider does not take the other value; then it has to be one that stays
					if want {
						t.Errorf("%s: %v", property, err)
					}
					continue
				}
				if replaces != want {
					t.Errorf("the provider replaces for %s: %v; the table says %v", property, replaces, want)
				}
			}
		})
	}
}

// another is a value that differs.
func another(v any) (any, bool) {
	switch v := v.(type) {
	case string:
		return v + "x", !strings.HasPrefix(v, "{") && v != render.SecretMark
	case bool:
		return !v, true
	case map[string]any:
		for key, item := range v {
			if changed, ok := another(item); ok {
				m := maps.Clone(v)
				m[key] = changed
				return m, true
			}
		}
	case []any:
		if len(v) == 0 {
			return nil, false
		}
		if _, ok := v[0].(string); ok {
			return append(slices.Clone(v), "other"), true
		}
	}
	return nil, false
}

// plausible puts an ARN in the place of one that only AWS knows.
func plausible(v any) any {
	switch v := v.(type) {
	case string:
		if strings.HasPrefix(v, "${") && strings.HasSuffix(v, ".arn}") {
			return "arn:aws:iam::123456789012:role/some"
		}
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = plausible(item)
		}
		return list
	case map[string]any:
		m := map[string]any{}
		for key, item := range v {
			m[key] = plausible(item)
		}
		return m
	}
	return v
}

func diffOf(client pulumirpc.ResourceProviderClient, r render.Resource, property string, other any) (bool, error) {
	olds := resource.NewPropertyMapFromMap(r.Properties)
	news := olds.Copy()
	news[resource.PropertyKey(property)] = resource.NewPropertyValue(other)
	state := olds.Copy()
	state["id"] = resource.NewStringProperty("some-id")
	marshal := pulumi.MarshalOptions{KeepUnknowns: true, KeepSecrets: true}
	o, err := pulumi.MarshalProperties(state, marshal)
	if err != nil {
		return false, err
	}
	i, err := pulumi.MarshalProperties(olds, marshal)
	if err != nil {
		return false, err
	}
	n, err := pulumi.MarshalProperties(news, marshal)
	if err != nil {
		return false, err
	}
	urn := "urn:pulumi:s::p::" + r.Type + "::" + r.Name
	response, err := client.Diff(context.Background(), &pulumirpc.DiffRequest{Id: "some-id", Urn: urn, Olds: o, OldInputs: i, News: n})
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(response.Replaces, func(p string) bool {
		return p == property || strings.HasPrefix(p, property+"[") || strings.HasPrefix(p, property+".")
	}), nil
}

func startPlugin(t *testing.T, dir string) pulumirpc.ResourceProviderClient {
	t.Helper()
	cmd := exec.Command(filepath.Join(dir, "pulumi-resource-aws"), "127.0.0.1:1")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // it ends its own children when it is asked to end
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	port, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	conn, err := grpc.NewClient("127.0.0.1:"+strings.TrimSpace(port), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	client := pulumirpc.NewResourceProviderClient(conn)
	args := resource.NewPropertyMapFromMap(map[string]any{
		"region": "us-east-1", "accessKey": "test", "secretKey": "test",
		"skipCredentialsValidation": "true", "skipRequestingAccountId": "true", "skipMetadataApiCheck": "true", "skipRegionValidation": "true",
	})
	marshalled, err := pulumi.MarshalProperties(args, pulumi.MarshalOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Configure(context.Background(), &pulumirpc.ConfigureRequest{Args: marshalled}); err != nil {
		t.Fatal(err)
	}
	return client
}

// recordEverything records the specs that together use every kind of resource.
func recordEverything(t *testing.T) []render.Resource {
	t.Helper()
	files, err := filepath.Glob("../../specs/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join("../..", name)) }
	var all []render.Resource
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, _ := spec.NewLoader(read, nil).Compile(strings.TrimPrefix(file, "../../"), data)
		if s == nil {
			continue
		}
		s.ReadFiles(read)
		recording, err := render.Record(s)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, recording.Resources...)
	}
	return all
}
