package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// secrets are the values of a spec's env and file references, by variable or
// file.
type secrets map[string]string

func (s secrets) of(ref spec.SecretRef) string { return s[secretKey(ref)] }

// secretKey tells files of one name apart that a spec and its fragments name.
func secretKey(ref spec.SecretRef) string { return ref.Env + "\x00" + ref.FileName() }

// values are all of them, for scrubbing.
func (s secrets) values() []string {
	var out []string
	for _, v := range s {
		out = append(out, v)
	}
	return out
}

// readSecrets reads what a spec refers to in files and the environment. Missing
// and empty secrets are a failure that names them all, before anything is
// changed.
func readSecrets(repo repository, s *spec.Spec) (secrets, error) {
	found := secrets{}
	var missing []string
	for _, ref := range s.SecretRefs() {
		if ref.InAWS() {
			continue // the engine reads it
		}
		value, why := readSecret(repo, ref)
		if why != "" {
			missing = append(missing, ref.String()+" "+why+"; the spec takes a secret from it at "+place(ref.Node.Range()))
			continue
		}
		found[secretKey(ref)] = value
	}
	if len(missing) > 0 {
		return nil, &deploy.Error{
			Kind: deploy.Failed, Stack: s.Metadata.Name,
			Summary: strings.Join(missing, "\n"),
			Remedy:  "Nothing was changed. Set what is missing and run the command again.",
		}
	}
	return found, nil
}

// readSecret returns the value, or why there is none.
func readSecret(repo repository, ref spec.SecretRef) (value, why string) {
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
	data, err := readFile(repo.path(ref.FileName())) // which may well be a pipe
	value = strings.TrimRight(string(data), "\r\n")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", "does not exist"
	case err != nil:
		return "", "cannot be read"
	case len(data) > spec.MaxBytes:
		return "", "is too large for a secret"
	case value == "":
		return "", "is empty"
	}
	return value, ""
}

// place writes a position as findings do.
func place(r diag.Range) string {
	return fmt.Sprintf("%s:%d:%d", r.File, r.Start.Line, r.Start.Column)
}
