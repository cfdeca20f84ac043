package e2e

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
)

// edit changes the spec once or twice: in a way that AWS answers by a
// replacement or a deletion, anywhere, or back to where it began.
func (a *accident) edit(t *testing.T) {
	t.Helper()
	if a.last == 1 && a.r.IntN(2) == 0 { // else nothing ever gets past the checks again
		a.undo(t)
	}
	for range 1 + a.r.IntN(2) {
		switch n := a.r.IntN(10); {
		case n < 2:
			a.undo(t)
		case n < 4:
			a.anywhere()
		default:
			edits := dangerous(a)
			names := slices.Sorted(maps.Keys(edits))
			name := names[a.r.IntN(len(names))]
			a.did(name, edits[name])
		}
	}
}

// dangerous are edits that lose something where they come through, and
// acknowledgements that do not hold.
func dangerous(a *accident) map[string]func() {
	acknowledge := func(entries ...map[string]any) func() {
		return func() { a.at("lifecycle")["acknowledge"] = entries }
	}
	entry := func(change, resource, id, until string) map[string]any {
		e := map[string]any{"change": change, "resource": resource, "until": until, "reason": "by accident"}
		if id != "" {
			e["id"] = id
		}
		return e
	}
	const late, past = "2999-12-31", "2020-01-01"
	return map[string]func(){
		"sign in by phone":        func() { a.at("userPool", "signIn")["username"] = []any{"phone_number"} },
		"sign in by aliases":      func() { a.at("userPool")["signIn"] = map[string]any{"aliases": []any{"email"}} },
		"care for case":           func() { a.at("userPool", "signIn")["caseSensitive"] = true },
		"rename the pool":         func() { a.at("userPool")["name"] = "another" },
		"no pool":                 func() { delete(a.tree, "userPool") },
		"no deletion protection":  func() { a.at("userPool")["deletionProtection"] = false },
		"another domain":          func() { a.at("userPool", "domain")["prefix"] = "acme-precious-2" },
		"an attribute less":       func() { delete(a.at("userPool"), "attributes") },
		"no clients":              func() { delete(a.tree, "clients") },
		"one client less":         func() { delete(a.at("clients"), "scorer") },
		"another kind of client":  func() { a.at("clients", "console")["type"] = "spa" },
		"no secret":               func() { a.at("clients", "console")["secret"] = false },
		"a client renamed":        func() { a.at("clients")["console-2"] = a.at("clients")["console"]; delete(a.at("clients"), "console") },
		"no identity pool":        func() { delete(a.tree, "identityPool") },
		"rename the identities":   func() { a.at("identityPool")["name"] = "another" },
		"another issuer":          func() { a.at("identityProviders", "corp-sso")["issuer"] = "https://evil.okta.com" },
		"a provider less":         func() { delete(a.tree, "identityProviders") },
		"another identifier":      func() { a.at("resourceServers", "inference")["identifier"] = "https://other.acme.ai" },
		"a scope less":            func() { delete(a.at("resourceServers", "inference", "scopes"), "admin") },
		"throw it away":           func() { a.at("lifecycle")["ephemeral"] = a.sealed() },
		"keep it":                 func() { a.at("lifecycle")["ephemeral"] = false },
		"another stack":           func() { a.at("metadata")["name"] = "precious-2" },
		"another region":          func() { a.at("aws")["region"] = "eu-west-1" },
		"longer tokens":           func() { a.at("clients", "scorer")["tokens"] = map[string]any{"access": "12h"} },
		"acknowledge nothing":     func() { delete(a.at("lifecycle"), "acknowledge") },
		"acknowledge too late":    acknowledge(entry("replace", "userPool", a.kept.pool, past), entry("delete", "clients.console", "", past)),
		"acknowledge another":     acknowledge(entry("delete", "clients.other", "", late), entry("replace", "userPool.domain", "", late)),
		"acknowledge another id":  acknowledge(entry("replace", "userPool", "us-east-1_000000000", late), entry("delete", "identityPool", "us-east-1:none", late)),
		"acknowledge what breaks": acknowledge(entry("remove", "*", "", late)),
		"another account":         func() { a.at("aws")["accountId"] = "999999999999" },
		"use another's pool":      func() { a.tree["userPool"] = map[string]any{"use": map[string]any{"id": "us-east-1_000000000"}} },
		"use its own pool":        func() { a.tree["userPool"] = map[string]any{"use": map[string]any{"id": a.kept.pool}} },
		"use another's stack":     func() { a.tree["userPool"] = map[string]any{"use": map[string]any{"stack": "precious"}} },
		"adopt its own pool":      func() { a.at("lifecycle")["adopt"] = map[string]any{"userPool": a.kept.pool} },
		"adopt nothing":           func() { delete(a.at("lifecycle"), "adopt") },
		"move the file":           func() { a.move("other/deep/precious.yaml") },
		"move the file back":      func() { a.move("specs/precious.yaml") },
		"extend nothing":          func() { delete(a.tree, "extends") },
		"extend other names":      a.extend("names"),
		"extend entries too late": a.extend("expired"),
		"extend a throw-away":     func() { a.extend(map[bool]string{true: "throw-away", false: "expired"}[a.sealed()])() },
		"clients from elsewhere":  func() { a.extend("clients")(); delete(a.at("clients"), "scorer") },
		"another default region":  func() { delete(a.at("aws"), "region"); a.repository("defaults: {region: eu-west-1}") },
		"another backend":         func() { a.repository("state: {backend: \"file://other-state\"}") },
		"entries for everybody": func() {
			a.repository("defaults: {lifecycle: {acknowledge: [{change: delete, resource: \"*\", until: \"2999-12-31\", reason: x}]}}")
		},
		"rules off":      func() { a.repository("rules: {MLA820: \"off\", MLA808: \"off\", MLA809: \"off\"}") },
		"no mlauth.yaml": func() { a.remove("mlauth.yaml") },
	}
}

