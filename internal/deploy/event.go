package deploy

import "github.com/mlauth/mlauth-compile/internal/change"

// Phase is a stage of an operation on a stack.
type Phase string

// The phases, in the order they come.
const (
	PhaseCheck   Phase = "check"   // credentials and account
	PhasePreview Phase = "preview" // what would happen
	PhaseLift    Phase = "lift"    // protection comes off what is acknowledged to go
	PhaseDrift   Phase = "drift"   // what has happened behind the stack's back
	PhaseUpdate  Phase = "update"  // create, update, replace, delete
	PhaseDestroy Phase = "destroy" // delete everything
	PhaseRemove  Phase = "remove"  // the stack itself leaves the backend
)

// EventKind is what an event tells.
type EventKind string

// The kinds of event.
const (
	EventPhase  EventKind = "phase"  // a phase begins
	EventStart  EventKind = "start"  // work on a resource begins
	EventDone   EventKind = "done"   // work on a resource is done
	EventFailed EventKind = "failed" // work on a resource failed
	EventNote   EventKind = "note"   // a warning from the engine or the provider
)

// Event is one piece of progress. Its texts are free of known secrets.
type Event struct {
	Stack    string
	Phase    Phase
	Kind     EventKind
	Resource string // logical name; "" when the event is about the stack
	Type     string
	Op       change.Op
	Message  string // for notes and failures
}

// Observer is told what happens while it happens. It is called from one
// goroutine at a time for each stack; nil is allowed where one is asked for.
type Observer func(Event)

func (o Observer) tell(e Event) {
	if o != nil {
		o(e)
	}
}

// Progress is told of slow work before any stack: a download, an installation.
type Progress func(message string)

func (p Progress) tell(message string) {
	if p != nil {
		p(message)
	}
}
