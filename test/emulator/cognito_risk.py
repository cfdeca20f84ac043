"""Threat protection: moto has none of it."""

from answers import error, pruned
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult
from moto.core.utils import utcnow

PARTS = (
    "AccountTakeoverRiskConfiguration",
    "CompromisedCredentialsRiskConfiguration",
    "RiskExceptionConfiguration",
)
ALL_EVENTS = ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"]


def set_risk_configuration(self):
    """Replaces the configuration of the pool, or of one client; with nothing in
    the request it is back at its defaults."""
    request = self.parameters
    pool = self.backend.describe_user_pool(request["UserPoolId"])
    parts = {name: request[name] for name in PARTS if request.get(name)}
    mode = (pool.extended_config.get("UserPoolAddOns") or {}).get("AdvancedSecurityMode", "OFF")
    if parts and mode == "OFF":
        raise error("UserPoolAddOnNotEnabledException", "Threat protection is not enabled for the user pool.")
    if "CompromisedCredentialsRiskConfiguration" in parts:
        compromised = parts["CompromisedCredentialsRiskConfiguration"]
        compromised["EventFilter"] = compromised.get("EventFilter") or ALL_EVENTS
    client = request.get("ClientId")
    if client:
        self.backend.describe_user_pool_client(pool.id, client)
    configurations(pool)[client] = {**parts, "LastModifiedDate": utcnow()}
    return ActionResult({"RiskConfiguration": answer(pool, client)})


def describe_risk_configuration(self):
    """A client without one of its own has the pool's."""
    pool = self.backend.describe_user_pool(self._get_param("UserPoolId"))
    return ActionResult({"RiskConfiguration": answer(pool, self._get_param("ClientId"))})


def configurations(pool):
    """The pool's configurations, by client; the pool's own has none."""
    if not hasattr(pool, "risk"):
        pool.risk = {}
    return pool.risk


def answer(pool, client):
    """The configuration as both operations answer it."""
    return pruned({"UserPoolId": pool.id, "ClientId": client, **configurations(pool).get(client, {})})


def apply():
    """Adds the operations."""
    CognitoIdpResponse.set_risk_configuration = set_risk_configuration
    CognitoIdpResponse.describe_risk_configuration = describe_risk_configuration
