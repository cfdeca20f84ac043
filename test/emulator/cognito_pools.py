"""User pools: their settings, and what becomes of settings that are not sent.

moto keeps what an update leaves out; AWS sets it to its default. moto answers
defaults of its own; AWS answers fewer. moto deletes any pool; AWS refuses one
that is protected, or has a domain.
"""

from answers import error, given, invalid, pruned
from cognito_domains import domains_of
from cognito_schema import attributes_of, identities
from moto.cognitoidp.models import CognitoIdpUserPool
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow

PASSWORD_DEFAULTS = {
    "MinimumLength": 8,
    "RequireUppercase": True,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
    "TemporaryPasswordValidityDays": 7,
}
RECOVERY_DEFAULT = {
    "RecoveryMechanisms": [
        {"Priority": 1, "Name": "verified_email"},
        {"Priority": 2, "Name": "verified_phone_number"},
    ]
}
# Fixed when the pool is created.
FIXED = ("AliasAttributes", "UsernameAttributes", "UsernameConfiguration")
# Kept by an update that does not send them: the tier by AWS's documentation, the
# others because the provider relies on it.
KEPT = ("UserPoolTier", "UserPoolTags", "UserAttributeUpdateSettings")
# Everything else that a request may set.
SETTINGS = (
    "AccountRecoverySetting",
    "AdminCreateUserConfig",
    "AutoVerifiedAttributes",
    "DeletionProtection",
    "DeviceConfiguration",
    "EmailConfiguration",
    "EmailVerificationMessage",
    "EmailVerificationSubject",
    "LambdaConfig",
    "Policies",
    "SmsAuthenticationMessage",
    "SmsConfiguration",
    "SmsVerificationMessage",
    "UserPoolAddOns",
    "VerificationMessageTemplate",
)
# The same message under an old name and in the template.
MESSAGES = {
    "EmailVerificationMessage": "EmailMessage",
    "EmailVerificationSubject": "EmailSubject",
    "SmsVerificationMessage": "SmsMessage",
}


def configure(pool, request):
    """Gives the pool the settings of a request, and defaults for the rest."""
    config = {**given(pool.extended_config, *FIXED, *KEPT), **given(request, *KEPT, *SETTINGS)}
    config.setdefault("UserPoolTier", "ESSENTIALS")
    config.setdefault("DeletionProtection", "INACTIVE")
    config.setdefault("LambdaConfig", {})
    config.setdefault("AccountRecoverySetting", RECOVERY_DEFAULT)
    config["Policies"] = policies(config.get("Policies") or {})
    config["AdminCreateUserConfig"] = {
        "AllowAdminCreateUserOnly": False,
        "UnusedAccountValidityDays": config["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"],
        **(config.get("AdminCreateUserConfig") or {}),
    }
    config["EmailConfiguration"] = {
        "EmailSendingAccount": "COGNITO_DEFAULT",
        **(config.get("EmailConfiguration") or {}),
    }
    messages(config)
    triggers(config["LambdaConfig"])
    if config.get("SmsConfiguration"):
        config["SmsConfiguration"] = {"SnsRegion": pool.region, **config["SmsConfiguration"]}
    check_tier(config)
    check_email(config["EmailConfiguration"])
    pool.extended_config = config
    pool.last_modified_date = utcnow()


def policies(sent):
    """Policies are complete whatever was sent. A rule that is left out of a policy is
    off: the SDKs do not send false."""
    password = sent.get("PasswordPolicy")
    rules = {rule: False for rule in PASSWORD_DEFAULTS if rule.startswith("Require")} if password else {}
    return {
        "PasswordPolicy": {**PASSWORD_DEFAULTS, **rules, **(password or {})},
        "SignInPolicy": sent.get("SignInPolicy") or {"AllowedFirstAuthFactors": ["PASSWORD"]},
    }


def messages(config):
    """Verification messages are answered both in the template and under their old names."""
    template = {"DefaultEmailOption": "CONFIRM_WITH_CODE", **(config.get("VerificationMessageTemplate") or {})}
    for old, new in MESSAGES.items():
        text = template.get(new) or config.get(old)
        if text is not None:
            template[new] = config[old] = text
    config["VerificationMessageTemplate"] = template


def triggers(config):
    """The token trigger, too, has an old name and a versioned new one."""
    versioned, old = config.get("PreTokenGenerationConfig"), config.get("PreTokenGeneration")
    if versioned and old and versioned["LambdaArn"] != old:
        raise invalid("PreTokenGeneration and PreTokenGenerationConfig do not match")
    if versioned:
        config["PreTokenGeneration"] = versioned["LambdaArn"]
    elif old:
        config["PreTokenGenerationConfig"] = {"LambdaVersion": "V1_0", "LambdaArn": old}
    senders = config.get("CustomEmailSender") or config.get("CustomSMSSender")
    if senders and not config.get("KMSKeyID"):
        raise invalid("KMSKeyID is required when a custom sender is configured.")


