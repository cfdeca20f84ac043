"""App clients: what an update leaves out is reset, and what they refer to exists.

moto keeps what an update leaves out, and looks at nothing.
"""

from urllib.parse import urlsplit

from answers import error, given, invalid, pruned
from cognito_schema import STANDARD
from moto.cognitoidp.models import CognitoIdpUserPoolClient
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult
from moto.core.utils import utcnow

DEFAULTS = {
    "AllowedOAuthFlowsUserPoolClient": False,
    "AuthSessionValidity": 3,
    "EnablePropagateAdditionalUserContextData": False,
    "EnableTokenRevocation": True,
    "RefreshTokenValidity": 30,
    "TokenValidityUnits": {},
    "ExplicitAuthFlows": ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
}
SETTINGS = (
    "AccessTokenValidity",
    "AllowedOAuthFlows",
    "AllowedOAuthFlowsUserPoolClient",
    "AllowedOAuthScopes",
    "AnalyticsConfiguration",
    "AuthSessionValidity",
    "CallbackURLs",
    "ClientName",
    "DefaultRedirectURI",
    "EnablePropagateAdditionalUserContextData",
    "EnableTokenRevocation",
    "ExplicitAuthFlows",
    "IdTokenValidity",
    "LogoutURLs",
    "PreventUserExistenceErrors",
    "ReadAttributes",
    "RefreshTokenRotation",
    "RefreshTokenValidity",
    "SupportedIdentityProviders",
    "TokenValidityUnits",
    "WriteAttributes",
)
OPENID_SCOPES = {"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"}
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}
# What nobody may let a client write: Cognito sets these itself.
READ_ONLY = {"sub", "email_verified", "phone_number_verified", "identities"}
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
# For each token: the default unit and value, and AWS's range in seconds.
TOKENS = {
    "AccessToken": ("hours", 1, 300, 86400),
    "IdToken": ("hours", 1, 300, 86400),
    "RefreshToken": ("days", 30, 3600, 315360000),
}


def configure(pool, client, request):
    """Gives the client the settings of a request, and defaults for the rest."""
    config = {**DEFAULTS, **{k: v for k, v in given(request, *SETTINGS).items() if v != []}}
    check_flows(client, config)
    check_urls(config)
    check_references(pool, config)
    check_attributes(pool, config)
    check_tokens(config)
    if config["TokenValidityUnits"]:
        units = {name: rule[0] for name, rule in TOKENS.items()}
        config["TokenValidityUnits"] = {**units, **config["TokenValidityUnits"]}
    client.extended_config = config
    client.modified = utcnow()


def check_flows(client, config):
    """OAuth flows exclude and require each other."""
    flows = config.get("AllowedOAuthFlows", [])
    if config["AllowedOAuthFlowsUserPoolClient"] and not (flows and config.get("AllowedOAuthScopes")):
        raise invalid(
            "AllowedOAuthFlows and AllowedOAuthScopes are required "
            "if user pool client is allowed to use OAuth flows."
        )
    if "client_credentials" in flows and len(flows) > 1:
        raise error(
            "InvalidOAuthFlowException",
            "client_credentials flow can not be selected along with code flow or implicit flow.",
        )
    if "client_credentials" in flows and not client.generate_secret:
        raise error(
            "InvalidOAuthFlowException",
            "client_credentials flow can not be selected if client does not have a client secret.",
        )
    rotation = (config.get("RefreshTokenRotation") or {}).get("Feature")
    if rotation == "ENABLED" and "ALLOW_REFRESH_TOKEN_AUTH" in config["ExplicitAuthFlows"]:
        raise invalid("Refresh token rotation cannot be enabled along with ALLOW_REFRESH_TOKEN_AUTH.")


