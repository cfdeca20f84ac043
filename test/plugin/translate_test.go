package main

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/structpb"
)

const (
	clientURN = "urn:pulumi:s::p::parent:a:B$aws:cognito/userPoolClient:UserPoolClient::c"
	bridgeURN = "urn:pulumi:s::p::parent:a:B$aws:index/cognitoUserPoolClient:CognitoUserPoolClient::c"
)

func TestTokens(t *testing.T) {
	for token, want := range map[string]string{
		"aws:cognito/userPool:UserPool":                         "aws:index/cognitoUserPool:CognitoUserPool",
		"aws:iam/openIdConnectProvider:OpenIdConnectProvider":   "aws:index/iamOpenidConnectProvider:IamOpenidConnectProvider",
		"aws:secretsmanager/getSecretVersion:getSecretVersion":  "aws:index/getSecretsmanagerSecretVersion:getSecretsmanagerSecretVersion",
		"aws:index/getCallerIdentity:getCallerIdentity":         "aws:index/getCallerIdentity:getCallerIdentity",
		"pulumi:providers:aws":                                  "pulumi:providers:aws",
		"aws:s3/bucket:Bucket":                                  "aws:s3/bucket:Bucket", // not in the table: as it is
		"aws:cognito/userPoolClient:UserPoolClient":             "aws:index/cognitoUserPoolClient:CognitoUserPoolClient",
		"aws:secretsmanager/secretVersion:SecretVersion":        "aws:index/secretsmanagerSecretVersion:SecretsmanagerSecretVersion",
		"aws:index/cognitoUserPoolClient:CognitoUserPoolClient": "aws:index/cognitoUserPoolClient:CognitoUserPoolClient",
	} {
		if got := findKind(token).tokenFor(toBridge); got != want {
			t.Errorf("%s becomes %s, not %s", token, got, want)
		}
	}
}

// TestRequest translates a diff there, and its answer back.
func TestRequest(t *testing.T) {
	request := &pulumirpc.DiffRequest{
		Urn: clientURN, Type: "aws:cognito/userPoolClient:UserPoolClient",
		News: object(t, map[string]any{
			"name":               "c",
			"tokenValidityUnits": map[string]any{"accessToken": "minutes"},
			"refreshTokenRotation": map[string]any{
				signature: "1b47061264138c4ac30d75fd1eb44270", "value": map[string]any{"feature": "ENABLED"},
			},
			"analyticsConfiguration": unknownValue,
			"__defaults":             []any{"tokenValidityUnits", "analyticsConfiguration"},
		}),
		Olds:          object(t, map[string]any{"__pulumi_raw_state_delta": map[string]any{}}),
		IgnoreChanges: []string{"refreshTokenRotation.feature", "tokenValidityUnits", "name"},
	}
	about := kindOf(request.ProtoReflect())
	about.translate(request.ProtoReflect(), toBridge)
	same(t, request, &pulumirpc.DiffRequest{
		Urn: bridgeURN, Type: "aws:index/cognitoUserPoolClient:CognitoUserPoolClient",
		News: object(t, map[string]any{
			"name":               "c",
			"tokenValidityUnits": []any{map[string]any{"accessToken": "minutes"}},
			"refreshTokenRotations": map[string]any{
				signature: "1b47061264138c4ac30d75fd1eb44270", "value": []any{map[string]any{"feature": "ENABLED"}},
			},
			"analyticsConfigurations": unknownValue,
			"__defaults":              []any{"tokenValidityUnits", "analyticsConfigurations"},
		}),
		Olds: object(t, map[string]any{
			"__pulumi_raw_state_delta": map[string]any{},
			"tokenValidityUnits":       []any{}, "refreshTokenRotations": []any{}, "analyticsConfigurations": []any{},
		}),
		IgnoreChanges: []string{"refreshTokenRotations[0].feature", "tokenValidityUnits", "name"},
	})

	response := &pulumirpc.DiffResponse{
		Replaces: []string{"refreshTokenRotations"}, Diffs: []string{"tokenValidityUnits"},
		DetailedDiff: map[string]*pulumirpc.PropertyDiff{
			"tokenValidityUnits[0].idToken": {}, "refreshTokenRotations[0]": {}, "callbackUrls[0]": {},
		},
	}
	about.translate(response.ProtoReflect(), toPulumi)
	same(t, response, &pulumirpc.DiffResponse{
		Replaces: []string{"refreshTokenRotation"}, Diffs: []string{"tokenValidityUnits"},
		DetailedDiff: map[string]*pulumirpc.PropertyDiff{
			"tokenValidityUnits.idToken": {}, "refreshTokenRotation": {}, "callbackUrls[0]": {},
		},
	})
}

