package render

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/urn"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// SecretMark stands in a recording wherever the program has a secret.
const SecretMark = "[secret]"

// Recording is a program as it would be handed to the engine.
type Recording struct {
	Stack     string         `json:"stack"`
	Resources []Resource     `json:"resources"` // sorted by name
	Outputs   map[string]any `json:"outputs"`
}

// Resource is one registration. A property that is only known after
// deployment reads ${RESOURCE.property}.
type Resource struct {
	Name       string              `json:"name"`
	Type       string              `json:"type"`
	Properties map[string]any      `json:"properties"`
	References map[string][]string `json:"references"` // property: resources that it is taken from
	DependsOn  []string            `json:"dependsOn"`  // references included
	Options    Options             `json:"options"`
}

// Options are the resource options that a program sets.
type Options struct {
	Provider            string `json:"provider,omitempty"` // name of the provider resource
	Protect             bool   `json:"protect"`
	DeleteBeforeReplace bool   `json:"deleteBeforeReplace"`
	RetainOnDelete      bool   `json:"retainOnDelete,omitempty"`

	IgnoreChanges []string `json:"ignoreChanges,omitempty"`
	Import        string   `json:"import,omitempty"` // id of what is taken over
}

// Record runs the program of a spec without an engine and returns what it
// registers. The error is the program's own.
func Record(s *spec.Spec) (*Recording, error) {
	r := &recorder{spec: s}
	outputs := map[string]any{}
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		values, err := declare(ctx, s, func(spec.SecretRef) string { return SecretMark }, func(string, string) {})
		if err != nil {
			return err
		}
		r.outputs(values, outputs)
		return r.settle()
	}, pulumi.WithMocksWithOrganization("organization", "mlauth", s.Metadata.Name, r))
	if err != nil {
		return nil, fmt.Errorf("render %s: %w", s.File, err)
	}
	slices.SortFunc(r.resources, func(a, b Resource) int { return cmp.Compare(a.Name, b.Name) })
	return &Recording{Stack: s.Metadata.Name, Resources: r.resources, Outputs: outputs}, nil
}

// recorder is an engine that only takes notes. Programs talk to it from several
// goroutines.
type recorder struct {
	spec      *spec.Spec
	mu        sync.Mutex
	resources []Resource
	pending   sync.WaitGroup // outputs that are not known yet
}

// computed are the properties that AWS makes up and our programs read.
var computed = []resource.PropertyKey{"arn", "endpoint", "clientSecret", "cloudfrontDistribution"}

// NewResource notes a registration and answers with placeholders.
func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	if args.RegisterRPC == nil {
		return args.ID, stackOutputs(args), nil // another stack, which is only read
	}
	noted, err := note(args.RegisterRPC)
	if err != nil {
		return "", nil, err
	}
	r.mu.Lock()
	r.resources = append(r.resources, noted)
	r.mu.Unlock()

	state := args.Inputs.Copy()
	for _, key := range computed {
		if _, set := state[key]; !set {
			state[key] = resource.NewStringProperty(placeholder(args.Name, string(key)))
		}
	}
	if wanted := state["generateSecret"]; wanted.IsBool() && !wanted.BoolValue() {
		state["clientSecret"] = resource.NewStringProperty("") // as AWS has it: a program may ask
	}
	return placeholder(args.Name, "id"), state, nil
}

func placeholder(name, property string) string { return "${" + name + "." + property + "}" }

func note(rpc *pulumirpc.RegisterResourceRequest) (Resource, error) {
	properties, err := plugin.UnmarshalProperties(rpc.GetObject(), plugin.MarshalOptions{KeepSecrets: true, SkipNulls: true})
	if err != nil {
		return Resource{}, fmt.Errorf("properties of %s: %w", rpc.GetName(), err)
	}
	noted := Resource{
		Name:       rpc.GetName(),
		Type:       rpc.GetType(),
		Properties: plain(resource.NewObjectProperty(properties)).(map[string]any),
		References: map[string][]string{},
		DependsOn:  names(rpc.GetDependencies()),
		Options: Options{
			Provider:            providerName(rpc.GetProvider()),
			Protect:             rpc.GetProtect(),
			DeleteBeforeReplace: rpc.GetDeleteBeforeReplace(),
			RetainOnDelete:      rpc.GetRetainOnDelete(),
			IgnoreChanges:       rpc.GetIgnoreChanges(),
			Import:              rpc.GetImportId(),
		},
	}
	for property, dependencies := range rpc.GetPropertyDependencies() {
		if urns := dependencies.GetUrns(); len(urns) > 0 {
			noted.References[property] = names(urns)
		}
	}
	return noted, nil
}

// plain turns a property into what encoding/json writes, secrets hidden.
func plain(v resource.PropertyValue) any {
	switch {
	case v.IsSecret():
		return SecretMark
	case v.IsOutput():
		return plain(v.OutputValue().Element)
	case v.IsObject():
		m := map[string]any{}
		for key, value := range v.ObjectValue() {
			m[string(key)] = plain(value)
		}
		return m
	case v.IsArray():
		items := make([]any, len(v.ArrayValue()))
		for i, item := range v.ArrayValue() {
			items[i] = plain(item)
		}
		return items
	}
	return v.V
}

func names(urns []string) []string {
	out := make([]string, len(urns))
	for i, u := range urns {
		out[i] = urn.URN(u).Name()
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// providerName takes the name out of a provider reference, URN::ID.
func providerName(reference string) string {
	end := strings.LastIndex(reference, "::")
	if end < 0 {
		return ""
	}
	return urn.URN(reference[:end]).Name()
}

// patience is how long a program's outputs may take; they take milliseconds.
const patience = 30 * time.Second

// settle waits for the outputs while the program still runs: when it has
// returned, what it asks AWS for is not answered any more, and what depends on
// the answer is never known.
func (r *recorder) settle() error {
	known := make(chan struct{})
	go func() {
		r.pending.Wait()
		close(known)
	}()
	select {
	case <-known:
		return nil
	case <-time.After(patience):
		return errors.New("some outputs of the program never became known")
	}
}

// outputs notes the stack's outputs once they are known.
func (r *recorder) outputs(values pulumi.Map, into map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		output := pulumi.ToOutput(values[name])
		r.pending.Add(1)
		output.ApplyT(func(v any) any {
			defer r.pending.Done()
			r.mu.Lock()
			defer r.mu.Unlock()
			into[name] = v
			if pulumi.IsSecret(output) {
				into[name] = SecretMark
			}
			return v
		})
	}
}
