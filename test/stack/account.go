package stack

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Account is an AWS account of the emulator with everything that a run of the
// compiler needs around it: credentials, a state backend, directories.
type Account struct {
	ID       string // twelve digits
	Endpoint string
	Dir      string // private, for state and homes
	parts    Parts
}

// newAccount lays out the directories of an account.
func newAccount(parts Parts, endpoint, id, dir string) (*Account, error) {
	a := &Account{ID: id, Endpoint: endpoint, Dir: dir, parts: parts}
	for _, name := range []string{"state", "pulumi", "home"} {
		if err := os.MkdirAll(filepath.Join(dir, name), 0o755); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// AccessKey returns the key whose owner the emulator takes to be this account.
func (a *Account) AccessKey() string { return "AKIA" + a.ID + "TEST" }

// BadAccessKey is a key that the emulator refuses, as AWS refuses an unknown one.
const BadAccessKey = "AKIAINVALIDINVALID00"

// secretKey is any text: the emulator does not check signatures.
const secretKey = "emulated"

// Vars returns what has to be set, and with an empty value unset, for the
// engine and for the AWS SDK to use this account and nothing of the user's.
func (a *Account) Vars() map[string]string {
	path := []string{filepath.Dir(a.parts.Engine), a.parts.Plugin, os.Getenv("PATH")}
	return map[string]string{
		"PATH": strings.Join(path, string(os.PathListSeparator)),

		"AWS_ENDPOINT_URL":            a.Endpoint,
		"AWS_ACCESS_KEY_ID":           a.AccessKey(),
		"AWS_SECRET_ACCESS_KEY":       secretKey,
		"AWS_EC2_METADATA_DISABLED":   "true",
		"AWS_CONFIG_FILE":             filepath.Join(a.Dir, "home", "aws-config"),
		"AWS_SHARED_CREDENTIALS_FILE": filepath.Join(a.Dir, "home", "aws-credentials"),
		"AWS_REGION":                  "",
		"AWS_DEFAULT_REGION":          "",
		"AWS_PROFILE":                 "",
		"AWS_SESSION_TOKEN":           "",
		"AWS_CA_BUNDLE":               "",

		"PULUMI_BACKEND_URL":       "file://" + filepath.Join(a.Dir, "state"),
		"PULUMI_CONFIG_PASSPHRASE": "test",
		"PULUMI_HOME":              filepath.Join(a.Dir, "pulumi"),
		"PULUMI_SKIP_UPDATE_CHECK": "true",
		"PULUMI_ACCESS_TOKEN":      "",
	}
}

// Env returns a whole environment for a command: this process's with Vars, a
// private home, and at last what the caller adds as NAME=VALUE. A variable that
// is given as "NAME=" is unset.
func (a *Account) Env(add ...string) []string {
	vars := a.Vars()
	vars["HOME"] = filepath.Join(a.Dir, "home")
	vars["XDG_CACHE_HOME"] = ""
	vars["XDG_CONFIG_HOME"] = ""
	for _, pair := range add {
		name, value, _ := strings.Cut(pair, "=")
		vars[name] = value
	}
	return Environ(vars)
}

// Environ returns this process's environment with variables set, or unset where
// the value is empty.
func Environ(vars map[string]string) []string {
	var environ []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if _, replaced := vars[name]; !replaced {
			environ = append(environ, pair)
		}
	}
	for name, value := range vars {
		if value != "" {
			environ = append(environ, fmt.Sprintf("%s=%s", name, value))
		}
	}
	return environ
}
