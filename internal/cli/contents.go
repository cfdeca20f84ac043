package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// contentsOf are digests of what a spec's program declares, by resource: a plan
// that is saved belongs to one program and to no other. Secrets are not in them.
func contentsOf(s *spec.Spec) (map[string]string, error) {
	recording, err := render.Record(s)
	if err != nil {
		return nil, err
	}
	contents := map[string]string{}
	add := func(name string, value any) {
		text, failed := json.Marshal(value)
		if failed != nil {
			err = failed
		}
		sum := sha256.Sum256(text)
		contents[name] = hex.EncodeToString(sum[:16])
	}
	for _, r := range recording.Resources {
		add(r.Name, r)
	}
	add("outputs", recording.Outputs)
	return contents, err
}
