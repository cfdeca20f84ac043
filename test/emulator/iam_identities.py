"""Roles and OpenID Connect providers: moto takes away from a role what an update
does not send, and cannot change whom a provider issues tokens for.
"""

from moto.core.responses import EmptyResult
from moto.iam.responses import IamResponse


def update_role(self):
    """What is not sent stays as it is.
    https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
    """
    role = self.backend.get_role(self._get_param("RoleName"))
    role.description = self._get_param("Description", role.description)
    role.max_session_duration = self._get_param("MaxSessionDuration", role.max_session_duration)
    return EmptyResult()


def provider_of(self):
    """The OpenID Connect provider of a request."""
    return self.backend.get_open_id_connect_provider(self._get_param("OpenIDConnectProviderArn"))


def add_client_id_to_open_id_connect_provider(self):
    """Adding one that is there already is no error."""
    provider, client = provider_of(self), self._get_param("ClientID")
    if client not in provider.client_id_list:
        provider.client_id_list.append(client)
    return EmptyResult()


def remove_client_id_from_open_id_connect_provider(self):
    """Removing one that is not there is no error."""
    provider, client = provider_of(self), self._get_param("ClientID")
    provider.client_id_list = [c for c in provider.client_id_list if c != client]
    return EmptyResult()


def apply():
    """Replaces one operation and adds two."""
    IamResponse.update_role = update_role
    IamResponse.add_client_id_to_open_id_connect_provider = add_client_id_to_open_id_connect_provider
    IamResponse.remove_client_id_from_open_id_connect_provider = remove_client_id_from_open_id_connect_provider
