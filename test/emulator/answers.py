"""What every emulated operation needs: errors, and answers without empty parts."""


class Refusal(Exception):
    """What AWS answers to a wrong request. It passes through moto untouched."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def invalid(message):
    """The error that Cognito answers to nearly everything that is wrong."""
    return error("InvalidParameterException", message)


def error(code, message):
    """Any other error of a JSON service."""
    return Refusal(code, message)


def pruned(value):
    """Leaves out what AWS leaves out of its answers: nothing, and empty lists.

    This matters: clients tell a list that is absent from one that is empty.
    """
    if isinstance(value, dict):
        return {k: pruned(v) for k, v in value.items() if v is not None and v != []}
    if isinstance(value, list):
        return [pruned(v) for v in value]
    return value


def given(request, *names):
    """The named members that a request has a value for."""
    return {name: request[name] for name in names if request.get(name) is not None}
