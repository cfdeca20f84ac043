"""The limits of the AWS API model: lengths, ranges, patterns, enumerations.

AWS refuses a request that breaks them, and moto does not look. The model is the
one that botocore carries, which is AWS's own.
"""

import json
import re

from answers import error
from moto.core import responses
from moto.core.utils import get_service_model

# How each service calls the error. The older XML services are left alone.
ERRORS = {
    "cognito-idp": "InvalidParameterException",
    "cognito-identity": "ValidationException",
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
        broken = check(self.service_name, self._get_action(), self.body)
        if broken:
            raise error(code, worded(broken))
        return call_action(self)

    responses.BaseResponse.call_action = checked


def worded(broken):
    """The message, worded as AWS words it."""
    count = f"{len(broken)} validation error{'s' if len(broken) > 1 else ''} detected: "
    return count + "; ".join(broken)


def check(service, action, body):
    """What is wrong with a request, a sentence each."""
    model = get_service_model(service)
    if action not in model.operation_names:
        return []
    shape = model.operation_model(action).input_shape
    try:
        request = json.loads(body or "{}")
    except ValueError:
        return ["Value at 'body' failed to satisfy constraint: Member must be JSON"]
    broken = []
    if shape is not None:
        walk(shape, request, "", broken)
    return broken


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
    """Python knows no Unicode classes: separators are blank, all others are not."""
    pattern = pattern.replace("\\p{Z}", "\\s")
    return re.sub(r"\\p{[A-Z][a-z]?}", r"\\S", pattern)


def join(path, name):
    """AWS names members in lower camel case in these errors."""
    name = name[:1].lower() + name[1:]
    return f"{path}.{name}" if path else name


def fail(broken, value, path, constraint):
    """Adds a sentence. Secrets are not repeated."""
    shown = "***" if "ecret" in path else value
    broken.append(f"Value '{shown}' at '{path}' failed to satisfy constraint: {constraint}")
