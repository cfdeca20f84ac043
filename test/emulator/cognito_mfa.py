"""Multi-factor authentication and passkeys, which have operations of their own.

moto keeps neither e-mail codes nor passkeys, and lets MFA be on without a factor.
"""

from answers import error, invalid, pruned
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult

FACTORS = ("SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration")


def set_user_pool_mfa_config(self):
    """Replaces the whole configuration: a factor that is not sent is gone."""
    request = self.parameters
    pool = self.backend.describe_user_pool(request["UserPoolId"])
    mode = request.get("MfaConfiguration") or pool.mfa_config
    factors = {name: request[name] for name in FACTORS if request.get(name) is not None}
    if factors.get("EmailMfaConfiguration") == {} and not empty_email_counts(pool, mode, factors):
        del factors["EmailMfaConfiguration"]
    check(pool, mode, factors)
    pool.mfa_config = mode
    pool.mfa_factors = factors
    pool.web_authn = passkeys(request.get("WebAuthnConfiguration"))
    # The sender of text messages is the pool's: both operations set it.
    sms = (factors.get("SmsMfaConfiguration") or {}).get("SmsConfiguration")
    if sms:
        pool.extended_config["SmsConfiguration"] = {"SnsRegion": pool.region, **sms}
    return ActionResult(answer(pool))


def empty_email_counts(pool, mode, factors):
    """An empty e-mail configuration, which the provider sends with every update,
    is known to be accepted with MFA off, and known to turn e-mail codes on where
    it is the only factor. What it does beside others is an assumption: nothing."""
    sender = pool.extended_config["EmailConfiguration"]["EmailSendingAccount"]
    return mode != "OFF" and sender == "DEVELOPER" and len(factors) == 1


def check(pool, mode, factors):
    """Refuses what contradicts itself."""
    enabled = [n for n, f in factors.items() if f.get("Enabled", n != "SoftwareTokenMfaConfiguration")]
    if mode == "OFF" and enabled:
        raise invalid("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
    if mode != "OFF" and not enabled:
        raise invalid("Invalid MFA configuration given, at least one MFA has to be configured.")
    sms = factors.get("SmsMfaConfiguration")
    if sms is not None and not (sms.get("SmsConfiguration") or pool.extended_config.get("SmsConfiguration")):
        raise invalid("SMS configuration is required for SMS MFA.")
    if "EmailMfaConfiguration" not in factors:
        return
    if pool.extended_config["UserPoolTier"] == "LITE":
        raise error("FeatureUnavailableInTierException", "Email MFA is not available in tier LITE.")
    if pool.extended_config["EmailConfiguration"]["EmailSendingAccount"] != "DEVELOPER":
        raise invalid("Email MFA requires an EmailConfiguration that sends through Amazon SES.")


def passkeys(sent):
    """The passkey settings with AWS's default, or nothing."""
    return {"UserVerification": "preferred", **sent} if sent else None


def answer(pool):
    """The configuration as both operations answer it."""
    return pruned(
        {
            **getattr(pool, "mfa_factors", {}),
            "MfaConfiguration": pool.mfa_config,
            "WebAuthnConfiguration": getattr(pool, "web_authn", None),
        }
    )


def get_user_pool_mfa_config(self):
    """Describes the configuration."""
    return ActionResult(answer(self.backend.describe_user_pool(self._get_param("UserPoolId"))))


def apply():
    """Replaces the operations."""
    CognitoIdpResponse.set_user_pool_mfa_config = set_user_pool_mfa_config
    CognitoIdpResponse.get_user_pool_mfa_config = get_user_pool_mfa_config
