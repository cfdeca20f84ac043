package change

import (
	"cmp"
	"slices"
	"strings"
)

// Class is how much a change matters.
type Class string

// The classes, the worst first. The second and third are stopped by the safety
// gate unless they are acknowledged.
const (
	Impossible    Class = "impossible"    // AWS cannot do it at all
	LosesUsers    Class = "losesUsers"    // users or identities are gone
	BreaksCallers Class = "breaksCallers" // who depends on the resource stops working
	WidensAccess  Class = "widensAccess"  // more can be reached, or by more
	Other         Class = "other"
)

// Classes are all classes, the worst first.
var Classes = []Class{Impossible, LosesUsers, BreaksCallers, WidensAccess, Other}

// What an acknowledgement calls a change.
const (
	Replaces      = "replace"
	Deletes       = "delete"
	NewIdentities = "identity"
	Removes       = "remove"
	Creates       = "create"
	Ephemeral     = "ephemeral"
)

// Effect is one consequence of a plan. A step may have several, or none.
type Effect struct {
	Class Class
	// Change is what an acknowledgement calls it: replace, delete, identity,
	// remove, create or ephemeral; "" where none is needed.
	Change string
	// Resource is the path in the spec that an acknowledgement names, such as
	// "clients.console" or "resourceServers.inference.scopes.admin".
	Resource string
	// ID is the physical id of a user pool or identity pool that is lost; an
	// acknowledgement has to name it. Empty where it is not known.
	ID string
	// Within is the user pool or identity pool that is lost and takes this
	// resource along; "" for what stands by itself. An acknowledgement of the
	// pool, whose id is in ID, covers it.
	Within string
	// Property is the field of the spec behind it, below the resource's own,
	// such as "password.minLength"; "" for the resource as a whole.
	Property string
	// Reason says in a sentence what users, callers or reviewers would feel.
	Reason string
	// Remedy is what to do instead, where that is known; an acknowledgement lets
	// the change through where it is Stopped.
	Remedy string
}

// Stopped reports whether the safety gate stops the change unless it is
// acknowledged.
func (e Effect) Stopped() bool { return e.Class == LosesUsers || e.Class == BreaksCallers }

// Severity orders classes: the worst is 0.
func (c Class) Severity() int { return slices.Index(Classes, c) }

// Worst returns the worst class of the effects, Other for none.
func Worst(effects []Effect) Class {
	worst := Other
	for _, e := range effects {
		if e.Class.Severity() < worst.Severity() {
			worst = e.Class
		}
	}
	return worst
}

// sortEffects puts the worst first, and the same effects always in one order.
func sortEffects(effects []Effect) {
	slices.SortFunc(effects, func(a, b Effect) int {
		return cmp.Or(
			cmp.Compare(a.Class.Severity(), b.Class.Severity()),
			strings.Compare(a.Resource, b.Resource),
			strings.Compare(a.Property, b.Property),
			strings.Compare(a.Change, b.Change),
			strings.Compare(a.Reason, b.Reason),
		)
	})
}
