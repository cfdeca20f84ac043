"""Identity providers: names are unique, and AWS adds to what is sent.

Sources: the provider details in the API reference of CreateIdentityProvider,
which show for each type what is sent and what is described.
"""

import json
import uuid

from answers import error, invalid, pruned
from moto.cognitoidp.models import CognitoIdpIdentityProvider
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult
from moto.core.utils import utcnow

ADDED = {
    "OIDC": {"attributes_url_add_attributes": "false"},
    "Google": {
        "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
        "attributes_url_add_attributes": "true",
        "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
        "oidc_issuer": "https://accounts.google.com",
        "token_request_method": "POST",
        "token_url": "https://www.googleapis.com/oauth2/v4/token",
    },
    "Facebook": {
        "attributes_url": "https://graph.facebook.com/{api_version}/me?fields=",
        "attributes_url_add_attributes": "true",
        "authorize_url": "https://www.facebook.com/{api_version}/dialog/oauth",
        "token_request_method": "GET",
        "token_url": "https://graph.facebook.com/{api_version}/oauth/access_token",
    },
    "LoginWithAmazon": {
        "attributes_url": "https://api.amazon.com/user/profile",
        "attributes_url_add_attributes": "false",
        "authorize_url": "https://www.amazon.com/ap/oa",
        "token_request_method": "POST",
        "token_url": "https://api.amazon.com/auth/o2/token",
    },
    "SignInWithApple": {
        "attributes_url_add_attributes": "false",
        "authorize_url": "https://appleid.apple.com/auth/authorize",
        "oidc_issuer": "https://appleid.apple.com",
        "token_request_method": "POST",
        "token_url": "https://appleid.apple.com/auth/token",
    },
}
REQUIRED = {
    "OIDC": ("client_id", "authorize_scopes", "oidc_issuer", "attributes_request_method"),
    "Google": ("client_id", "client_secret", "authorize_scopes"),
    "Facebook": ("client_id", "client_secret", "authorize_scopes"),
    "LoginWithAmazon": ("client_id", "client_secret", "authorize_scopes"),
    "SignInWithApple": ("client_id", "team_id", "key_id", "private_key", "authorize_scopes"),
}
FACEBOOK_VERSION = "v17.0"  # of Facebook's API, where none is sent
HIDDEN = "private_key"  # never described
# An identifier that begins so has the provider refused, in an error that quotes
# its details, secrets included. AWS is not known to do that; if it did, the
# tool would have to keep them to itself.
QUOTED = "refuse-and-quote"
# The claim that becomes the user name where nothing is mapped to it. A SAML
# provider names its users itself.
USERNAME = {"OIDC": "sub", "Google": "sub", "SignInWithApple": "sub", "Facebook": "id", "LoginWithAmazon": "user_id"}


def configure(pool, provider, request):
    """Gives the provider what a request has; an update leaves the rest as it is."""
    kind = provider.extended_config["ProviderType"]
    config = dict(provider.extended_config)
    config.update({k: request[k] for k in ("ProviderDetails", "AttributeMapping", "IdpIdentifiers") if k in request})
    if any(i.startswith(QUOTED) for i in config.get("IdpIdentifiers") or []):
        raise invalid(f"{provider.name} cannot have {json.dumps(config['ProviderDetails'], sort_keys=True)}")
    config["ProviderDetails"] = details(kind, config.get("ProviderDetails") or {})
    config["AttributeMapping"] = mapping(pool, kind, config.get("AttributeMapping") or {})
    check_identifiers(pool, provider.name, config.get("IdpIdentifiers") or [])
    provider.extended_config = config
    provider.last_modified_date = utcnow()


def details(kind, sent):
    """What is described for what is sent."""
    if kind == "SAML":
        return saml(sent)
    missing = [key for key in REQUIRED[kind] if not sent.get(key)]
    if missing:
        raise invalid(f"ProviderDetails must contain {', '.join(missing)} for provider type {kind}.")
    if kind == "OIDC" and "openid" not in sent["authorize_scopes"].split():
        raise invalid("authorize_scopes must contain openid for provider type OIDC.")
    version = sent.get("api_version", FACEBOOK_VERSION)
    added = {key: value.replace("{api_version}", version) for key, value in ADDED[kind].items()}
    return {**added, **sent}


def saml(sent):
    """Metadata is read for the addresses; a certificate is made for encryption."""
    if bool(sent.get("MetadataURL")) == bool(sent.get("MetadataFile")):
        raise invalid("Exactly one of MetadataURL and MetadataFile is required for provider type SAML.")
    added = {
        "ActiveEncryptionCertificate": uuid.uuid4().hex,
        "SSORedirectBindingURI": "https://idp.example.com/sso/saml",
    }
    if sent.get("IDPSignout") == "true":
        added["SLORedirectBindingURI"] = "https://idp.example.com/slo/saml"
    return {**added, **sent}


def mapping(pool, kind, sent):
    """Mapped attributes exist, and can be changed at the second sign-in."""
    for name in sent:
        attribute = pool.schema_attributes.get(name)
        if name != "username" and attribute is None:
            raise invalid(f"Attribute {name} in the mapping does not exist in the schema of the user pool.")
    added = {"username": USERNAME[kind]} if kind in USERNAME else {}
    return {**added, **sent}


def check_identifiers(pool, name, identifiers):
    """An identifier leads to one provider."""
    for other in pool.identity_providers.values():
        shared = set(identifiers) & set(other.extended_config.get("IdpIdentifiers") or [])
        if other.name != name and shared:
            raise error("DuplicateProviderException", f"Identifiers {sorted(shared)} are already in use.")


def create_identity_provider(self):
    """A new provider."""
    request = self.parameters
    pool = self.backend.describe_user_pool(request["UserPoolId"])
    name, kind = request["ProviderName"], request["ProviderType"]
    if name in pool.identity_providers:
        raise error("DuplicateProviderException", f"A provider with the name {name} already exists.")
    if (kind in ADDED and kind != "OIDC") != (name in ADDED) or (name in ADDED and name != kind):
        raise invalid(f"The provider name {name} does not go with the provider type {kind}.")
    provider = CognitoIdpIdentityProvider(name, {"ProviderType": kind, "UserPoolId": pool.id})
    configure(pool, provider, request)
    pool.identity_providers[name] = provider
    return ActionResult({"IdentityProvider": provider.to_json(extended=True)})


def update_identity_provider(self):
    """Changes what is sent."""
    request = self.parameters
    provider = self.backend.describe_identity_provider(request["UserPoolId"], request["ProviderName"])
    configure(self.backend.describe_user_pool(request["UserPoolId"]), provider, request)
    return ActionResult({"IdentityProvider": provider.to_json(extended=True)})


def to_json(self, extended=False):
    """The provider as it is described, without its private key, or as it is listed."""
    answer = self._base_json()
    if not extended:
        return answer
    answer.update(self.extended_config)
    answer["ProviderDetails"] = {k: v for k, v in answer["ProviderDetails"].items() if k != HIDDEN}
    return pruned(answer)


def apply():
    """Replaces the operations."""
    CognitoIdpIdentityProvider.to_json = to_json
    CognitoIdpResponse.create_identity_provider = create_identity_provider
    CognitoIdpResponse.update_identity_provider = update_identity_provider
