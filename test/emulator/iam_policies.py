"""AWS's own managed policies: there are over a thousand, and moto loads all or
none. Here one comes into being when it is first attached, with nothing in it.
"""

from moto.iam.models import AWSManagedPolicy, IAMBackend

OWNER = ":iam::aws:policy/"
EMPTY = '{"Version": "2012-10-17", "Statement": []}'


def apply():
    """Wraps the operation that attaches a policy to a role."""
    attach_role_policy = IAMBackend.attach_role_policy

    def attach(self, policy_arn, role_name):
        if OWNER in policy_arn and policy_arn not in self.managed_policies:
            path, name = ("/" + policy_arn.split(OWNER)[1]).rsplit("/", 1)
            policy = AWSManagedPolicy(
                name, account_id=self.account_id, region=self.region_name, path=path + "/", document=EMPTY
            )
            self.managed_policies[policy_arn] = policy
        attach_role_policy(self, policy_arn, role_name)

    IAMBackend.attach_role_policy = attach
