package deploy

import (
	"slices"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// Project is the Pulumi project that every stack belongs to. It is part of
// every URN in every state file: changing it would orphan them all.
const Project = "mlauth"

// Stack is one unit of deployment: what was compiled from one spec.
type Stack struct {
	// Name is the stack's name in the project; the spec's metadata.name.
	Name string
	// Description is a sentence on what the stack is for; "" for none. It
	// becomes that of the Pulumi project.
	Description string
	// Program declares the resources. Destroy does not run it.
	Program Program
	// AWS says where the stack lives and as whom to go there.
	AWS AWS
	// Ephemeral stacks may be thrown away: nothing in them is protected, and a
	// destroyed one leaves no stack behind in the backend.
	Ephemeral bool
	// Environment is the spec's metadata.environment; "prod" asks for a backend
	// that outlives the machine.
	Environment string
	// Redact lists secret values known to the caller, such as those resolved
	// from the environment or files. They are scrubbed from every text, and so is
	// what the program reports.
	Redact []string
	// Sticky lists the properties that may not be dropped; see Sticky.
	Sticky []change.Sticky
	// WriteOnly lists the properties that AWS never gives back; see WriteOnly.
	WriteOnly []WriteOnly
	// Uses names the stacks whose outputs the program reads.
	Uses []string
	// Acknowledge lists the changes that the gate lets through.
	Acknowledge []change.Acknowledgement
	// Today is the day, YYYY-MM-DD in UTC, that acknowledgements are held against.
	Today string
	// Contents are digests of what the program declares, by name, for a plan that
	// is saved or was.
	Contents map[string]string
	// SavePlan is a folder that Preview leaves its plan in; "" for none.
	SavePlan string
	// SavedPlan is a folder with the plan that Deploy is bound to; "" for none.
	SavedPlan string
	// Confirm is asked about a plan that changes something, after it was judged
	// and before anything is touched; nil for no question.
	Confirm func(*Plan) bool
}

// Program declares the resources of a stack. It reports each secret that it has,
// by its place in the spec, before it sends it anywhere: nobody else knows those
// that come from AWS.
type Program func(ctx *pulumi.Context, report func(place, secret string)) error

// AWS is where a stack lives and as whom to reach it.
type AWS struct {
	Region      string
	AccountID   string // the only account that may be touched; "" for any
	Profile     string
	EndpointURL string // an AWS-compatible endpoint; "" for AWS itself
	AssumeRole  *AssumeRole
}

// AssumeRole is a role to take on before anything is done.
type AssumeRole struct {
	RoleARN     string
	ExternalID  string
	SessionName string
}

// Settings say where the state is and where the tool keeps its things. Zero
// values mean: find out, as Open describes.
type Settings struct {
	// Root is the repository root; the embedded default state is made in its
	// .mlauth folder.
	Root string
	// Backend is the URL of the state backend, as `pulumi login` takes it.
	Backend string
	// BackendFrom says who named Backend, in words; "" for the flag.
	BackendFrom string
	// SecretsProvider is how a new stack's secrets are encrypted: "passphrase",
	// "default", or a key's URL such as "awskms://alias/mlauth".
	SecretsProvider string
	// CacheDir is the tool's cache, where engine and plugin are installed;
	// "" for the user's cache folder.
	CacheDir string
	// Offline forbids every download. MLAUTH_OFFLINE in the environment does too.
	Offline bool
	// Tool is the version of this tool, which a saved plan is bound to.
	Tool string
	// Parallel limits how many resources the engine works on at once; 0 for the
	// engine's default.
	Parallel int
}

// Output is one output of a stack.
type Output struct {
	Value  any
	Secret bool
}

// Outputs are a stack's outputs by name.
type Outputs map[string]Output

// Plan is what the engine would do to a stack.
type Plan struct {
	Stack string
	// New is set when the backend does not hold the stack yet.
	New bool
	// Steps has one step for each resource, sorted by resource, unchanged ones
	// included.
	Steps []change.Step
	// Guarded is set when the safety gate stands before the stack: its
	// spec does not call it ephemeral, or something in its state is protected.
	Guarded bool
	// Effects are what the steps mean, the worst first.
	Effects []change.Effect
	// Stopped are those effects that Deploy and Destroy stop for.
	Stopped []change.Effect
	// Notes are what should be known beside: acknowledgements without effect, a
	// question that AWS did not answer.
	Notes []string
	// Settled is set when an update would leave AWS, state and outputs exactly
	// as they are.
	Settled  bool
	Duration time.Duration
}

// Counts returns how many resources meet which fate.
func (p *Plan) Counts() change.Counts { return change.Count(p.Steps) }

// Impossible are the effects that AWS cannot bring about: Deploy fails on them.
func (p *Plan) Impossible() []change.Effect {
	return slices.DeleteFunc(slices.Clone(p.Effects), func(e change.Effect) bool { return e.Class != change.Impossible })
}

// Result is what an operation did, as far as it came: it is returned beside an
// error too, once the engine has started changing things.
type Result struct {
	Stack string
	// Steps has one step for each resource touched or left alone, sorted by
	// resource. After a complete deployment they are those of its plan.
	Steps []change.Step
	// Updated is false when nothing had to change and only the preview ran.
	Updated bool
	// Removed is set when the stack itself was taken out of the backend.
	Removed  bool
	Outputs  Outputs
	Duration time.Duration
}

// Counts returns how many resources met which fate.
func (r *Result) Counts() change.Counts { return change.Count(r.Steps) }
