package review

import (
	"encoding/json"
	"io"

	"github.com/mlauth/mlauth-compile/internal/change"
)

// SchemaVersion is the version of the JSON form. It grows when a reader that
// knows the older form would go wrong; a new field does not make it grow.
const SchemaVersion = 1

type jsonReport struct {
	SchemaVersion int         `json:"schemaVersion"`
	Command       string      `json:"command"`
	Stacks        []jsonStack `json:"stacks"`
	Summary       jsonSummary `json:"summary"`
}

type jsonSummary struct {
	Stacks    int `json:"stacks"`
	Unchanged int `json:"unchanged"`
	Changes   int `json:"changes"`
	Stopped   int `json:"stopped"`
	Failed    int `json:"failed"`
}

type jsonStack struct {
	Stack     string         `json:"stack"`
	Spec      string         `json:"spec"`
	Outcome   Outcome        `json:"outcome"`
	Class     change.Class   `json:"class"`
	New       bool           `json:"new"`
	Counts    jsonCounts     `json:"counts"`
	Resources []jsonResource `json:"resources"`
	Effects   []jsonEffect   `json:"effects"`
	Notes     []string       `json:"notes"`
	Error     *jsonError     `json:"error,omitempty"`
}

type jsonCounts struct {
	Create  int `json:"create"`
	Adopt   int `json:"adopt"`
	Update  int `json:"update"`
	Replace int `json:"replace"`
	Delete  int `json:"delete"`
	Same    int `json:"same"`
}

type jsonResource struct {
	Resource   string           `json:"resource"`
	Type       string           `json:"type"`
	Operation  change.Op        `json:"operation"`
	ID         string           `json:"id"`
	Protected  bool             `json:"protected"`
	Properties []jsonDifference `json:"properties"`
}

type jsonDifference struct {
	Property string      `json:"property"`
	Kind     change.Kind `json:"kind"`
	Replaces bool        `json:"replaces"`
	Old      any         `json:"old"`
	New      any         `json:"new"`
}

type jsonEffect struct {
	Class        change.Class `json:"class"`
	Change       string       `json:"change"`
	Resource     string       `json:"resource"`
	ID           string       `json:"id"`
	Property     string       `json:"property"`
	Reason       string       `json:"reason"`
	Acknowledged bool         `json:"acknowledged"`
	Stopped      bool         `json:"stopped"`
	Entry        string       `json:"entry"`
}

type jsonError struct {
	Message string `json:"message"`
	Remedy  string `json:"remedy"`
}

// WriteJSON writes the report as one object, as schema/mlauth-plan.schema.json
// describes it. Secrets are "[secret]"; a value known only after deployment is
// null.
func (r Report) WriteJSON(w io.Writer) error {
	out := jsonReport{SchemaVersion: SchemaVersion, Command: r.Command, Stacks: []jsonStack{}}
	for _, s := range r.Stacks {
		out.Stacks = append(out.Stacks, toJSON(s))
	}
	out.Summary = jsonSummary(r.totals())
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(out)
}

// totals are numbers of stacks by outcome.
type totals struct{ Stacks, Unchanged, Changes, Stopped, Failed int }

func (r Report) totals() totals {
	n := totals{Stacks: len(r.Stacks)}
	for _, s := range r.Stacks {
		switch s.Outcome() {
		case Unchanged:
			n.Unchanged++
		case Changes:
			n.Changes++
		case Stopped:
			n.Stopped++
		case Failed:
			n.Failed++
		}
	}
	return n
}

func toJSON(s Stack) jsonStack {
	out := jsonStack{
		Stack: s.Name, Spec: s.File, Outcome: s.Outcome(), Class: s.worst(), New: s.New,
		Counts:    jsonCounts(change.Count(s.Steps)),
		Resources: []jsonResource{}, Effects: []jsonEffect{}, Notes: append([]string{}, s.Notes...),
	}
	for _, step := range s.Steps {
		if step.Changed() {
			out.Resources = append(out.Resources, resourceJSON(step))
		}
	}
	for _, e := range s.Effects {
		out.Effects = append(out.Effects, jsonEffect{
			Class: e.Class, Change: e.Change, Resource: e.Resource, ID: e.ID, Property: e.Property,
			Reason: e.Reason, Acknowledged: e.Acknowledged, Stopped: e.Refused, Entry: e.Entry,
		})
	}
	if s.Failure != "" {
		out.Error = &jsonError{s.Failure, s.Remedy}
	}
	return out
}

func resourceJSON(s change.Step) jsonResource {
	out := jsonResource{Resource: s.Resource, Type: s.Type, Operation: s.Op, ID: s.ID, Protected: s.Protected, Properties: []jsonDifference{}}
	for _, d := range s.Changes {
		out.Properties = append(out.Properties, jsonDifference{d.Path, d.Kind, d.Replaces, d.Old, d.New})
	}
	return out
}
