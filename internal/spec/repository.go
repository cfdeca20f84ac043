package spec

import (
	"slices"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/schema"
)

// RepositoryFile is the name of the file that marks a repository's root and
// says what holds for all its specs.
const RepositoryFile = "mlauth.yaml"

// Repository is what mlauth.yaml says. The zero value says nothing.
type Repository struct {
	Node *Node

	State            State                     `yaml:"state"`
	Defaults         Defaults                  `yaml:"defaults"`
	Rules            map[string]string         `yaml:"rules"` // rule ID to error, warning, info or off
	Parallelism      int                       `yaml:"parallelism"`
	IAMOIDCProviders []ExistingIAMOIDCProvider `yaml:"iamOidcProviders"`
}

// State says where stacks are kept.
type State struct {
	Backend         string `yaml:"backend"`
	SecretsProvider string `yaml:"secretsProvider"`
}

// Defaults are what specs have that do not say it themselves.
type Defaults struct {
	Node   *Node
	Region string            `yaml:"region"`
	Tags   map[string]string `yaml:"tags"`
}

// ExistingIAMOIDCProvider is one that no spec owns.
type ExistingIAMOIDCProvider struct {
	Issuer     string   `yaml:"issuer"`
	AccountIDs []string `yaml:"accountIds"` // nil: every account
}

var repositorySchema = sync.OnceValue(func() *jsonschema.Schema {
	s, err := readSchema(schema.Repository)
	if err != nil {
		panic(err) // the schema is part of the program: a test compiles it
	}
	return s
})

// CompileRepository reads mlauth.yaml. An empty file, which only marks the
// root, is fine.
func CompileRepository(file string, data []byte) (*Repository, diag.List) {
	r := &Repository{}
	root, findings := Parse(file, data)
	if root == nil {
		if len(findings) == 1 && findings[0].Rule == RuleEmpty {
			return r, nil
		}
		return r, findings
	}
	findings = append(findings, explainAll(root, repositorySchema())...)
	decode(root, r)
	return r, findings
}

// HasIAMOIDCProvider tells whether an account has a provider for an issuer that
// no spec owns. An account that is not known ("") has those that all have.
func (r *Repository) HasIAMOIDCProvider(issuer, accountID string) bool {
	return slices.ContainsFunc(r.IAMOIDCProviders, func(p ExistingIAMOIDCProvider) bool {
		return p.Issuer == issuer && (p.AccountIDs == nil || slices.Contains(p.AccountIDs, accountID))
	})
}

// Severity is what the file makes of a finding: its severity, and whether it is
// shown. An error stays one: a repository may be stricter than the tool, and
// silence what is no error.
func (r *Repository) Severity(d diag.Diagnostic) (severity diag.Severity, shown bool) {
	if d.Severity == diag.Error {
		return d.Severity, true
	}
	switch r.Rules[d.Rule] {
	case "error":
		return diag.Error, true
	case "warning":
		return diag.Warning, true
	case "info":
		return diag.Info, true
	case "off":
		return d.Severity, false
	}
	return d.Severity, true
}

// beneath is the tree of the defaults, nil when there are none. The maps that
// hold them stand at the beginning of the spec: what the spec lacks in them it
// is that lacks it.
func (r *Repository) beneath(root *Node) *Node {
	nowhere := newNode(Node{doc: root.doc, at: root.at, style: stylePlain})
	tree := newNode(Node{Kind: Map, doc: root.doc})
	tree.src = nowhere
	copier := &merger{}
	add := func(holder, field, from string) {
		value := r.Defaults.Node.Get(from)
		if value == nil || value.Poisoned() {
			return
		}
		under := newNode(Node{Kind: Map, doc: root.doc})
		under.src = nowhere
		under.attach(keyAt(field, r.Defaults.Node.Key(from)), copier.copied(value))
		tree.attach(keyAt(holder, nowhere), under)
	}
	add("metadata", "tags", "tags")
	add("aws", "region", "region")
	if tree.Len() == 0 {
		return nil
	}
	return tree
}

// keyAt is a key that is written otherwise, or nowhere.
func keyAt(text string, src *Node) *Node {
	key := newNode(Node{Kind: Scalar, Type: String, Text: text, doc: src.doc})
	key.src = src
	return key
}
