package change

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
)

// newIdentities are changes in place after which AWS does not know a user any
// more who logs in: users that a provider vouches for are found by the
// provider's name and what it says is their name, passkeys by the site that
// they were made for.
// https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html
func (p *plan) newIdentities(s Step) []Effect {
	switch s.Type {
	case providerType:
		return p.strangers(s)
	case userPoolType:
		const path = "webAuthnConfiguration.relyingPartyId"
		if was := text(s.Old, path); was != "" && was != text(s.New, path) {
			return []Effect{identity(s, "signIn.webAuthn.relyingPartyId",
				fmt.Sprintf("passkeys are bound to %s: nobody can sign in with theirs any more", was))}
		}
	case identityPoolType:
		return p.otherVouchers(s)
	}
	return nil
}

// otherVouchers is an identity pool that takes the users of other user pools
// than before, and of none that it took: to it they are strangers. Where the
// stack's own user pool goes, its users do, and that is said.
func (p *plan) otherVouchers(s Step) []Effect {
	was, is := vouchers(s.Old), objects(value(s.New, "cognitoIdentityProviders"))
	stays := func(name string) bool { return slices.Contains(vouchers(s.New), name) }
	if len(was) == 0 || len(is) == 0 || slices.ContainsFunc(was, stays) || p.lost[userPoolName].Resource != "" {
		return nil
	}
	return []Effect{identity(s, "clients",
		fmt.Sprintf("their users are no longer those of %s: each who logs in gets a new identity, and nothing that was granted to the old one", was[0]))}
}

// vouchers are the user pools whose tokens an identity pool takes, as far as
// they are known.
func vouchers(pool map[string]any) []string {
	var names []string
	for _, login := range objects(value(pool, "cognitoIdentityProviders")) {
		if name := text(login, "providerName"); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// vouched are the details of a provider that decide by what name it knows a
// user. A SAML provider is its metadata, see sameEntity.
var vouched = []struct{ detail, what string }{
	{"oidc_issuer", "issuer"},
	{"client_id", "client id"},
	{"team_id", "team"},
}

func (p *plan) strangers(s Step) []Effect {
	var effects []Effect
	say := func(field, what string) {
		effects = append(effects, identity(s, field,
			fmt.Sprintf("with another %s the provider may call the same people otherwise: each who logs in gets a new user, and the old one is out of reach", what)))
	}
	for _, v := range vouched {
		path := "providerDetails." + v.detail
		if text(s.Old, path) != text(s.New, path) || s.changes(path) {
			say(fieldOf(s.Type, path), v.what)
		}
	}
	if !sameEntity(s.Old, s.New) {
		say("metadata", "metadata entity")
	}
	const username = "attributeMapping.username"
	if text(s.Old, username) != text(s.New, username) {
		say(username, "claim for the user name")
	}
	return effects
}

// changes reports whether a property is among the differences. Of a secret that
// is all there is to see.
func (s Step) changes(path string) bool {
	return slices.ContainsFunc(s.Changes, func(d Difference) bool { return d.Path == path })
}

func identity(s Step, field, reason string) Effect {
	return Effect{Class: LosesUsers, Change: NewIdentities, Resource: s.Resource, Property: field, Reason: s.Resource + "." + field + " changes: " + reason}
}

// sameEntity reports whether a SAML provider stays the same one. Metadata that
// is fetched from somewhere else cannot be looked into, and counts as another's.
func sameEntity(older, newer map[string]any) bool {
	const url, file = "providerDetails.MetadataURL", "providerDetails.MetadataFile"
	if text(older, url) != text(newer, url) {
		return false
	}
	was, is := text(older, file), text(newer, file)
	if was == is {
		return true
	}
	name := entityID(was)
	return name != "" && name == entityID(is)
}

// entityID is the name of the entity that SAML metadata describe, "" where they
// cannot be read.
func entityID(metadata string) string {
	var entity struct {
		ID string `xml:"entityID,attr"`
	}
	if err := xml.NewDecoder(strings.NewReader(metadata)).Decode(&entity); err != nil {
		return ""
	}
	return entity.ID
}
