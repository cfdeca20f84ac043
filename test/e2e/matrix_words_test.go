package e2e

import (
	"encoding/json"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/cli"
	"github.com/mlauth/mlauth-compile/test/vary"
)

// entry is what lets a stopped change through.
type entry struct{ Change, Resource, ID string }

// classOf are the classes of the rules on changes, as docs/checks.md has them.
var classOf = map[string]change.Class{
	"MLA801": change.LosesUsers, "MLA802": change.LosesUsers, "MLA803": change.Impossible, "MLA804": change.BreaksCallers,
	"MLA805": change.BreaksCallers, "MLA806": change.WidensAccess, "MLA807": change.LosesUsers, "MLA808": change.LosesUsers,
}

// reviewed is what validate --against says, as far as it is about the change.
type reviewed struct {
	Diagnostics []struct{ Rule, Severity, Message, Remedy string }
}

var proposed = regexp.MustCompile(`\{change: ([^,]+), resource: ([^,]+),`)

func (s *staged) validate() reviewed {
	var all, about reviewed
	decodeInto(s.t, s.p.run("validate", "--against", "HEAD", "--format", "json", s.at.File).out, &all)
	for _, d := range all.Diagnostics {
		if classOf[d.Rule] != "" {
			about.Diagnostics = append(about.Diagnostics, d)
		} else if d.Severity == "error" {
			s.differ("the spec is not valid: %s: %s", d.Rule, d.Message)
		}
	}
	return about
}

// meanings are the consequences as data: class, entry where one is needed, and
// the reason.
func (r reviewed) meanings() []string {
	var all []string
	for _, d := range r.Diagnostics {
		e := proposed.FindStringSubmatch(d.Remedy)
		if e == nil {
			e = make([]string, 3)
		}
		all = append(all, meaning(classOf[d.Rule], entry{Change: e[1], Resource: strings.Trim(e[2], `"`)}, d.Message))
	}
	slices.Sort(all)
	return all
}

func (r reviewed) stopped() []string {
	var all []string
	for _, d := range r.Diagnostics {
		if d.Severity == "error" {
			all = append(all, d.Message)
		}
	}
	return all
}

// meaning is one of them. Of a stack that moves or becomes ephemeral a plan
// knows more to say than a spec does.
func meaning(class change.Class, e entry, reason string) string {
	if e.Change == change.Creates || e.Change == change.Ephemeral {
		reason = ""
	}
	return strings.Join([]string{string(class), e.Change, e.Resource, reason}, " | ")
}

// planned is what preview says.
type planned struct {
	Stacks []struct {
		Outcome   string
		Class     change.Class
		Resources []struct{ Resource, Operation string }
		Effects   []planEffect
		Error     *struct{ Message string }
	}
}

type planEffect struct {
	Class                        change.Class
	Change, Resource, ID, Reason string
	Stopped                      bool
}

func (p planned) operations() []string {
	var all []string
	for _, r := range p.Stacks[0].Resources {
		all = append(all, r.Operation+" "+r.Resource)
	}
	slices.Sort(all)
	return all
}

// effects are those that stand by themselves: a pool that is lost stands for
// what goes with it.
func (p planned) effects() []planEffect {
	pools := map[string]string{}
	for _, e := range p.Stacks[0].Effects {
		if e.Resource == "userPool" || e.Resource == "identityPool" {
			pools[e.ID] = e.Resource
		}
	}
	return slices.DeleteFunc(slices.Clone(p.Stacks[0].Effects), func(e planEffect) bool {
		return e.ID != "" && pools[e.ID] != "" && pools[e.ID] != e.Resource
	})
}

func (p planned) meanings() []string {
	var all []string
	for _, e := range p.effects() {
		one := entry{}
		if e.Change != "" && e.Class != change.Impossible {
			one = entry{Change: e.Change, Resource: e.Resource}
		}
		all = append(all, meaning(e.Class, one, e.Reason))
	}
	slices.Sort(all)
	return all
}

// entries are what has to be acknowledged.
func (p planned) entries() []entry {
	var all []entry
	for _, e := range p.effects() {
		if e.Stopped && e.Class != change.Impossible {
			all = append(all, entry{e.Change, e.Resource, e.ID})
		}
	}
	return all
}

// agree holds against each other what validate --against and preview say of a
// change of the spec, and both against the judge that docs/changes.md is from.
func (s *staged) agree(to *vary.Base, what string) planned {
	var plan planned
	review := s.validate()
	out := s.p.run("preview", "--format", "json", s.at.File).out
	decodeInto(s.t, out, &plan)
	if len(plan.Stacks) != 1 || plan.Stacks[0].Error != nil {
		s.t.Fatalf("%s: there is no plan:\n%s\nthe spec:\n%s", what, out, yamlText(s.t, to.Tree))
	}
	s.same(what, "validate", review.meanings(), "preview", plan.meanings())
	steps, effects := cli.Consequences(s.at.Spec, to.Spec, s.at.Recording, to.Recording)
	var foreseen []string
	for _, step := range steps {
		if step.Changed() {
			foreseen = append(foreseen, string(step.Op)+" "+step.Resource)
		}
	}
	slices.Sort(foreseen)
	s.same(what, "docs", foreseen, "preview", plan.operations())
	s.same(what, "docs", []string{string(change.Worst(effects))}, "preview", []string{string(plan.Stacks[0].Class)})
	stops := plan.Stacks[0].Outcome == "stopped"
	if refused := len(plan.entries()) > 0 || change.Worst(effects) == change.Impossible; refused != stops {
		s.differ("%s: the outcome is %s", what, plan.Stacks[0].Outcome)
	}
	return plan
}

func difference(a, b []string) string {
	return cmp.Diff(append([]string{}, a...), append([]string{}, b...))
}

func yamlText(t *testing.T, tree any) string {
	text, err := yaml.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func decodeInto(t *testing.T, text string, into any) {
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
}

// git runs a command of git in the project.
func (p *project) git(args ...string) {
	p.t.Helper()
	command := exec.Command("git", append([]string{"-c", "user.name=t", "-c", "user.email=t@example.com"}, args...)...)
	command.Dir = p.dir
	if out, err := command.CombinedOutput(); err != nil {
		p.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
}
