package cli

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/check"
	"github.com/mlauth/mlauth-compile/internal/deploy"
	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

// settings reads the repository's mlauth.yaml. Without one it says nothing; the
// text is masked for display.
func (r repository) settings() (*spec.Repository, diag.List, []byte, error) {
	data, err := r.read(spec.RepositoryFile)
	if errors.Is(err, fs.ErrNotExist) {
		return &spec.Repository{}, nil, nil, nil
	}
	if err != nil {
		return nil, nil, nil, plainPathError(err)
	}
	settings, findings := spec.CompileRepository(spec.RepositoryFile, data)
	if len(findings) > 0 { // else all is as it must be, and no secret among it
		data = spec.RedactRepository(spec.RepositoryFile, data)
	}
	rules := ruleSettings(settings)
	findings = slices.DeleteFunc(findings, func(d diag.Diagnostic) bool { return d.Rule == spec.RulePattern && unknownRule(rules, d.Range) })
	return settings, append(findings, rules...), data, nil
}

// unknownRule tells whether findings have one against a rule's name: that it has not
// the form of one is no news then.
func unknownRule(l diag.List, at diag.Range) bool {
	return slices.ContainsFunc(l, func(d diag.Diagnostic) bool { return d.Rule == spec.RuleUnknownRule && d.Range == at })
}

// ruleSettings are the findings against what mlauth.yaml says of rules: of one
// that there is not, and a severity that a rule cannot have.
func ruleSettings(settings *spec.Repository) diag.List {
	var findings diag.List
	rules := settings.Node.Get("rules")
	for entry := range rules.Entries() {
		id := entry.Key.Text
		wanted, set := settings.Rules[id]
		if !set || entry.Value.Poisoned() {
			continue
		}
		found := diag.Diagnostic{Range: entry.Key.Range(), Path: entry.Key.Path(), Remedy: "Remove the line."}
		rule, known := check.Find(id)
		switch {
		case !known:
			found.Rule, found.Message = spec.RuleUnknownRule, "there is no rule "+id
			if near := check.NearestID(id); near != "" {
				found.Remedy = "Did you mean " + near + "?"
			}
		case rule.Severity == diag.Error && wanted != "error":
			found.Rule, found.Message = spec.RuleRuleSetting, id+" is an error and stays one: "+rule.Title
		default:
			continue
		}
		findings = append(findings, found)
	}
	return findings
}

// judged gives each finding the severity that the repository wants, and leaves
// out those that it does not want.
func judged(l diag.List, settings *spec.Repository) diag.List {
	kept := l[:0]
	for _, d := range l {
		if severity, shown := settings.Severity(d); shown {
			d.Severity = severity
			kept = append(kept, d)
		}
	}
	return kept
}

// withRepository fills in what neither a flag said: flags go before mlauth.yaml,
// and it before the environment, which deploy reads.
func withRepository(s deploy.Settings, repo repository, said *spec.Repository) deploy.Settings {
	s.Root = repo.root
	s.Tool = toolVersion()
	if s.Backend == "" && said.State.Backend != "" {
		s.Backend, s.BackendFrom = repo.backend(said.State.Backend), spec.RepositoryFile
	}
	s.SecretsProvider = or(s.SecretsProvider, said.State.SecretsProvider)
	if s.Parallel == 0 {
		s.Parallel = said.Parallelism
	}
	return s
}

// backend makes the folder of a file backend relative to mlauth.yaml.
func (r repository) backend(url string) string {
	folder, isFile := strings.CutPrefix(url, "file://")
	if !isFile || strings.HasPrefix(folder, "/") || strings.HasPrefix(folder, "~") {
		return url
	}
	return "file://" + filepath.ToSlash(filepath.Join(r.root, filepath.FromSlash(folder)))
}

// joined makes one finding of those that several specs give in a fragment that
// they share: one mistake, used in several places.
func joined(l diag.List) diag.List {
	type place struct {
		rule, message, path string
		at                  diag.Range
	}
	first := map[place]int{}
	kept := make(diag.List, 0, len(l))
	for _, d := range l {
		k := place{d.Rule, d.Message, d.Path, d.Range}
		at, again := first[k]
		if !again {
			first[k] = len(kept)
			kept = append(kept, d)
			continue
		}
		for _, r := range d.Related {
			if !slices.Contains(kept[at].Related, r) {
				kept[at].Related = append(slices.Clip(kept[at].Related), r)
			}
		}
	}
	return kept
}

// broken are the files of specs that an error stands against: in their own file, or
// in one that they build on, as far as it is theirs.
func broken(specs []*check.Summary, l diag.List) map[string]bool {
	own := map[string]bool{}
	users := map[string][]string{}
	for _, s := range specs {
		own[s.File] = true
		for _, f := range s.Fragments {
			users[f] = append(users[f], s.File)
		}
		users[spec.RepositoryFile] = append(users[spec.RepositoryFile], s.File)
	}
	hit := map[string]bool{}
	for _, d := range l {
		if d.Severity != diag.Error {
			continue
		}
		if own[d.Range.File] {
			hit[d.Range.File] = true
			continue
		}
		affected := false
		for _, r := range d.Related {
			if own[r.Range.File] {
				hit[r.Range.File], affected = true, true
			}
		}
		if !affected { // wrong whoever uses it
			for _, file := range users[d.Range.File] {
				hit[file] = true
			}
		}
	}
	return hit
}

// brief keeps a finding in a fragment of many specs to a few of them.
func brief(l diag.List) diag.List {
	const few = 3
	for i, d := range l {
		if len(d.Related) <= few+1 {
			continue
		}
		shown := slices.Clone(d.Related[:few])
		shown[few-1].Message += ", and in " + plural(len(d.Related)-few, "more place")
		l[i].Related = shown
	}
	return l
}
