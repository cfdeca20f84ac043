"""Identity pools: roles, mappings and session tags, which moto has none of, and
settings that an update leaves out, which AWS sets to their defaults.
"""

import json

from answers import error, given, pruned
from moto.cognitoidentity.models import CognitoIdentityPool
from moto.cognitoidentity.responses import CognitoIdentityResponse
from moto.cognitoidp.models import cognitoidp_backends
from moto.core.responses import ActionResult, EmptyResult

SETTINGS = (
    "AllowClassicFlow",
    "AllowUnauthenticatedIdentities",
    "CognitoIdentityProviders",
    "DeveloperProviderName",
    "IdentityPoolName",
    "OpenIdConnectProviderARNs",
    "SamlProviderARNs",
    "SupportedLoginProviders",
)
MAPPINGS_LIMIT = 10
RULES_LIMIT = 25
DEFAULT_TAGS = {"username": "sub", "client": "aud"}


def find(self):
    """The identity pool of a request, or the error that AWS answers."""
    pool_id = self._get_param("IdentityPoolId")
    pool = self.backend.identity_pools.get(pool_id)
    if pool is None:
        raise error("ResourceNotFoundException", f"IdentityPool '{pool_id}' not found.")
    return pool


def configure(self, pool, request):
    """Gives the pool the settings of a request, and no others."""
    settings = {"AllowClassicFlow": False, **given(request, *SETTINGS)}
    providers = []
    for provider in settings.get("CognitoIdentityProviders", []):
        check_client(self, provider)
        providers.append({"ServerSideTokenCheck": False, **provider})
    settings["CognitoIdentityProviders"] = providers
    pool.settings = settings


def check_client(self, provider):
    """A user pool of this account and region has to have the client."""
    pool_id = provider["ProviderName"].split("/")[-1]
    pool = cognitoidp_backends[self.current_account][self.region].user_pools.get(pool_id)
    if pool is None or provider["ClientId"] not in pool.clients:
        raise error("InvalidParameterException", f"Invalid Cognito Identity Provider: {provider['ProviderName']}")


def answer(pool):
    """The pool as all operations answer it."""
    return ActionResult(
        pruned({"IdentityPoolId": pool.identity_pool_id, "IdentityPoolTags": pool.tags, **pool.settings})
    )


def create_identity_pool(self):
    """A new pool."""
    pool = CognitoIdentityPool(self.region, self.parameters["IdentityPoolName"])
    pool.tags = self.parameters.get("IdentityPoolTags") or {}
    pool.roles, pool.mappings, pool.principal_tags = {}, {}, {}
    configure(self, pool, self.parameters)
    self.backend.identity_pools[pool.identity_pool_id] = pool
    identities = {"IdentityPoolId": pool.identity_pool_id, "Identities": []}
    self.backend.pools_identities[pool.identity_pool_id] = identities
    return answer(pool)


def update_identity_pool(self):
    """What is not sent is reset, tags aside."""
    pool = find(self)
    configure(self, pool, self.parameters)
    return answer(pool)


def describe_identity_pool(self):
    """Describes a pool."""
    return answer(find(self))


def set_identity_pool_roles(self):
    """Replaces roles and mappings as a whole: sent without roles, all access is gone."""
    pool, request = find(self), self.parameters
    mappings = request.get("RoleMappings") or {}
    if len(mappings) > MAPPINGS_LIMIT:
        raise error("InvalidParameterException", f"At most {MAPPINGS_LIMIT} role mappings are allowed.")
    for provider, mapping in mappings.items():
        check_mapping(pool, provider, mapping)
    pool.roles, pool.mappings = request["Roles"], mappings
    return EmptyResult()


def check_mapping(pool, provider, mapping):
    """A mapping is for a provider of the pool, and is complete."""
    known = {f"{p['ProviderName']}:{p['ClientId']}" for p in pool.settings["CognitoIdentityProviders"]}
    known.update(pool.settings.get("SupportedLoginProviders") or {})
    known.update(pool.settings.get("OpenIdConnectProviderARNs") or [])
    known.update(pool.settings.get("SamlProviderARNs") or [])
    if provider not in known:
        raise error("InvalidParameterException", f"{provider} is not an identity provider of the pool.")
    if "AmbiguousRoleResolution" not in mapping:
        raise error("InvalidParameterException", "AmbiguousRoleResolution is required.")
    rules = (mapping.get("RulesConfiguration") or {}).get("Rules", [])
    if (mapping["Type"] == "Rules") != bool(rules) or len(rules) > RULES_LIMIT:
        raise error("InvalidParameterException", f"Type Rules needs 1 to {RULES_LIMIT} rules, type Token none.")


def get_identity_pool_roles(self):
    """Describes roles and mappings."""
    pool = find(self)
    roles = {"IdentityPoolId": pool.identity_pool_id, "Roles": pool.roles, "RoleMappings": pool.mappings or None}
    return ActionResult(pruned(roles))


def set_principal_tag_attribute_map(self):
    """Session tags of one provider: the defaults, or the caller's."""
    pool, request = find(self), self.parameters
    defaults = request.get("UseDefaults", False)
    tags = DEFAULT_TAGS if defaults else request.get("PrincipalTags") or {}
    pool.principal_tags[request["IdentityProviderName"]] = {"UseDefaults": defaults, "PrincipalTags": tags}
    return get_principal_tag_attribute_map(self)


def get_principal_tag_attribute_map(self):
    """Describes the session tags of one provider."""
    pool, name = find(self), self._get_param("IdentityProviderName")
    tags = pool.principal_tags.get(name, {"UseDefaults": False, "PrincipalTags": {}})
    return ActionResult({"IdentityPoolId": pool.identity_pool_id, "IdentityProviderName": name, **tags})


def list_identity_pools(self):
    """Lists pools."""
    pools = [
        {"IdentityPoolId": pool.identity_pool_id, "IdentityPoolName": pool.settings["IdentityPoolName"]}
        for pool in self.backend.identity_pools.values()
    ]
    return ActionResult({"IdentityPools": pools})


def pool_of_arn(self):
    """The pool that a tagging request is about."""
    pool_id = self._get_param("ResourceArn").split("/")[-1]
    if pool_id not in self.backend.identity_pools:
        raise error("ResourceNotFoundException", f"IdentityPool '{pool_id}' not found.")
    return self.backend.identity_pools[pool_id]


def tag_resource(self):
    """Adds tags, or changes them."""
    pool_of_arn(self).tags.update(self._get_param("Tags") or {})
    return EmptyResult()


def untag_resource(self):
    """Removes tags."""
    pool = pool_of_arn(self)
    for key in self._get_param("TagKeys") or []:
        pool.tags.pop(key, None)
    return EmptyResult()


def list_tags_for_resource(self):
    """The pool's tags."""
    return ActionResult({"Tags": pool_of_arn(self).tags})


def apply():
    """Replaces and adds the operations."""
    CognitoIdentityResponse.parameters = property(lambda self: json.loads(self.body))
    for operation in (
        create_identity_pool,
        update_identity_pool,
        describe_identity_pool,
        list_identity_pools,
        set_identity_pool_roles,
        get_identity_pool_roles,
        set_principal_tag_attribute_map,
        get_principal_tag_attribute_map,
        tag_resource,
        untag_resource,
        list_tags_for_resource,
    ):
        setattr(CognitoIdentityResponse, operation.__name__, operation)
