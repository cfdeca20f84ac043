package deploy

import (
	"cmp"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// savedPlanSchema is the version of the file's form.
const savedPlanSchema = 1

// savedPlan is what is kept beside the engine's own plan: what that does not
// notice. It holds hashes and names, and no property of any resource. A stack
// that is not in the backend yet has no key to encrypt an engine's plan with:
// its plan is bound by what is here alone.
type savedPlan struct {
	Schema int    `json:"schema"`
	Stack  string `json:"stack"`
	// New is set when the backend did not hold the stack.
	New bool `json:"new"`
	// Versions are those of tool, engine and plugin.
	Versions map[string]string `json:"versions"`
	// Spec, State and Steps are digests by resource: of what the program
	// declares, of what is in the backend, and of what would be done.
	Spec  map[string]string `json:"spec"`
	State map[string]string `json:"state"`
	Steps map[string]string `json:"steps"`
	// Secrets is a slow, salted hash of the values of the spec's secrets.
	Secrets string `json:"secrets"`
	Salt    string `json:"salt"`
	// Engine is a hash of the engine's plan, "" where there is none.
	Engine string `json:"engine"`
}

// save writes the plan into the folder that the stack names.
func (o *operation) save(plan *planned) error {
	err := o.writePlan(plan)
	if err == nil {
		return nil
	}
	return &Error{
		Kind: Unable, Stack: o.stack.Name, Err: err,
		Summary: fmt.Sprintf("the plan cannot be saved in %s: %v", o.stack.SavePlan, cause(err)),
		Remedy:  "Make the folder writable, or name another one.",
	}
}

func (o *operation) writePlan(plan *planned) error {
	if err := os.MkdirAll(o.stack.SavePlan, 0o700); err != nil {
		return err
	}
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return err
	}
	saved := o.describePlan(plan, hex.EncodeToString(salt))
	side, engine := planFiles(o.stack.SavePlan, o.stack.Name)
	// What an earlier preview left must not be taken for a part of this one.
	for _, file := range []string{side, engine} {
		if err := os.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if plan.file != "" && len(plan.state.Resources) > 0 { // an empty state has no key either
		text, err := os.ReadFile(plan.file)
		if err != nil {
			return err
		}
		saved.Engine = digest(text)
		if err := os.WriteFile(engine, text, 0o600); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(saved, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(side, append(text, '\n'), 0o600)
}

// planFiles are ours and the engine's, for a stack.
func planFiles(dir, stack string) (side, engine string) {
	return filepath.Join(dir, stack+".json"), filepath.Join(dir, stack+".engine.json")
}

// describePlan is what is remembered of a plan.
func (o *operation) describePlan(plan *planned, salt string) *savedPlan {
	return &savedPlan{
		Schema: savedPlanSchema, Stack: o.stack.Name, New: plan.New,
		Versions: map[string]string{
			"mlauth-compile": cmp.Or(o.engine.settings.Tool, "(devel)"),
			"the engine":     o.engine.command.version.String(),
			"the AWS plugin": PluginVersion(),
		},
		Spec: o.stack.Contents, State: plan.state.digests(), Steps: stepDigests(plan.Steps),
		Secrets: o.secretsDigest(salt), Salt: salt,
	}
}

// secretsDigest is a hash of the secrets that the spec refers to, slow enough
// to make guessing them from it a waste of time.
func (o *operation) secretsDigest(salt string) string {
	const rounds = 600_000
	text := strings.Join(slices.Sorted(slices.Values(o.stack.Redact)), "\x00")
	key, err := pbkdf2.Key(sha256.New, text, []byte(salt), rounds, 16)
	if err != nil {
		return ""
	}
	return hex.EncodeToString(key)
}

// saved reads the plan of the stack from the folder that it names.
func (o *operation) saved() (*savedPlan, error) {
	side, _ := planFiles(o.stack.SavedPlan, o.stack.Name)
	text, err := os.ReadFile(side)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, o.badPlan(fmt.Sprintf("there is no plan of this stack in %s", o.stack.SavedPlan))
	}
	var saved savedPlan
	if err == nil {
		err = json.Unmarshal(text, &saved)
	}
	if err != nil {
		return nil, o.badPlan(fmt.Sprintf("the plan %s cannot be read: %v", side, cause(err)))
	}
	if saved.Schema != savedPlanSchema || saved.Stack != o.stack.Name {
		return nil, o.badPlan(fmt.Sprintf("%s is no plan of this stack that this version can read", side))
	}
	return &saved, nil
}

// bind holds a fresh plan against the one that was saved, and binds it to the
// engine's part of that. Whatever moved since is an error that says what.
func (o *operation) bind(plan *planned, saved *savedPlan) error {
	now := o.describePlan(plan, saved.Salt)
	var differences []string
	add := func(what, difference string) {
		if difference != "" {
			differences = append(differences, what+": "+difference)
		}
	}
	add("versions", versionsMoved(saved.Versions, now.Versions))
	add("the spec", moved(saved.Spec, now.Spec))
	if saved.Secrets != now.Secrets {
		add("secrets", "the value of one that the spec refers to is another")
	}
	add("the state", moved(saved.State, now.State))
	if len(differences) == 0 { // else it is what follows from that
		add("what would be done", moved(saved.Steps, now.Steps))
	}
	if len(differences) > 0 {
		return o.badPlan("the plan is out of date; what moved since it was made: " + strings.Join(differences, "; "))
	}
	if saved.Engine == "" || plan.New {
		return nil
	}
	_, file := planFiles(o.stack.SavedPlan, o.stack.Name)
	text, err := os.ReadFile(file)
	if err != nil {
		return o.badPlan(fmt.Sprintf("the engine's part of the plan cannot be read: %v", cause(err)))
	}
	if digest(text) != saved.Engine {
		return o.badPlan("the engine's part of the plan, " + file + ", is not the one that was saved with it")
	}
	plan.file, err = filepath.Abs(file)
	return err
}

func versionsMoved(was, is map[string]string) string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if was[name] != is[name] {
			words = append(words, fmt.Sprintf("%s was %s and is %s", name, was[name], is[name]))
		}
	}
	return strings.Join(words, ", ")
}

func (o *operation) badPlan(summary string) *Error {
	return &Error{
		Stack: o.stack.Name, Summary: summary,
		Remedy: "Nothing was changed. Make a new plan with `mlauth-compile preview --save-plan`, have it reviewed, and deploy that.",
	}
}
