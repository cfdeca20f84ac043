package change

// Acknowledgement is an entry of lifecycle.acknowledge: a change that the safety
// gate would stop and that is wanted.
type Acknowledgement struct {
	Change   string
	Resource string // path in the spec; "*" for whatever breaks callers
	ID       string // of the user pool or identity pool that is lost
	Until    string // last day that it holds, YYYY-MM-DD in UTC; "" for none
	Reason   string
}

// Everything is the resource of an acknowledgement of all that breaks callers.
const Everything = "*"

// Expired reports whether the entry no longer holds today, a day as YYYY-MM-DD
// in UTC.
func (a Acknowledgement) Expired(today string) bool { return a.Until < today }

// Covers reports whether the entry is about the effect, whatever the day. Where
// a pool is lost the ids have to be the same, so that an entry is spent by its
// use.
func (a Acknowledgement) Covers(e Effect) bool {
	switch {
	case !e.Stopped():
		return false
	case e.Within != "":
		return a.Resource == e.Within && a.ID != "" && a.ID == e.ID
	case isPool(e.Resource) && e.Change != NewIdentities:
		return a.Change == e.Change && a.Resource == e.Resource && a.ID != "" && a.ID == e.ID
	case a.Resource == Everything:
		return a.Change == e.Change && e.Class == BreaksCallers
	}
	return a.Change == e.Change && a.Resource == e.Resource
}

// Acknowledged reports whether an entry that holds today covers the effect.
func Acknowledged(e Effect, list []Acknowledgement, today string) bool {
	for _, a := range list {
		if a.Covers(e) && !a.Expired(today) {
			return true
		}
	}
	return false
}

// AcknowledgedUnseen is the same for who cannot know ids, from two revisions of
// a spec: whatever id an entry names is taken for the pool's.
func AcknowledgedUnseen(e Effect, list []Acknowledgement, today string) bool {
	for _, a := range list {
		e.ID = a.ID
		if a.Covers(e) && !a.Expired(today) {
			return true
		}
	}
	return false
}

func isPool(resource string) bool { return resource == userPoolName || resource == identityPoolName }