// TestState takes blocks out of their lists, and leaves out empty ones.
func TestState(t *testing.T) {
	response := &pulumirpc.ReadResponse{Properties: object(t, map[string]any{
		"tokenValidityUnits": []any{map[string]any{"idToken": "hours"}}, "refreshTokenRotations": []any{},
	})}
	findKind("aws:cognito/userPoolClient:UserPoolClient").translate(response.ProtoReflect(), toPulumi)
	same(t, response, &pulumirpc.ReadResponse{Properties: object(t, map[string]any{
		"tokenValidityUnits": map[string]any{"idToken": "hours"},
	})})
}

// TestConfiguration translates the provider's own configuration, which is text.
func TestConfiguration(t *testing.T) {
	request := &pulumirpc.ConfigureRequest{Args: object(t, map[string]any{
		"region": "us-east-1", "defaultTags": `{"tags":{"a":"b"}}`, "assumeRole": `{"roleArn":"arn"}`,
	})}
	kindOf(request.ProtoReflect()).translate(request.ProtoReflect(), toBridge)
	same(t, request, &pulumirpc.ConfigureRequest{Args: object(t, map[string]any{
		"region": "us-east-1", "defaultTags": `[{"tags":{"a":"b"}}]`, "assumeRoles": `[{"roleArn":"arn"}]`,
	})})
}

func TestFailures(t *testing.T) {
	response := &pulumirpc.CheckResponse{Failures: []*pulumirpc.CheckFailure{{Property: "functionName", Reason: "r"}}}
	findKind("aws:lambda/permission:Permission").translate(response.ProtoReflect(), toPulumi)
	same(t, response, &pulumirpc.CheckResponse{Failures: []*pulumirpc.CheckFailure{{Property: "function", Reason: "r"}}})
}

func object(t *testing.T, fields map[string]any) *structpb.Struct {
	t.Helper()
	s, err := structpb.NewStruct(fields)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func same(t *testing.T, got, want proto.Message) {
	t.Helper()
	if diff := cmp.Diff(want, got, protocmp.Transform()); diff != "" {
		t.Error(diff)
	}
}

// TestVersion holds the version that the stand-in says it has to the SDK's.
func TestVersion(t *testing.T) {
	text, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if want := "github.com/pulumi/pulumi-aws/sdk/v6 v" + version; !strings.Contains(string(text), want) {
		t.Errorf("go.mod does not say %q", want)
	}
}

// TestPick keeps the schemas of some types and everything that is of no type.
func TestPick(t *testing.T) {
	entry := func(number protowire.Number, key string) []byte {
		inner := protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), key)
		return protowire.AppendBytes(protowire.AppendTag(nil, number, protowire.BytesType), inner)
	}
	whole := slices.Concat(entry(1, "provider"), entry(resourceSchemas, "aws_kept"), entry(resourceSchemas, "aws_dropped"),
		entry(dataSchemas, "aws_kept"), entry(functionSchemas, "dropped"), entry(6, "capabilities"))
	got, err := schemaCache{names: []string{"aws_kept"}}.pick(whole)
	want := slices.Concat(entry(1, "provider"), entry(resourceSchemas, "aws_kept"), entry(dataSchemas, "aws_kept"), entry(6, "capabilities"))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("picked %x %v", got, err)
	}
	if _, err := (schemaCache{}).pick([]byte{0xff}); err == nil {
		t.Error("a broken message is no error")
	}
}
