package render

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// Cognito's settings of providers, by type, as the API reference lists them.
// What AWS adds by itself is sent along: left out, it would come back as a
// difference each time.
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html

func (st *stack) providerDetails(place string, p spec.IdentityProvider) pulumi.StringMap {
	switch p.Type {
	case spec.SAMLProvider:
		return samlDetails(p)
	case spec.OIDCProvider:
		return st.oidcDetails(place, p)
	}
	return st.socialDetails(place, p)
}

func (st *stack) oidcDetails(place string, p spec.IdentityProvider) pulumi.StringMap {
	details := pulumi.StringMap{
		"oidc_issuer":                   pulumi.String(p.Issuer),
		"client_id":                     st.textOrSecret(place+".clientId", p.ClientID),
		"authorize_scopes":              pulumi.String(scopesText(p)),
		"attributes_request_method":     pulumi.String(p.AttributesRequestMethod),
		"attributes_url_add_attributes": pulumi.String("false"),
	}
	if !p.ClientSecret.IsZero() {
		details["client_secret"] = st.secret(place+".clientSecret", p.ClientSecret)
	}
	if e := p.Endpoints; e != nil {
		details["authorize_url"] = pulumi.String(e.Authorization)
		details["token_url"] = pulumi.String(e.Token)
		details["attributes_url"] = pulumi.String(e.UserInfo)
		details["jwks_uri"] = pulumi.String(e.JWKS)
	}
	return details
}

// samlDetails have no RequestSigningAlgorithm for requests that are not signed:
// its only value is that of signed ones.
func samlDetails(p spec.IdentityProvider) pulumi.StringMap {
	flag := func(on bool) pulumi.String { return pulumi.String(strconv.FormatBool(on)) }
	details := pulumi.StringMap{
		"EncryptedResponses": flag(p.EncryptedAssertions),
		"IDPInit":            flag(p.IDPInitiated),
		"IDPSignout":         flag(p.SignOut),
	}
	if p.SignRequests {
		details["RequestSigningAlgorithm"] = pulumi.String("rsa-sha256")
	}
	if p.Metadata.URL != "" {
		details["MetadataURL"] = pulumi.String(p.Metadata.URL)
	} else {
		details["MetadataFile"] = pulumi.String(p.Metadata.Document)
	}
	return details
}

// samlComputed are the details that Cognito makes up for a SAML provider: the
// certificate that assertions are encrypted for, and addresses that it reads
// from the metadata.
var samlComputed = []string{"ActiveEncryptionCertificate", "SLORedirectBindingURI", "SSORedirectBindingURI"}

// providerOptions leave the computed details of a SAML provider as AWS has
// them, and nothing else.
func providerOptions(p spec.IdentityProvider) []pulumi.ResourceOption {
	if p.Type != spec.SAMLProvider {
		return nil
	}
	paths := make([]string, len(samlComputed))
	for i, key := range samlComputed {
		paths[i] = "providerDetails." + key
	}
	return []pulumi.ResourceOption{pulumi.IgnoreChanges(paths)}
}

// socialAdded is what Cognito describes of a social provider beyond what a
// caller says of it.
var socialAdded = map[string]map[string]string{
	spec.GoogleProvider: {
		"attributes_url":                "https://people.googleapis.com/v1/people/me?personFields=",
		"attributes_url_add_attributes": "true",
		"authorize_url":                 "https://accounts.google.com/o/oauth2/v2/auth",
		"oidc_issuer":                   "https://accounts.google.com",
		"token_request_method":          "POST",
		"token_url":                     "https://www.googleapis.com/oauth2/v4/token",
	},
	spec.FacebookProvider: {
		"attributes_url":                "https://graph.facebook.com/{version}/me?fields=",
		"attributes_url_add_attributes": "true",
		"authorize_url":                 "https://www.facebook.com/{version}/dialog/oauth",
		"token_request_method":          "GET",
		"token_url":                     "https://graph.facebook.com/{version}/oauth/access_token",
	},
	spec.AmazonProvider: {
		"attributes_url":                "https://api.amazon.com/user/profile",
		"attributes_url_add_attributes": "false",
		"authorize_url":                 "https://www.amazon.com/ap/oa",
		"token_request_method":          "POST",
		"token_url":                     "https://api.amazon.com/auth/o2/token",
	},
	spec.AppleProvider: {
		"attributes_url_add_attributes": "false",
		"authorize_url":                 "https://appleid.apple.com/auth/authorize",
		"oidc_issuer":                   "https://appleid.apple.com",
		"token_request_method":          "POST",
		"token_url":                     "https://appleid.apple.com/auth/token",
	},
}

func (st *stack) socialDetails(place string, p spec.IdentityProvider) pulumi.StringMap {
	details := pulumi.StringMap{
		"client_id":        st.textOrSecret(place+".clientId", p.ClientID),
		"authorize_scopes": pulumi.String(scopesText(p)),
	}
	for key, value := range socialAdded[p.Type] {
		details[key] = pulumi.String(strings.ReplaceAll(value, "{version}", p.APIVersion))
	}
	switch p.Type {
	case spec.FacebookProvider:
		details["api_version"] = pulumi.String(p.APIVersion)
		fallthrough
	default:
		details["client_secret"] = st.secret(place+".clientSecret", p.ClientSecret)
	case spec.AppleProvider:
		details["team_id"] = pulumi.String(p.TeamID)
		details["key_id"] = pulumi.String(p.KeyID)
		details["private_key"] = st.secret(place+".privateKey", p.PrivateKey)
	}
	return details
}

// scopesText are the scopes as one text. Their order means nothing (RFC 6749,
// section 3.3), so that it is always the same: the one that makes it a sign-in
// first, as providers document it.
func scopesText(p spec.IdentityProvider) string {
	scopes := slices.SortedFunc(slices.Values(p.Scopes), func(a, b string) int {
		return cmp.Or(cmp.Compare(leads(b), leads(a)), cmp.Compare(a, b))
	})
	return strings.Join(scopes, scopeSeparator(p.Type))
}

// leads is 1 for a scope that comes before the others.
func leads(scope string) int {
	if scope == "openid" || scope == "public_profile" {
		return 1
	}
	return 0
}

// scopeSeparator is a comma for Facebook, and a space for the others (RFC 6749,
// section 3.3).
func scopeSeparator(providerType string) string {
	if providerType == spec.FacebookProvider {
		return ", "
	}
	return " "
}
