package check

import (
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var refRules = []Rule{
	{"MLA615", diag.Error, "A branch or tag has a name that it can have.", refForm},
	{"MLA616", diag.Warning, "An environment is named, not matched by a pattern.", environmentPatterns},
	{"MLA617", diag.Info, "Who may make a branch or tag that a pattern matches is limited where the repository is.", refPatterns},
	{"MLA618", diag.Warning, "A repository or project is written as its address has it.", repositoryNames},
}

// refForm: a name that no ref can have is in no token. GitHub blocks names that
// begin with refs/, which are refs written in full; the rest is git's own.
// https://github.blog/changelog/2023-03-23-block-ambiguous-branch-and-tag-names
// https://git-scm.com/docs/git-check-ref-format
func refForm(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		for _, ref := range refs(t) {
			kind := ref.OwnKey().Text
			if kind == "environment" {
				continue
			}
			if strings.HasPrefix(ref.Text, "refs/") {
				report(ref, quote(ref.Text)+" is the ref written in full: the token's subject has refs/ before the name of the "+kind+" already",
					"Write "+shortRef(ref.Text)+".")
			} else if why := noRef(ref.Text); why != "" {
				report(ref, "no "+kind+" can have this name: "+why, "Write the name as git branch or git tag shows it.")
			}
		}
	})
}

func shortRef(ref string) string {
	for _, prefix := range []string{"refs/heads/", "refs/tags/", "refs/"} {
		if short, ok := strings.CutPrefix(ref, prefix); ok {
			return short
		}
	}
	return ref
}

// noRef says why git has no ref of a name; a * in it may stand for anything.
// Characters that are not allowed at all the schema knows.
func noRef(name string) string {
	switch {
	case strings.HasPrefix(name, "/") || strings.HasSuffix(name, "/"):
		return "it begins or ends with /"
	case strings.Contains(name, "//"):
		return "it has // in it"
	case strings.Contains(name, ".."):
		return "it has .. in it"
	case strings.Contains(name, "@{") || name == "@":
		return "@ is git's own there"
	case strings.HasSuffix(name, "."):
		return "it ends with a dot"
	case strings.HasPrefix(name, "-"):
		return "it begins with -"
	}
	for _, part := range strings.Split(name, "/") {
		switch {
		case strings.HasPrefix(part, "."):
			return "a part of it begins with a dot"
		case strings.HasSuffix(part, ".lock"):
			return "a part of it ends with .lock"
		}
	}
	return ""
}

// environmentPatterns: a workflow that names an environment which there is not
// makes it, without any protection.
// https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
func environmentPatterns(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if g := t.GitHub; g != nil && strings.Contains(g.Environment, "*") {
			report(g.Node.Get("environment"), "whoever may push can make an environment of such a name, without protection rules: a workflow that names a new one makes it",
				"Name each environment, in a trust of its own.")
		}
	})
}

func refPatterns(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		for _, ref := range refs(t) {
			if kind := ref.OwnKey().Text; kind != "environment" && strings.Contains(ref.Text, "*") && strings.Trim(ref.Text, "*/") != "" {
				report(ref, "whoever may make a "+kind+" of such a name may take this role on",
					map[bool]string{true: "Limit that in the repository's rulesets.", false: "Limit that in the project's settings, under protected branches and tags."}[t.GitHub != nil])
			}
		}
	})
}

// repositoryNames: the addresses that git clones from end with .git, names do
// not, and a subject has the name.
func repositoryNames(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		for _, n := range []*spec.Node{t.Node.Get("github").Get("repository"), t.Node.Get("gitlab").Get("project")} {
			if n == nil {
				continue
			}
			if name, is := strings.CutSuffix(n.Text, ".git"); is {
				report(n, "a repository's name does not end with .git, and no token is of one that does", "Write "+name+".")
			}
		}
	})
}
