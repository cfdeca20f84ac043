package spec

import (
	"github.com/mlauth/mlauth-compile/internal/diag"
)

// Spec is one spec file, typed, with every default filled in. A renderer or a
// rule reads it and never asks what was left out.
type Spec struct {
	Node *Node // the whole document
	File string

	// Fragments are the files that the spec builds on, in the order of merging.
	Fragments []string
	// Repository is what mlauth.yaml says; never nil.
	Repository *Repository

	Metadata          Metadata                    `yaml:"metadata"`
	AWS               AWS                         `yaml:"aws"`
	UserPool          *UserPool                   `yaml:"userPool"` // nil: the stack has none
	IdentityProviders map[string]IdentityProvider `yaml:"identityProviders"`
	ResourceServers   map[string]ResourceServer   `yaml:"resourceServers"`
	Clients           map[string]Client           `yaml:"clients"`
	Groups            map[string]Group            `yaml:"groups"`
	IdentityPool      *IdentityPool               `yaml:"identityPool"` // nil: none
	IAMOIDCProviders  map[string]IAMOIDCProvider  `yaml:"iamOidcProviders"`
	Workloads         map[string]Workload         `yaml:"workloads"`
	Publish           Publish                     `yaml:"publish"`
	Lifecycle         Lifecycle                   `yaml:"lifecycle"`
}

// Compile reads one spec file by itself; see Loader for a repository's.
func Compile(file string, data []byte) (*Spec, diag.List) {
	l := NewLoader(nil, nil)
	s, findings := l.Compile(file, data)
	return s, append(findings, l.Findings()...)
}

// deriveDefaults fills in the defaults that follow from other fields. Constant
// ones are set by each type's defaults method before its fields are read.
func (s *Spec) deriveDefaults() {
	if s.UserPool != nil {
		s.UserPool.derive(s)
	}
	for name, p := range s.IdentityProviders {
		p.derive()
		s.IdentityProviders[name] = p
	}
	for name, r := range s.ResourceServers {
		r.derive(name)
		s.ResourceServers[name] = r
	}
	for name, c := range s.Clients {
		c.derive(name, s)
		s.Clients[name] = c
	}
	if s.IdentityPool != nil {
		s.IdentityPool.derive(s)
	}
	for name, w := range s.Workloads {
		w.derive(name, s)
		s.Workloads[name] = w
	}
	s.Publish.derive(s)
}
