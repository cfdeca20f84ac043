"""Secrets that were deleted and can still be recovered: moto answers as if
they were there. https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
"""

from answers import error
from moto.secretsmanager.models import SecretsManagerBackend

create = SecretsManagerBackend.create_secret


def create_secret(self, name, *args, **kwargs):
    """AWS keeps the name until the secret is gone."""
    if name in self.secrets.keys() and self.secrets[name].is_deleted():
        raise error(
            "InvalidRequestException",
            "You can't create this secret because a secret with this name is already scheduled for deletion.",
        )
    return create(self, name, *args, **kwargs)


def apply():
    """Replaces the operation."""
    SecretsManagerBackend.create_secret = create_secret
