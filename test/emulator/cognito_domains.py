"""Domains of user pools."""

from hashlib import sha256

from answers import error, invalid
from moto.cognitoidp.models import CognitoIdpUserPoolDomain, cognitoidp_backends
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult

DEFAULT_VERSION = 1  # the classic hosted pages
MANAGED_LOGIN = 2
RESERVED = ("aws", "amazon", "cognito")
CERTIFICATES = ":acm:us-east-1:"


def create_user_pool_domain(self):
    """Refuses a name that is taken, and a second domain of the same sort."""
    pool_id, name = self._get_param("UserPoolId"), self._get_param("Domain")
    custom = self._get_param("CustomDomainConfig")
    if taken(name, None if custom else self.region):
        raise invalid("Domain already associated with another user pool.")
    if any(bool(d.custom_domain_config) == bool(custom) for d in domains_of(self.backend, pool_id)):
        raise invalid("User pool already has a domain configured.")
    check(self.backend.describe_user_pool(pool_id), name, custom, self._get_param("ManagedLoginVersion"))
    domain = self.backend.create_user_pool_domain(pool_id, name, custom)
    domain.version = self._get_param("ManagedLoginVersion") or DEFAULT_VERSION
    return ActionResult(answer(domain))


def update_user_pool_domain(self):
    """Changes the certificate, the pages' version, or both."""
    name = self._get_param("Domain")
    domain = self.backend.user_pool_domains.get(name)
    if domain is None or domain.user_pool_id != self._get_param("UserPoolId"):
        raise error("ResourceNotFoundException", "Domain does not exist.")
    custom = self._get_param("CustomDomainConfig")
    check(self.backend.describe_user_pool(domain.user_pool_id), name, custom, self._get_param("ManagedLoginVersion"))
    if custom:
        domain.custom_domain_config = custom
    domain.version = self._get_param("ManagedLoginVersion") or domain.version
    return ActionResult(answer(domain))


def check(pool, name, custom, version):
    """Names that AWS keeps to itself, certificates where CloudFront looks, and
    what the feature plan has."""
    if "." not in name and any(word in name for word in RESERVED):
        raise invalid("Domain cannot contain reserved word: " + ", ".join(w for w in RESERVED if w in name))
    if custom and CERTIFICATES not in custom["CertificateArn"]:
        raise invalid("Certificate must be in us-east-1 for a custom domain.")
    if version == MANAGED_LOGIN and pool.extended_config["UserPoolTier"] == "LITE":
        raise error("FeatureUnavailableInTierException", "Managed login is not available in tier LITE.")


def answer(domain):
    """What creation and update return."""
    return {**domain.to_json(extended=False), "ManagedLoginVersion": domain.version}


def describe_user_pool_domain(self):
    """An unknown domain is described as empty, not as an error."""
    domain = self.backend.user_pool_domains.get(self._get_param("Domain"))
    if domain is None:
        return ActionResult({"DomainDescription": {}})
    description = {
        **domain.to_json(),
        "AWSAccountId": self.current_account,
        "ManagedLoginVersion": domain.version,
        "Version": "20240101000000",
        "S3Bucket": f"aws-cognito-prod-{self.region}-assets",
    }
    if domain.custom_domain_config:
        description["CustomDomainConfig"] = domain.custom_domain_config
    return ActionResult({"DomainDescription": description})


def taken(name, region):
    """Prefixes are unique in a region, custom domains everywhere, among all accounts.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
    """
    return any(
        name in backend.user_pool_domains
        for account in list(cognitoidp_backends.values())
        for where, backend in list(account.items())
        if region in (None, where)
    )


def distribution_of(domain):
    """Where a domain leads: another certificate does not make it another place."""
    place = "cloudfront.net" if domain.custom_domain_config else "amazoncognito.com"
    return f"{sha256(domain.domain.encode()).hexdigest()[:16]}.{place}"


def domains_of(backend, pool_id):
    """The domains of one pool."""
    return [d for d in backend.user_pool_domains.values() if d.user_pool_id == pool_id]


def apply():
    """Replaces the operations, and the name of a domain's distribution."""
    CognitoIdpUserPoolDomain._distribution_name = distribution_of
    CognitoIdpResponse.create_user_pool_domain = create_user_pool_domain
    CognitoIdpResponse.update_user_pool_domain = update_user_pool_domain
    CognitoIdpResponse.describe_user_pool_domain = describe_user_pool_domain
