"""Permissions to invoke functions. moto wants the function to exist; here any
function does, because the tests are about the permission.
"""

import json
from urllib.parse import unquote

from answers import error
from moto.awslambda.responses import LambdaResponse

# Statements by caller's account and ARN, then by their ids.
POLICIES = {}


def policy(self, name):
    """The ARN of a function, which may be in another account, and its statements.
    A version or an alias is part of the ARN, and has a policy of its own:
    https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
    """
    arn = unquote(name)
    if not arn.startswith("arn:"):
        place = f"arn:{self.partition}:lambda:{self.region}:{self.current_account}"
        arn = f"{place}:function:{arn}"
    qualifier = self.querystring.get("Qualifier", [None])[0]
    if qualifier:
        arn += f":{qualifier}"
    return arn, POLICIES.setdefault((self.current_account, arn), {})


def add_permission(self):
    """Adds a statement; its id is unique."""
    arn, statements = policy(self, self.path.split("/")[-2])
    request = self.json_body
    sid = request["StatementId"]
    if sid in statements:
        raise error("ResourceConflictException", f"The statement id ({sid}) provided already exists.")
    statements[sid] = statement(self, arn, request)
    return json.dumps({"Statement": json.dumps(statements[sid])})


def statement(self, arn, request):
    """The policy statement that a permission becomes."""
    principal = request["Principal"]
    account = principal.isdigit() and f"arn:{self.partition}:iam::{principal}:root"
    made = {
        "Sid": request["StatementId"],
        "Effect": "Allow",
        "Principal": {"AWS": account} if account else {"Service": principal},
        "Action": request["Action"],
        "Resource": arn,
    }
    condition = {}
    if request.get("SourceAccount"):
        condition["StringEquals"] = {"AWS:SourceAccount": request["SourceAccount"]}
    if request.get("SourceArn"):
        condition["ArnLike"] = {"AWS:SourceArn": request["SourceArn"]}
    if condition:
        made["Condition"] = condition
    return made


def get_policy(self):
    """All statements, or an error where there is none."""
    arn, statements = policy(self, self.path.split("/")[-2])
    if not statements:
        raise error("ResourceNotFoundException", f"No policy is associated with the function {arn}.")
    document = {"Version": "2012-10-17", "Id": "default", "Statement": list(statements.values())}
    return json.dumps({"Policy": json.dumps(document), "RevisionId": "1"})


def remove_permission(self):
    """Removes a statement."""
    _, statements = policy(self, self.path.split("/")[-3])
    sid = unquote(self.path.split("/")[-1])
    if statements.pop(sid, None) is None:
        raise error("ResourceNotFoundException", f"Statement {sid} is not found in resource policy.")
    return 204, {"status": 204}, ""


def apply():
    """Replaces the operations."""
    LambdaResponse.add_permission = add_permission
    LambdaResponse.get_policy = get_policy
    LambdaResponse.remove_permission = remove_permission
