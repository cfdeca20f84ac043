"""Credentials and accounts.

Every test has an account of its own, so that tests can run side by side
against one emulator. The access key says which: ``AKIA``, the twelve digits of
the account, four more characters. A key that begins with ``AKIAINVALID`` is one
that AWS does not know, and is refused as AWS refuses it.
"""

import json
import re
import time

from moto.core import responses

KEY = re.compile(r"Credential=([A-Z0-9]+)/[0-9]+/[^/]*/([^/]+)/")
ACCOUNT = re.compile(r"AKIA([0-9]{12})[A-Z0-9]{4}$")
# AWS's SDK for Go closes a request when its answer is there. Where that is
# before the request has been sent to its end, it loses the connection and the
# answer: nobody on the network is as quick as a refusal on the same machine.
PAUSE = 0.02
MESSAGE = "The security token included in the request is invalid."


def apply():
    """Makes moto take the account from the access key where it says one."""
    by_credentials = responses.BaseResponse.get_current_account

    def get_current_account(self):
        match = ACCOUNT.match(self.get_access_key())
        return match.group(1) if match else by_credentials(self)

    responses.BaseResponse.get_current_account = get_current_account


class Gate:
    """A WSGI application that lets only known credentials through."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        match = KEY.search(environ.get("HTTP_AUTHORIZATION", ""))
        if match and match.group(1).startswith("AKIAINVALID"):
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            time.sleep(PAUSE)
            return refuse(match.group(2), start_response)
        return self.application(environ, start_response)


def refuse(service, start_response):
    """Answers in the protocol of the service: XML for the old ones, else JSON."""
    if service in ("sts", "iam"):
        kind = "text/xml"
        body = (
            "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code>"
            f"<Message>{MESSAGE}</Message></Error></ErrorResponse>"
        )
    else:
        kind = "application/x-amz-json-1.1"
        body = json.dumps({"__type": "UnrecognizedClientException", "message": MESSAGE})
    headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
    start_response("403 Forbidden", headers)
    return [body.encode()]
