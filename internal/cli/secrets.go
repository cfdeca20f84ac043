package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// secrets are the values of a spec's env and file references, by the
// reference's own words.
type secrets map[string]string

func (s secrets) of(ref spec.SecretRef) string { return s[ref.String()] }

// values are all of them, for scrubbing.
func (s secrets) values() []string {
	var out []string
	for _, v := range s {
		out = append(out, v)
	}
	return out
}

// readSecrets reads what a spec refers to in files and the environment. A missing or empty secret is a
// failure, before anything is changed.
func readSecrets(repo repository, s *spec.Spec) (secrets, error) {
	found := secrets{}
	for _, ref := range s.SecretRefs() {
		if ref.InAWS() {
			continue // the engine reads it
		}
		value, why := readSecret(repo, s, ref)
		if why != "" {
			at := ref.Node.Range()
			return nil, &deploy.Error{
				Kind: deploy.Failed, Stack: s.Metadata.Name,
				Summary: ref.String() + " " + why + "; the spec takes a secret from it at " + place(at),
				Remedy:  "Nothing was changed. Set it and run the command again.",
			}
		}
		found[ref.String()] = value
	}
	return found, nil
}

// readSecret returns the value, or why there is none.
func readSecret(repo repository, s *spec.Spec, ref spec.SecretRef) (value, why string) {
	if ref.Env != "" {
		value, set := os.LookupEnv(ref.Env)
		switch {
		case !set:
			return "", "is not set"
		case value == "":
			return "", "is empty"
		}
		return value, ""
	}
	name := ref.File
	if !path.IsAbs(name) {
		name = path.Join(path.Dir(s.File), name)
	}
	data, err := os.ReadFile(repo.path(name))
	value = strings.TrimRight(string(data), "\r\n")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", "does not exist"
	case err != nil:
		return "", "cannot be read"
	case value == "":
		return "", "is empty"
	}
	return value, ""
}

// place writes a position as findings do.
func place(r diag.Range) string {
	return fmt.Sprintf("%s:%d:%d", r.File, r.Start.Line, r.Start.Column)
}
