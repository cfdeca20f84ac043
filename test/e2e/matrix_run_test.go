package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mlauth/mlauth-compile/test/vary"
)

// matrix is a run of courses.
type matrix struct {
	courses []*course
	end     time.Time

	mu  sync.Mutex
	ran map[cell]string // what came of each row
}

// run deploys a course's spec and goes through its acts.
func (m *matrix) run(t *testing.T, c *course) {
	s := &staged{t: t, p: newProject(t), at: c.base}
	s.p.furnish(t, c)
	s.p.git("init", "-q")
	s.write(c.base, c.base.Tree)
	s.p.must(0, "deploy", c.base.File)
	s.commit()
	for _, a := range c.acts {
		if !*matrixFull && c.base.File != always && time.Now().After(m.end) {
			break
		}
		m.act(s, c, a)
		t.Logf("%s %s", a.kind, names(a.rows, func(r row) cell { return r.cell }))
		if a.rows[0].cell.key == "aws.region" {
			break // the way back leads to the pool that stayed, which is another matter
		}
	}
	s.p.must(0, "preview", "--expect-no-changes", c.base.File)
}

// act makes one change: of the spec as it is, so that a change need not be taken
// back; of the spec as it began where it would not be the same.
func (m *matrix) act(s *staged, c *course, a act) {
	s.differs = false
	if a.kind == together {
		s.moveTo(c.base, "back to the beginning")
		s.moveTo(a.to, names(a.rows, func(r row) cell { return r.cell }))
		s.moveTo(c.base, names(a.rows, func(r row) cell { return r.back }))
		for _, r := range a.rows {
			m.note(s, r.back, judged(r.next, c.base))
			m.note(s, r.cell, judged(c.base, r.next))
		}
		return
	}
	r := a.rows[0]
	want := judged(c.base, r.next)
	to := r.place.Next(r.cell.key, s.at, r.left)
	if to == nil || judged(s.at, to).String() != want.String() {
		s.moveTo(c.base, "back to the beginning")
		to = r.next
	}
	if a.kind == fails {
		s.refused(to, r.cell.String())
	} else {
		s.moveTo(to, r.cell.String())
	}
	m.note(s, r.cell, want)
}

func names(rows []row, of func(row) cell) string {
	var all []string
	for _, r := range rows {
		all = append(all, of(r).String())
	}
	return strings.Join(all, ", ")
}

// note notes what came of a row on which all agree.
func (m *matrix) note(s *staged, c cell, o outcome) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !s.differs {
		m.ran[c] = o.String()
	}
}

// furnish makes what a course's spec expects to be there: files, secrets, the
// stacks whose pools it uses.
func (p *project) furnish(t *testing.T, c *course) {
	prepare(t, p, c.base.Text)
	for _, ref := range c.base.Spec.SecretRefs() {
		switch {
		case ref.Env != "" && !slices.ContainsFunc(p.env, func(v string) bool { return strings.HasPrefix(v, ref.Env+"=") }):
			p.env = append(p.env, ref.Env+"="+oidcSecret)
		case ref.File != "":
			name := filepath.Join("specs", ref.File)
			if _, err := os.Stat(filepath.Join(p.dir, name)); err != nil {
				p.write(name, corpSecret+"\n")
			}
		}
	}
	if use := c.base.Spec.UserPool; use != nil && use.Use != nil && use.Use.Stack != "" {
		owner := use.Use.Stack
		other := strings.ReplaceAll(repositorySpec(t, owner+".yaml"), "name: "+owner, "name: "+owner+"x")
		p.write("specs/other.yaml", strings.Replace(other, "prefix: acme-", "prefix: acme-x-", 1)+ephemeral)
		p.must(0, "deploy", "specs/other.yaml")
	}
}

// somebodys is the pool that specs use by its id.
const somebodys = "us-east-1_AbCdEfGhI"

// staged is a stack that is deployed, and changed step by step.
type staged struct {
	t  *testing.T
	p  *project
	at *vary.Base // what is deployed

	differs bool // not all agreed on the last act

	used string // the id that somebody's pool has here
}

