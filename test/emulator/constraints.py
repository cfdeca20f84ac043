"""The limits of the AWS API model: lengths, ranges, patterns, enumerations.

AWS refuses a request that breaks them, and moto does not look. The model is the
one that botocore carries, which is AWS's own.
"""

import json
import re

from answers import error
from moto.core import responses
from moto.core.utils import get_service_model
from moto.iam.exceptions import ValidationError

# How each service calls the error.
ERRORS = {
    "cognito-idp": "InvalidParameterException",
    "cognito-identity": "ValidationException",
    "iam": ValidationError.code,
    "secretsmanager": "ValidationException",
    "ssm": "ValidationException",
}


def apply():
    """Checks every request of these services before moto sees it."""
    call_action = responses.BaseResponse.call_action

    def checked(self):
        code = ERRORS.get(self.service_name)
        if code is None:
            return call_action(self)
        by_query = self.service_name == "iam"
        read = (lambda shape: unfolded(shape, self.querystring, "")) if by_query else (lambda _: json.loads(self.body or "{}"))
        broken = check(self.service_name, self._get_action(), read)
        if not broken:
            return call_action(self)
        if by_query:
            return self.serialized(responses.ActionResult(ValidationError(worded(broken))))
        raise error(code, worded(broken))

    responses.BaseResponse.call_action = checked


def worded(broken):
    """The message, worded as AWS words it."""
    count = f"{len(broken)} validation error{'s' if len(broken) > 1 else ''} detected: "
    return count + "; ".join(broken)


def check(service, action, read):
    """What is wrong with a request, a sentence each; read gives it by its shape."""
    model = get_service_model(service)
    if action not in model.operation_names:
        return []
    shape = model.operation_model(action).input_shape
    broken = []
    if shape is None:
        return broken
    try:
        walk(shape, read(shape), "", broken)
    except ValueError:
        return ["Value at 'body' failed to satisfy constraint: Member must be JSON"]
    return broken


def unfolded(shape, query, prefix):
    """The value of a shape in a query, where a member of a list is NAME.member.1
    and one of a structure NAME.MEMBER; None where it says nothing of it."""
    if shape.type_name == "structure":
        members = {}
        for name, member in shape.members.items():
            value = unfolded(member, query, f"{prefix}.{name}" if prefix else name)
            if value is not None:
                members[name] = value
        return members or None
    if shape.type_name == "list":
        items = []
        while (item := unfolded(shape.member, query, f"{prefix}.member.{len(items) + 1}")) is not None:
            items.append(item)
        return items or None
    values = query.get(prefix)
    if not values:
        return None
    return int(values[0]) if shape.type_name in ("integer", "long") else values[0]


def walk(shape, value, path, broken):
    """Compares a value with its shape, and goes into lists, maps and structures."""
    rules = shape.metadata
    if shape.type_name == "structure" and isinstance(value, dict):
        for name in shape.required_members:
            if value.get(name) is None:
                fail(broken, "null", join(path, name), "Member must not be null")
        for name, member in shape.members.items():
            if value.get(name) is not None:
                walk(member, value[name], join(path, name), broken)
    elif shape.type_name == "list" and isinstance(value, list):
        limits(rules, len(value), value, path, broken, "length")
        for index, item in enumerate(value):
            walk(shape.member, item, f"{path}.{index + 1}.member", broken)
    elif shape.type_name == "map" and isinstance(value, dict):
        limits(rules, len(value), value, path, broken, "length")
        for key, item in value.items():
            walk(shape.key, key, path, broken)
            walk(shape.value, item, f"{path}.{key}.member", broken)
    elif shape.type_name == "string" and isinstance(value, str):
        limits(rules, len(value), value, path, broken, "length")
        text(rules, value, path, broken)
    elif shape.type_name in ("integer", "long") and isinstance(value, int):
        limits(rules, value, value, path, broken, "value")


def limits(rules, size, value, path, broken, what):
    """Lengths and ranges."""
    if "min" in rules and size < rules["min"]:
        fail(broken, value, path, f"Member must have {what} greater than or equal to {rules['min']}")
    if "max" in rules and size > rules["max"]:
        fail(broken, value, path, f"Member must have {what} less than or equal to {rules['max']}")


def text(rules, value, path, broken):
    """Enumerations and patterns."""
    if rules.get("enum") and value not in rules["enum"]:
        fail(broken, value, path, f"Member must satisfy enum value set: [{', '.join(rules['enum'])}]")
    pattern = rules.get("pattern")
    if path == "domain" and "." in value:
        return  # the model's pattern is that of prefixes; AWS takes custom domains all the same
    if pattern and not re.fullmatch(python_pattern(pattern), value):
        fail(broken, value, path, f"Member must satisfy regular expression pattern: {pattern}")


def python_pattern(pattern):
    """Python knows no Unicode classes: separators are blank, all others are not.
    Where punctuation is not among them, letters and digits are."""
    pattern = pattern.replace("\\p{Z}", "\\s")
    others = r"\\S" if "\\p{P}" in pattern else r"\\w"
    return re.sub(r"\\p{[A-Z][a-z]?}", others, pattern)


def join(path, name):
    """AWS names members in lower camel case in these errors."""
    name = name[:1].lower() + name[1:]
    return f"{path}.{name}" if path else name


def fail(broken, value, path, constraint):
    """Adds a sentence. Secrets are not repeated."""
    shown = "***" if "ecret" in path else value
    broken.append(f"Value '{shown}' at '{path}' failed to satisfy constraint: {constraint}")
