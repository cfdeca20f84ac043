package render_test

import (
	"sync"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// What is recorded is complete, however the goroutines of a program take turns.
func TestRecordingComesToAnEnd(t *testing.T) {
	s, _ := spec.Compile("specs/used.yaml", []byte("apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: used, team: tests}\naws: {region: us-east-1}\n"+
		"userPool: {use: {id: us-east-1_AbCdEfGhI}}\nresourceServers: {labels: {scopes: {write: Write labels}}}\nclients: {importer: {type: machine, scopes: [labels/write]}}\n"))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 1000 {
				if _, err := render.Record(s); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
}