def check_tier(config):
    """Refuses what the feature plan does not have."""
    tier, factors = config["UserPoolTier"], config["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"]
    version = (config["LambdaConfig"].get("PreTokenGenerationConfig") or {}).get("LambdaVersion", "V1_0")
    mode = (config.get("UserPoolAddOns") or {}).get("AdvancedSecurityMode", "OFF")
    if mode != "OFF" and tier != "PLUS":
        raise error("FeatureUnavailableInTierException", f"Threat protection is not available in tier {tier}.")
    if tier == "LITE" and (factors != ["PASSWORD"] or version != "V1_0"):
        raise error("FeatureUnavailableInTierException", "This feature is not available in tier LITE.")
    if "PASSWORD" not in factors:
        raise invalid("AllowedFirstAuthFactors must include PASSWORD.")


def check_email(config):
    """Sending through SES needs to know as whom."""
    if config["EmailSendingAccount"] == "DEVELOPER" and not config.get("SourceArn"):
        raise invalid("SourceArn is required when EmailSendingAccount is DEVELOPER.")


def create_user_pool(self):
    """A new pool: what AWS fixes here is checked here."""
    request = self.parameters
    if request.get("AliasAttributes") and request.get("UsernameAttributes"):
        raise invalid("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.")
    pool = CognitoIdpUserPool(self.current_account, self.region, request["PoolName"], {})
    pool.extended_config = given(request, *FIXED)
    pool.schema_attributes = attributes_of(request.get("Schema", []))
    configure(pool, request)
    pool.mfa_config = request.get("MfaConfiguration", "OFF")
    self.backend.user_pools[pool.id] = pool
    return ActionResult({"UserPool": pool.to_json(extended=True)})


def update_user_pool(self):
    """What is not sent is reset."""
    request = self.parameters
    pool = self.backend.describe_user_pool(request["UserPoolId"])
    configure(pool, request)
    pool.name = request.get("PoolName", pool.name)
    pool.mfa_config = request.get("MfaConfiguration", "OFF")
    return EmptyResult()


def delete_user_pool(self):
    """Refuses as AWS does."""
    pool = self.backend.describe_user_pool(self._get_param("UserPoolId"))
    if pool.extended_config["DeletionProtection"] == "ACTIVE":
        raise invalid(
            "The user pool cannot be deleted because deletion protection is activated. "
            "Deletion protection must be inactivated first."
        )
    if domains_of(self.backend, pool.id):
        raise invalid(
            "User pool cannot be deleted. It has a domain configured that should be deleted first."
        )
    del self.backend.user_pools[pool.id]
    return EmptyResult()


def to_json(self, extended=False):
    """The pool as DescribeUserPool answers it, or as ListUserPools does."""
    answer = self._base_json()
    answer.pop("Status")
    if not extended:
        names = ("Id", "Name", "CreationDate", "LastModifiedDate")
        return {**{n: answer[n] for n in names}, "LambdaConfig": self.extended_config["LambdaConfig"]}
    schema = list(self.schema_attributes.values())
    if self.identity_providers:
        schema.append(identities())
    answer.update(self.extended_config, SchemaAttributes=schema)
    for domain in domains_of(self.backend, self.id):
        answer["CustomDomain" if domain.custom_domain_config else "Domain"] = domain.domain
    return pruned(answer)


def pool_of_arn(backend, arn):
    """The pool that a tagging request is about."""
    return backend.describe_user_pool(arn.split("/")[-1])


def tag_resource(self):
    """Adds tags, or changes them."""
    pool = pool_of_arn(self.backend, self._get_param("ResourceArn"))
    tags = pool.extended_config.get("UserPoolTags") or {}
    pool.extended_config["UserPoolTags"] = {**tags, **self._get_param("Tags", {})}
    return EmptyResult()


def untag_resource(self):
    """Removes tags."""
    pool = pool_of_arn(self.backend, self._get_param("ResourceArn"))
    for key in self._get_param("TagKeys", []):
        (pool.extended_config.get("UserPoolTags") or {}).pop(key, None)
    return EmptyResult()


def list_tags_for_resource(self):
    """The pool's tags."""
    pool = pool_of_arn(self.backend, self._get_param("ResourceArn"))
    return ActionResult({"Tags": pool.extended_config.get("UserPoolTags") or {}})


def apply():
    """Replaces and adds the operations."""
    CognitoIdpUserPool.to_json = to_json
    CognitoIdpUserPool.update_extended_config = lambda self, config: setattr(self, "extended_config", config)
    for operation in (
        create_user_pool,
        update_user_pool,
        delete_user_pool,
        tag_resource,
        untag_resource,
        list_tags_for_resource,
    ):
        setattr(CognitoIdpResponse, operation.__name__, operation)
