package cli

import (
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/change"
	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// effectFindings say what a change does. A pool that is lost stands for all
// that is in it. What is acknowledged is no error.
func effectFindings(s *spec.Spec, effects []change.Effect) diag.List {
	acknowledged := acknowledgements(s)
	var findings diag.List
	for _, e := range effects {
		if e.Within != "" {
			continue
		}
		rule, _ := check.Find(ruleOf(e))
		d := diag.Diagnostic{Rule: rule.ID, Severity: rule.Severity, Message: e.Reason, Remedy: remedyFor(e)}
		if e.Stopped() && change.AcknowledgedUnseen(e, acknowledged, today()) {
			d.Severity, d.Message, d.Remedy = diag.Info, e.Reason+" (acknowledged)", ""
		}
		at := placeOf(s, e)
		d.Range, d.Path, d.Related = at.Range(), at.Path(), at.Uses()
		findings = append(findings, d)
	}
	return findings
}

func ruleOf(e change.Effect) string {
	switch {
	case e.Class == change.Impossible:
		return check.RuleImpossible
	case e.Class == change.WidensAccess:
		return check.RuleWidens
	case e.Change == change.NewIdentities:
		return check.RuleNewIdentities
	case e.Change == change.Removes:
		return check.RuleTakenAway
	case e.Change == change.Creates:
		return check.RuleMoved
	case e.Change == change.Ephemeral:
		return check.RuleTurnedEphemeral
	case e.Class == change.LosesUsers:
		return check.RuleLosesPool
	}
	return check.RuleBreaksCallers
}

func remedyFor(e change.Effect) string {
	if e.Stopped() {
		return "Undo it; or, where it is wanted, write under lifecycle.acknowledge: " + change.Entries([]change.Effect{e}, today())[0] + whichID(e)
	}
	if e.Remedy == "" {
		return ""
	}
	return strings.ToUpper(e.Remedy[:1]) + e.Remedy[1:] + "."
}

// whichID says where the id comes from, which two revisions do not tell.
func whichID(e change.Effect) string {
	if e.Class == change.LosesUsers && e.Change != change.NewIdentities && e.Change != change.Ephemeral && e.ID == "" {
		return ", with the id that preview names"
	}
	return ""
}

func acknowledgements(s *spec.Spec) []change.Acknowledgement {
	list := make([]change.Acknowledgement, len(s.Lifecycle.Acknowledge))
	for i, a := range s.Lifecycle.Acknowledge {
		list[i] = change.Acknowledgement{Change: a.Change, Resource: a.Resource, ID: a.ID, Until: a.Until, Reason: a.Reason}
	}
	return list
}

// placeOf is where the spec says what an effect is about, or the nearest thing
// around it that the spec says.
func placeOf(s *spec.Spec, e change.Effect) *spec.Node {
	path := e.Resource
	switch {
	case e.Change == change.Creates:
		path = "aws.region"
	case e.Property != "" && !strings.HasSuffix(path, "."+e.Property):
		path += "." + e.Property
	}
	return nearest(s.Node, path, s)
}

func nearest(root *spec.Node, path string, s *spec.Spec) *spec.Node {
	at, rest := root, strings.Split(path, ".")
	for len(rest) > 0 {
		next, used := step(at, rest)
		if next == nil {
			break
		}
		at, rest = next, rest[used:]
	}
	switch {
	case at == root:
		return s.Metadata.Node.Get("name")
	case at.Kind == spec.Scalar || at.OwnKey() == nil:
		return at
	}
	return at.OwnKey()
}

// step goes one step down a path. A key may have dots in it: the longest that
// there is is meant.
func step(at *spec.Node, path []string) (next *spec.Node, used int) {
	for n := len(path); n > 0; n-- {
		key := strings.Join(path[:n], ".")
		if child := at.Get(key); child != nil {
			return child, n
		}
		i := slices.IndexFunc(at.Items(), func(item *spec.Node) bool { return item.Kind == spec.Scalar && item.Text == key })
		if i >= 0 {
			return at.Items()[i], n
		}
	}
	return nil, 0
}

// renamed says of a spec whose stack is new that its file was another's.
func (x *comparison) renamed(s *spec.Spec) diag.List {
	for _, name := range sortedKeys(x.older) {
		if old := x.older[name]; old.File == s.File && !x.names[name] && !old.Lifecycle.Ephemeral {
			at := s.Metadata.Node.Get("name")
			return diag.List{abandonedFinding(at.Range(), at.Path(), "the stack "+name+" becomes "+s.Metadata.Name+": that is a new stack with new, empty pools, and "+name+
				" stays as it is, where no spec manages it", "Keep the name; or destroy the old stack first, from a checkout of "+x.then.ref+".")}
		}
	}
	return nil
}

// abandoned are the stacks whose spec is gone, not those whose spec cannot be read.
func (x *comparison) abandoned() diag.List {
	var findings diag.List
	for _, name := range sortedKeys(x.older) {
		old := x.older[name]
		if x.names[name] || x.now.unread[old.File] || old.Lifecycle.Ephemeral || slices.ContainsFunc(x.now.specs, func(s *spec.Spec) bool { return s.File == old.File }) {
			continue
		}
		start := diag.Pos{Line: 1, Column: 1}
		findings = append(findings, abandonedFinding(diag.Range{File: old.File, Start: start, End: start}, "",
			"the spec of the stack "+name+" is gone, and its stack is not: it stays as it is, where no spec manages it",
			"Destroy the stack first, from a checkout of "+x.then.ref+": mlauth-compile destroy "+old.File))
	}
	return findings
}

func abandonedFinding(at diag.Range, path, message, remedy string) diag.Diagnostic {
	return diag.Diagnostic{Rule: check.RuleAbandoned, Severity: diag.Warning, Range: at, Path: path, Message: message, Remedy: remedy}
}
