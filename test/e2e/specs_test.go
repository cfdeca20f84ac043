package e2e

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Every spec of the repository is deployed, found in AWS as it says, deployed
// again without a change, as it is and rearranged, and destroyed without
// remainder.
func TestSpecs(t *testing.T) {
	files, err := filepath.Glob("../../specs/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no specs: %v", err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(strings.TrimSuffix(name, ".yaml"), func(t *testing.T) {
			t.Parallel()
			p := newProject(t)
			spec := "specs/" + name
			text := repositorySpec(t, name)
			p.write(spec, text+ephemeral)
			takeDown := prepare(t, p, text)

			planned := plan(p.must(0, "preview", spec).out)
			deployed := progress(p.must(0, "deploy", spec).err)
			if diff := cmp.Diff(planned, deployed); diff != "" {
				t.Errorf("deploy did something else than preview said (-preview +deploy):\n%s", diff)
			}
			if pool, _ := p.outputs(spec)["user_pool_id"].(string); pool != "" {
				compareWithGolden(t, p, name, region(text), pool)
			}
			compareAccess(t, p, name, region(text))

			again := p.must(0, "deploy", spec)
			contains(t, again.out, ": no changes\n")
			p.noChangeRearranged(t, spec, text+ephemeral)
			p.must(0, "drift", spec)

			p.must(0, "destroy", spec)
			takeDown()
			nothingLeft(t, p, region(text), spec)
		})
	}
}

func region(spec string) string {
	_, rest, said := strings.Cut(spec, "region: ")
	if !said { // the fragments'
		return "us-east-1"
	}
	return rest[:strings.IndexAny(rest, ",}\n")]
}

// compareWithGolden holds what AWS says of a pool against the file that was
// read and approved by a person.
func compareWithGolden(t *testing.T, p *project, name, region, pool string) {
	t.Helper()
	got := describe(t, p.account.Clients(region), pool).normal(t, p, pool)
	golden := filepath.Join("testdata", "aws", strings.TrimSuffix(name, ".yaml")+".json")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("AWS has something else than %s (-want +got):\n%s", golden, diff)
	}
}

// compareAccess does the same for roles, issuers and identity pools. A spec
// without a file has none of them.
func compareAccess(t *testing.T, p *project, name, region string) {
	t.Helper()
	view := describeAccess(t, p.account.Clients(region))
	golden := filepath.Join("testdata", "access", strings.TrimSuffix(name, ".yaml")+".json")
	got := view.normal(t, p)
	if *update && !view.empty() {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	switch {
	case errors.Is(err, fs.ErrNotExist) && view.empty():
	case err != nil:
		t.Fatal(err)
	default:
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("AWS has something else than %s (-want +got):\n%s", golden, diff)
		}
	}
}

// nothingLeft looks for pools in AWS and for the stack in the backend.
func nothingLeft(t *testing.T, p *project, region, spec string) {
	t.Helper()
	list := must(p.account.Clients(region).Cognito.ListUserPools(context.Background(), &cognitoidentityprovider.ListUserPoolsInput{MaxResults: aws.Int32(60)}))(t)
	if len(list.UserPools) > 0 {
		t.Errorf("%d pools are left in AWS", len(list.UserPools))
	}
	if left := describeAccess(t, p.account.Clients(region)); !left.empty() {
		t.Errorf("access is left in AWS: %+v", left)
	}
	if left := publishedNames(t, p); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	contains(t, p.must(1, "outputs", spec).err, "is not deployed")
}

// plan reads what preview would do: "create userPool", and so on, sorted as
// preview prints it.
func plan(out string) map[string]string {
	steps := map[string]string{}
	for line := range strings.Lines(out) {
		words := strings.Fields(line)
		if len(words) > 2 && strings.HasPrefix(line, "    ") && strings.Contains("+~±-", words[0]) {
			steps[words[2]] = strings.TrimSuffix(words[1], "e")
		}
	}
	return steps
}

// progress reads what deploy did: "created userPool".
func progress(err string) map[string]string {
	steps := map[string]string{}
	for line := range strings.Lines(err) {
		words := strings.Fields(line)
		if len(words) == 3 && strings.HasPrefix(line, "  ") && strings.Contains("+~±-", words[0]) {
			steps[words[2]] = strings.TrimSuffix(words[1], "ed")
		}
	}
	return steps
}