// write writes a spec, as a tree, and the files that it names.
func (s *staged) write(b *vary.Base, tree any) {
	for _, name := range b.Spec.FileNames() {
		text, err := vary.ReadMetadata(name)
		if err != nil {
			s.t.Fatal(err)
		}
		s.p.write(name, string(text))
	}
	text := yamlText(s.t, tree)
	if strings.Contains(text, somebodys) && s.used == "" {
		s.used = madeByHand(s.t, s.p.account.Clients("us-east-1"), s.p.prefix()+"-used").pool
	}
	s.p.write(s.at.File, strings.ReplaceAll(text, somebodys, s.used))
}

// commit makes what is deployed the revision that is compared with.
func (s *staged) commit() {
	s.write(s.at, s.at.Tree)
	s.p.git("add", "-A")
	s.p.git("commit", "-q", "--allow-empty", "-m", "deployed")
}

// acknowledging is the spec with entries under lifecycle.acknowledge.
func (s *staged) acknowledging(b *vary.Base, entries []entry) any {
	tree := map[string]any{}
	text, err := json.Marshal(b.Tree)
	if err == nil {
		err = json.Unmarshal(text, &tree)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	lifecycle, _ := tree["lifecycle"].(map[string]any)
	lifecycle = maps.Clone(lifecycle)
	if lifecycle == nil {
		lifecycle = map[string]any{}
	}
	list, _ := lifecycle["acknowledge"].([]any)
	for _, e := range entries {
		one := map[string]any{
			"change": e.Change, "resource": e.Resource,
			"until": time.Now().UTC().AddDate(0, 0, 14).Format(time.DateOnly), "reason": "as the matrix wants it",
		}
		if e.ID != "" {
			one["id"] = e.ID
		}
		list = append(list, one)
	}
	if len(list) == 0 {
		return tree
	}
	lifecycle["acknowledge"] = list
	tree["lifecycle"] = lifecycle
	return tree
}

// moveTo changes the spec, and deploys it: validate --against, preview and what
// deploy did have to be the same.
func (s *staged) moveTo(to *vary.Base, what string) {
	if to.Done == s.at.Done {
		return
	}
	if to.Spec.Publish.SecretsManager != nil {
		// Preview sees that AWS keeps the names of deleted secrets, and validate
		// cannot: see TestASecretIsNotMadeWhereOneWasDeleted.
		s.p.release(to.Spec.AWS.Region)
	}
	s.write(to, to.Tree)
	plan := s.agree(to, what)
	s.write(to, s.acknowledging(to, plan.entries()))
	if open := s.validate().stopped(); len(open) > 0 {
		s.differ("%s: acknowledged, and validate --against still says %v", what, open)
	}
	r := s.p.run("deploy", s.at.File)
	if r.code != 0 {
		s.t.Fatalf("%s: deploy: exit code %d\n%s\nthe spec:\n%s", what, r.code, r.all(), yamlText(s.t, to.Tree))
	}
	s.same(what, "preview", plan.operations(), "deploy", done(r.err))
	s.at = to
	s.commit()
}

// refused changes the spec to what AWS cannot do: all three say so, and nothing
// is done.
func (s *staged) refused(to *vary.Base, what string) {
	s.write(to, to.Tree)
	s.agree(to, what)
	r := s.p.must(1, "deploy", s.at.File)
	s.same(what, "nothing", nil, "deploy", done(r.err))
	contains(s.t, r.err, "Nothing was changed.")
	s.write(s.at, s.at.Tree)
}

func (s *staged) same(what, a string, first []string, b string, second []string) {
	if diff := difference(first, second); diff != "" {
		s.differ("%s: %s and %s differ (-%s +%s):\n%s", what, a, b, a, b, diff)
	}
}

func (s *staged) differ(format string, args ...any) {
	s.differs = true
	s.t.Errorf(format, args...)
}

// done are the operations that a deploy told of.
func done(log string) []string {
	var all []string
	for line := range strings.Lines(log) {
		words := strings.Fields(line)
		if len(words) == 3 && strings.HasPrefix(line, "  ") && strings.Contains("+~±-", words[0]) {
			all = append(all, strings.TrimSuffix(words[1], "d")+" "+words[2])
		}
	}
	slices.Sort(all)
	return all
}

func (e entry) String() string { return fmt.Sprintf("%s of %s", e.Change, e.Resource) }
