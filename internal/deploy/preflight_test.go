package deploy

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestWhoAmI has a wrong setting in each case: what is said of it, and that it
// is said within seconds.
func TestWhoAmI(t *testing.T) {
	const gone = "http://127.0.0.1:1" // no free port: one of the servers below might get it
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	role := &AssumeRole{RoleARN: "arn:aws:iam::" + testAccount + ":role/deployer", ExternalID: "x"}
	for _, test := range []struct {
		name   string
		target AWS
		unset  bool   // take the credentials away
		part   string // of the summary; "" for success
	}{
		{"right account", AWS{Region: "eu-west-1", AccountID: testAccount, EndpointURL: fakeSTS(t, "")}, false, ""},
		{"any account", AWS{Region: "eu-west-1", EndpointURL: fakeSTS(t, "")}, false, ""},
		{"a role", AWS{Region: "eu-west-1", AssumeRole: role, EndpointURL: fakeSTS(t, "")}, false, ""},
		{"wrong account", AWS{Region: "eu-west-1", AccountID: "210987654321", EndpointURL: fakeSTS(t, "")}, false,
			"the credentials are for 123456789012, the spec is for 210987654321"},
		{"expired", AWS{Region: "eu-west-1", EndpointURL: fakeSTS(t, "ExpiredToken")}, false, "does not accept the credentials: ExpiredToken"},
		{"bad key", AWS{Region: "eu-west-1", EndpointURL: fakeSTS(t, "InvalidClientTokenId")}, false, "InvalidClientTokenId"},
		{"role refused", AWS{Region: "eu-west-1", AssumeRole: role, EndpointURL: fakeSTS(t, "AccessDenied")}, false, "role/deployer cannot be assumed"},
		{"out of reach", AWS{Region: "eu-west-1", EndpointURL: gone}, false, gone + " cannot be reached: connect: connection refused"},
		{"role out of reach", AWS{Region: "eu-west-1", AssumeRole: role, EndpointURL: gone}, false, gone + " cannot be reached: connect: connection refused"},
		{"not AWS", AWS{Region: "eu-west-1", EndpointURL: other.URL}, false, "what answers is not AWS (status 404)"},
		{"no credentials", AWS{Region: "eu-west-1", EndpointURL: fakeSTS(t, "")}, true, "there are no AWS credentials"},
		{"no profile", AWS{Region: "eu-west-1", Profile: "nobody", EndpointURL: fakeSTS(t, "")}, false, `no AWS profile named "nobody"`},
		{"no region", AWS{EndpointURL: fakeSTS(t, "")}, false, "no AWS region is set"},
	} {
		t.Run(test.name, func(t *testing.T) {
			quietEnvironment(t)
			if test.unset {
				os.Unsetenv("AWS_ACCESS_KEY_ID")
				os.Unsetenv("AWS_SECRET_ACCESS_KEY")
			}
			began := time.Now()
			who, err := whoAmI(context.Background(), test.target)
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
			if test.part == "" {
				if err != nil || who.Account != testAccount {
					t.Errorf("got %+v, %v", who, err)
				}
				return
			}
			got := asError(t, err)
			if got.ExitCode() != 1 || !strings.Contains(got.Summary, test.part) || got.Remedy == "" {
				t.Errorf("exit %d: %v", got.ExitCode(), got)
			}
		})
	}
}

func TestSilentEndpoint(t *testing.T) {
	quietEnvironment(t)
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-over }))
	defer server.Close()
	defer close(over)
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, err := whoAmI(ctx, AWS{Region: "eu-west-1", EndpointURL: server.URL})
	if got := asError(t, err); !strings.Contains(got.Summary, "no answer in time") {
		t.Errorf("got %v", got)
	}
}

// TestEnvironmentEndpoint: AWS_ENDPOINT_URL does what the spec's endpoint does.
func TestEnvironmentEndpoint(t *testing.T) {
	home := quietEnvironment(t)
	profile := "[profile ml]\nregion = eu-central-1\naws_access_key_id = AKIA\naws_secret_access_key = s\n"
	if err := os.WriteFile(filepath.Join(home, "config"), []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(home, "config"))
	t.Setenv("AWS_ENDPOINT_URL", fakeSTS(t, ""))
	who, err := whoAmI(context.Background(), AWS{Profile: "ml"})
	if err != nil {
		t.Fatal(err)
	}
	if who.Region != "eu-central-1" {
		t.Errorf("region %q", who.Region)
	}
}
