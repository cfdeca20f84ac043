package render_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/mlauth/mlauth-compile/internal/render"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

const social = `
userPool: {}
identityProviders:
  saml-url: {type: saml, metadata: {url: "https://idp.acme.ai/metadata"}, signOut: true}
  saml-file: {type: saml, metadata: {file: idp.xml}, signRequests: false, encryptedAssertions: true, idpInitiated: true}
  Google: {type: google, clientId: {ssm: /google/id}, clientSecret: {secretsManager: google, key: secret}}
  Facebook: {type: facebook, clientId: f, clientSecret: {secretsManager: facebook}, apiVersion: v21.0}
  LoginWithAmazon: {type: amazon, clientId: a, clientSecret: {ssm: /amazon}}
  SignInWithApple: {type: apple, clientId: a, teamId: A1B2C3D4E5, keyId: F6G7H8I9J0, privateKey: {env: APPLE_KEY}}
`

func details(t *testing.T, r *render.Recording, provider string) map[string]any {
	t.Helper()
	return at(t, find(t, r, "identityProviders."+provider).Properties, "providerDetails").(map[string]any)
}

func TestSAMLProvider(t *testing.T) {
	r := program(t, social)
	same(t, find(t, r, "identityProviders.saml-url").Properties["providerType"], any("SAML"))
	same(t, details(t, r, "saml-url"), map[string]any{
		"MetadataURL": "https://idp.acme.ai/metadata", "RequestSigningAlgorithm": "rsa-sha256",
		"EncryptedResponses": "false", "IDPInit": "false", "IDPSignout": "true",
	})
	file := details(t, r, "saml-file")
	same(t, slices.Sorted(maps.Keys(file)), []string{"EncryptedResponses", "IDPInit", "IDPSignout", "MetadataFile"})
	same(t, file["EncryptedResponses"], any("true"))
	same(t, file["IDPInit"], any("true"))
}

func TestSAMLMetadataFileIsSent(t *testing.T) {
	const metadata = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"/>`
	s, _ := spec.Compile("specs/trap.yaml", []byte("apiVersion: mlauth/v1\nkind: AuthStack\nmetadata: {name: trap, team: tests}\naws: {region: us-east-1}\n"+social))
	s.ReadFiles(func(name string) ([]byte, error) {
		same(t, name, "specs/idp.xml")
		return []byte(metadata), nil
	})
	r, err := render.Record(s)
	if err != nil {
		t.Fatal(err)
	}
	same(t, details(t, r, "saml-file")["MetadataFile"], any(metadata))
}

func TestTrapSAMLDetailsComeBackWithComputedKeys(t *testing.T) {
	r := program(t, social)
	same(t, find(t, r, "identityProviders.saml-url").Options.IgnoreChanges, []string{
		"providerDetails.ActiveEncryptionCertificate", "providerDetails.SLORedirectBindingURI", "providerDetails.SSORedirectBindingURI"})
	same(t, find(t, r, "identityProviders.Google").Options.IgnoreChanges, []string(nil))
}

func TestTrapSocialDetailsComeBackWithURLsAndMethod(t *testing.T) {
	r := program(t, social)
	for provider, keys := range map[string][]string{
		"Google": {"attributes_url", "attributes_url_add_attributes", "authorize_scopes", "authorize_url", "client_id", "client_secret",
			"oidc_issuer", "token_request_method", "token_url"},
		"Facebook": {"api_version", "attributes_url", "attributes_url_add_attributes", "authorize_scopes", "authorize_url", "client_id",
			"client_secret", "token_request_method", "token_url"},
		"LoginWithAmazon": {"attributes_url", "attributes_url_add_attributes", "authorize_scopes", "authorize_url", "client_id",
			"client_secret", "token_request_method", "token_url"},
		"SignInWithApple": {"attributes_url_add_attributes", "authorize_scopes", "authorize_url", "client_id", "key_id", "oidc_issuer",
			"private_key", "team_id", "token_request_method", "token_url"},
	} {
		same(t, slices.Sorted(maps.Keys(details(t, r, provider))), keys)
	}
	same(t, details(t, r, "Facebook")["token_url"], any("https://graph.facebook.com/v21.0/oauth/access_token"))
}

func TestProviderScopesAndUserNames(t *testing.T) {
	r := program(t, social)
	for provider, want := range map[string][2]string{
		"Google":          {"openid email", "sub"},
		"Facebook":        {"public_profile, email", "id"},
		"LoginWithAmazon": {"profile", "user_id"},
		"SignInWithApple": {"email name", "sub"},
	} {
		same(t, details(t, r, provider)["authorize_scopes"], any(want[0]))
		same(t, at(t, find(t, r, "identityProviders."+provider).Properties, "attributeMapping", "username"), any(want[1]))
	}
	same(t, at(t, find(t, r, "identityProviders.saml-url").Properties, "attributeMapping"), any(map[string]any{}))
}

func TestSecretsFromAWSAreSecrets(t *testing.T) {
	r := program(t, social)
	for provider, key := range map[string]string{"Google": "client_secret", "Facebook": "client_secret", "LoginWithAmazon": "client_secret", "SignInWithApple": "private_key"} {
		same(t, details(t, r, provider)[key], any(render.SecretMark))
	}
	same(t, details(t, r, "Google")["client_id"], any(render.SecretMark))
}