// repository writes an mlauth.yaml.
func (a *accident) repository(text string) {
	a.p.write("mlauth.yaml", "apiVersion: mlauth/v1\nkind: AuthRepository\n"+text+"\n")
}

// extend makes the spec extend a fragment that lies around.
func (a *accident) extend(name string) func() {
	return func() {
		path, err := filepath.Rel(filepath.Dir(a.file), "base/accident-"+name+".yaml")
		if err != nil {
			a.p.t.Fatal(err)
		}
		a.tree["extends"] = filepath.ToSlash(path)
	}
}

// lyingAround are the fragments that a spec may extend, and one with entries
// that hold, which none extends.
func (a *accident) lyingAround() map[string]string {
	const head = "apiVersion: mlauth/v1\nkind: AuthFragment\n"
	entries := func(until string) string {
		text := head + "lifecycle:\n  acknowledge:\n"
		for _, change := range []string{"replace", "delete"} {
			text += fmt.Sprintf("    - {change: %s, resource: userPool, id: %q, until: %q, reason: by accident}\n", change, a.kept.pool, until)
			text += fmt.Sprintf("    - {change: %s, resource: identityPool, id: %q, until: %q, reason: by accident}\n", change, a.kept.identityPool, until)
			text += fmt.Sprintf("    - {change: %s, resource: \"*\", until: %q, reason: by accident}\n", change, until)
		}
		return text + fmt.Sprintf("    - {change: ephemeral, resource: lifecycle, until: %q, reason: by accident}\n", until)
	}
	return map[string]string{
		"base/accident-held-by-none.yaml": entries("2999-12-31"),
		"base/accident-expired.yaml":      entries("2020-01-01"),
		"base/accident-names.yaml":        head + "userPool: {name: another}\nidentityPool: {name: another}\n",
		"base/accident-throw-away.yaml":   head + "lifecycle: {ephemeral: true}\n",
		"base/accident-clients.yaml":      head + "clients: {scorer: {type: machine, scopes: [inference/predict]}}\n",
	}
}

// anywhere deletes or renames a key, or empties a value, wherever there is one.
func (a *accident) anywhere() {
	at, path := a.tree, ""
	for {
		keys := slices.Sorted(maps.Keys(at))
		if len(keys) == 0 {
			return
		}
		key := keys[a.r.IntN(len(keys))]
		path += "." + key
		if below, ok := at[key].(map[string]any); ok && a.r.IntN(3) > 0 {
			at = below
			continue
		}
		switch a.r.IntN(3) {
		case 0:
			a.did("delete "+path, func() { delete(at, key) })
		case 1:
			a.did("rename "+path, func() { at[key+"-2"] = at[key]; delete(at, key) })
		default:
			a.did("empty "+path, func() { at[key] = nil })
		}
		return
	}
}
