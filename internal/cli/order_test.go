package cli

import (
	"testing"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

func TestOwnersOfPoolsComeFirst(t *testing.T) {
	named := func(name, uses string) *spec.Spec {
		s := &spec.Spec{UserPool: &spec.UserPool{}}
		s.Metadata.Name = name
		if uses != "" {
			s.UserPool.Use = &spec.PoolUse{Stack: uses}
		}
		return s
	}
	specs := []*spec.Spec{named("a", "z"), named("b", ""), named("c", "c"), named("y", "elsewhere"), named("z", "")}
	var got string
	for _, s := range ownersFirst(specs) {
		got += s.Metadata.Name
	}
	if got != "zabcy" {
		t.Errorf("the order is %s", got)
	}
}
