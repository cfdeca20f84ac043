"""A pool's attributes: the standard ones are always there, and only custom ones
can be added later. moto lists the standard ones only where nothing was declared.
"""

from answers import error, invalid
from moto.cognitoidp.models import CognitoIdpUserPool, CognitoIdpUserPoolAttribute
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import EmptyResult

STANDARD = CognitoIdpUserPoolAttribute.STANDARD_SCHEMA
CUSTOM_LIMIT = 50
NAME_LIMIT = 20
LENGTH_LIMIT = 2048
# Where the limits of a type are written, and what they are called.
LIMITS = {
    "String": ("StringAttributeConstraints", "MinLength", "MaxLength"),
    "Number": ("NumberAttributeConstraints", "MinValue", "MaxValue"),
}


def attributes_of(schema):
    """The attributes of a new pool as they are described, by their full names."""
    attributes = {name: standard(name, {}) for name in STANDARD}
    for declared in schema:
        made = standard(declared["Name"], declared) if declared["Name"] in STANDARD else custom(declared)
        if made["Name"].startswith("custom:") and made["Name"] in attributes:
            raise invalid(f"{made['Name']}: Attribute is already declared.")
        attributes[made["Name"]] = made
    check_count(attributes)
    return attributes


def standard(name, declared):
    """A standard attribute: the type is AWS's, the limits are unless declared."""
    rules = STANDARD[name]
    if declared.get("AttributeDataType", rules["AttributeDataType"]) != rules["AttributeDataType"]:
        raise invalid(
            "You can not change AttributeDataType or set developerOnlyAttribute "
            f"for standard schema attribute {name}"
        )
    return described(name, {**rules, **sent(declared)})


def custom(declared):
    """A custom attribute: never required, with limits only where declared."""
    name = declared["Name"]
    if len(name) > NAME_LIMIT:
        raise invalid(f"custom:{name}: Attribute name must not be longer than {NAME_LIMIT} characters.")
    if not declared.get("AttributeDataType"):
        raise invalid("Invalid AttributeDataType input, consider using the provided AttributeDataType enum.")
    if declared.get("Required"):
        raise invalid("Required custom attributes are not supported currently.")
    prefix = "dev:custom:" if declared.get("DeveloperOnlyAttribute") else "custom:"
    return described(prefix + name, {"Mutable": True, **sent(declared)})


def sent(declared):
    """The members that have a value."""
    return {k: v for k, v in declared.items() if v is not None}


def described(name, rules):
    """The attribute in the form that it is answered in."""
    made = {
        "Name": name,
        "AttributeDataType": rules["AttributeDataType"],
        "DeveloperOnlyAttribute": rules.get("DeveloperOnlyAttribute", False),
        "Mutable": rules["Mutable"],
        "Required": rules.get("Required", False),
    }
    if made["AttributeDataType"] in LIMITS:
        member, low, high = LIMITS[made["AttributeDataType"]]
        made[member] = dict(rules.get(member, {}))
        check_limits(name, made[member], member, low, high)
    return made


def check_limits(name, limits, member, low, high):
    """Limits are numbers in strings, in the right order."""
    try:
        numbers = {key: int(value) for key, value in limits.items()}
    except ValueError:
        raise invalid(f"Invalid {member} for schema attribute {name}") from None
    if numbers.get(low, 0) > numbers.get(high, numbers.get(low, 0)):
        raise invalid(f"user.{name}: Max must not be less than min.")
    if member == LIMITS["String"][0] and any(not 0 <= n <= LENGTH_LIMIT for n in numbers.values()):
        raise invalid(f"user.{name}: String attributes cannot have a length of more than {LENGTH_LIMIT}")


def check_count(attributes):
    """AWS's quota."""
    if sum(":" in name for name in attributes) > CUSTOM_LIMIT:
        raise error("LimitExceededException", f"Custom attributes exceed the limit of {CUSTOM_LIMIT}.")


def add_custom_attributes(self):
    """Adds attributes, all of them custom: a standard name becomes custom:NAME."""
    pool = self.backend.describe_user_pool(self._get_param("UserPoolId"))
    attributes = dict(pool.schema_attributes)
    for declared in self._get_param("CustomAttributes"):
        made = custom(declared)
        if made["Name"] in attributes:
            raise invalid(f"{made['Name']}: Existing attribute already has name {made['Name']}.")
        attributes[made["Name"]] = made
    check_count(attributes)
    pool.schema_attributes = attributes
    return EmptyResult()


def identities():
    """The attribute that AWS adds to a pool with an identity provider."""
    return described("identities", {"AttributeDataType": "String", "Mutable": True})


def apply():
    """Replaces the operation."""
    CognitoIdpResponse.add_custom_attributes = add_custom_attributes
    CognitoIdpUserPool.add_custom_attributes = None  # nothing else may call it
