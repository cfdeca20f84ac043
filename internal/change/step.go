package change

// Op is what happens to a resource, in a user's words. The engine's dozen
// operations (a replacement alone is three) fold into these.
type Op string

// The operations.
const (
	OpSame    Op = "same"
	OpCreate  Op = "create"
	OpUpdate  Op = "update"
	OpReplace Op = "replace"
	OpDelete  Op = "delete"
	OpAdopt   Op = "adopt" // taken over as it is, and changed in place where the program says more
	OpRead    Op = "read"
)

// Step is what happens, or happened, to one resource.
type Step struct {
	// Resource is the logical name: the resource's path in the spec, such as
	// "userPool" or "clients.console".
	Resource string
	// Type is the Pulumi type, such as "aws:cognito/userPool:UserPool".
	Type string
	Op   Op
	// ID is the physical id before the step, where there was one.
	ID string
	// Protected is set when the resource, as it is now in the state, may not be
	// deleted.
	Protected bool
	// Adopted is set when the resource was taken over in the same run.
	Adopted bool
	// Remains is set when the step clears away what an interrupted replacement
	// left behind.
	Remains bool
	// Changes are the differences behind an update, a replacement or an adoption,
	// sorted by path; empty for the other operations.
	Changes []Difference
	// Old and New are the properties asked for before and after; nil where the
	// resource was or will not be there. Secrets are "[secret]", values that are
	// not known yet nil.
	Old, New map[string]any
	// Dropped are properties that the program no longer sends and that would
	// stay nevertheless.
	Dropped []Sticky
	// Failed is set in a Result for the step that the operation stumbled on.
	Failed bool
}

// Changed reports whether the step does anything.
func (s Step) Changed() bool { return s.Op != OpSame && s.Op != OpRead }

// Lost reports whether the step would remove what is protected or has just been
// adopted: Deploy refuses a plan that holds such a step.
func (s Step) Lost() bool {
	return (s.Protected || s.Adopted) && (s.Op == OpDelete || s.Op == OpReplace)
}

// Kind is what happens to a property.
type Kind string

// The kinds of change.
const (
	Added   Kind = "add"
	Updated Kind = "update"
	Removed Kind = "delete"
)

// Difference is a difference in one property of a resource.
type Difference struct {
	// Path is the property's path, such as "passwordPolicy.minimumLength".
	Path string
	Kind Kind
	// Replaces is set when this change cannot be made in place.
	Replaces bool
	// Old and New are the values where the engine tells them. A secret is
	// "[secret]", a value known only after deployment is nil.
	Old, New any
}

// Counts are numbers of resources by fate.
type Counts struct {
	Create, Adopt, Update, Replace, Delete, Same int
}

// Changed is the number of resources that change.
func (c Counts) Changed() int { return c.Create + c.Adopt + c.Update + c.Replace + c.Delete }

// Count returns how many resources meet which fate.
func Count(steps []Step) Counts {
	var c Counts
	for _, s := range steps {
		switch s.Op {
		case OpCreate:
			c.Create++
		case OpAdopt:
			c.Adopt++
		case OpUpdate:
			c.Update++
		case OpReplace:
			c.Replace++
		case OpDelete:
			c.Delete++
		case OpSame:
			c.Same++
		}
	}
	return c
}
