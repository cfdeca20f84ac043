package change

// Class is how much a change matters.
type Class string

// The classes, the worst first. The first two are stopped by the safety gate
// unless they are acknowledged.
const (
	Impossible    Class = "impossible"    // AWS cannot do it at all
	LosesUsers    Class = "losesUsers"    // users or identities are gone
	BreaksCallers Class = "breaksCallers" // who depends on the resource stops working
	WidensAccess  Class = "widensAccess"  // more can be reached, or by more
	Other         Class = "other"
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
	// acknowledgement has to name it.
	ID string
	// Property is the property behind it, "" for the resource as a whole.
	Property string
	// Reason says in a sentence what users, callers or reviewers would feel.
	Reason string
}