def check_urls(config):
    """Callbacks are https, or an app's, or on this machine."""
    callbacks = config.get("CallbackURLs", [])
    for url in callbacks + config.get("LogoutURLs", []):
        parts = urlsplit(url)
        if not parts.scheme or parts.fragment:
            raise invalid(f"{url} is not a valid redirect URI.")
        if parts.scheme == "http" and parts.hostname not in LOCAL_HOSTS:
            raise invalid(f"{url} cannot use the HTTP protocol.")
    default = config.get("DefaultRedirectURI")
    if default and default not in callbacks:
        raise invalid(f"Default redirect uri: {default} is not in the list of callback urls.")


def check_references(pool, config):
    """Scopes and providers exist before a client refers to them."""
    known = set(OPENID_SCOPES)
    for server in pool.resource_servers.values():
        known.update(f"{server.identifier}/{scope['ScopeName']}" for scope in server.scopes or [])
    for scope in config.get("AllowedOAuthScopes", []):
        if scope not in known:
            raise error("ScopeDoesNotExistException", f"Invalid scope requested: {scope}")
    for name in config.get("SupportedIdentityProviders", []):
        if name != "COGNITO" and name not in pool.identity_providers:
            raise invalid(f"The provider {name} does not exist for User Pool {pool.id}.")


def check_attributes(pool, config):
    """Attributes exist; those that are required can be written, those of Cognito not."""
    for what in ("ReadAttributes", "WriteAttributes"):
        if config.get(what) == []:
            del config[what]  # an empty list is none at all: every standard attribute
        names = config.get(what)
        if names is None:
            continue
        wrong = set(names) - set(pool.schema_attributes)
        if what == "WriteAttributes":
            wrong |= set(names) & READ_ONLY
            wrong |= {n for n, a in pool.schema_attributes.items() if a["Required"] and n not in READ_ONLY} - set(names)
        if wrong:
            raise invalid(f"Invalid {what[:-10].lower()} attributes specified while creating a client")


def check_tokens(config):
    """Validities lie in AWS's ranges, and refresh tokens outlive the others."""
    seconds = {}
    for name, (unit, value, low, high) in TOKENS.items():
        unit = config["TokenValidityUnits"].get(name, unit)
        seconds[name] = (config.get(f"{name}Validity") or value) * SECONDS[unit]
        if not low <= seconds[name] <= high:
            raise invalid(f"Invalid range for token validity: {name}.")
    if seconds["RefreshToken"] <= max(seconds["AccessToken"], seconds["IdToken"]):
        raise invalid("Refresh token validity must be longer than access and id token validity.")


def create_user_pool_client(self):
    """A new client."""
    request = self.parameters
    pool = self.backend.describe_user_pool(request["UserPoolId"])
    client = CognitoIdpUserPoolClient(pool.id, request.get("GenerateSecret", False), {})
    client.created = utcnow()
    configure(pool, client, request)
    pool.clients[client.id] = client
    return ActionResult({"UserPoolClient": client.to_json(extended=True)})


def update_user_pool_client(self):
    """What is not sent is reset, the name aside."""
    request = self.parameters
    client = self.backend.describe_user_pool_client(request["UserPoolId"], request["ClientId"])
    request = {"ClientName": client.extended_config["ClientName"], **request}
    configure(self.backend.describe_user_pool(request["UserPoolId"]), client, request)
    return ActionResult({"UserPoolClient": client.to_json(extended=True)})


def to_json(self, extended=False):
    """The client as it is described, or as it is listed."""
    answer = self._base_json()
    if not extended:
        return answer
    if self.generate_secret:
        answer["ClientSecret"] = self.secret
    return pruned({**answer, **self.extended_config, "CreationDate": self.created, "LastModifiedDate": self.modified})


def get_readable_fields(self):
    """What tokens show: by default the standard attributes only."""
    return self.extended_config.get("ReadAttributes") or list(STANDARD)


def apply():
    """Replaces the operations."""
    CognitoIdpUserPoolClient.to_json = to_json
    CognitoIdpUserPoolClient.get_readable_fields = get_readable_fields
    CognitoIdpResponse.create_user_pool_client = create_user_pool_client
    CognitoIdpResponse.update_user_pool_client = update_user_pool_client
