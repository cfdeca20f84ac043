"""Resource servers: moto can create and describe them, but no more."""

from moto.cognitoidp.exceptions import ResourceNotFoundError
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult, EmptyResult


def find(backend, pool_id, identifier):
    """The resource server, or the error that AWS answers."""
    server = backend.describe_user_pool(pool_id).resource_servers.get(identifier)
    if server is None:
        raise ResourceNotFoundError(f"Resource server {identifier} does not exist.")
    return server


def update_resource_server(self):
    """Name and scopes are replaced as a whole; no scopes sent means none."""
    server = find(self.backend, self._get_param("UserPoolId"), self._get_param("Identifier"))
    server.name = self._get_param("Name")
    server.scopes = self._get_param("Scopes", [])
    return ActionResult({"ResourceServer": server.to_json()})


def delete_resource_server(self):
    """Clients that were granted the server's scopes do not keep it alive."""
    pool_id, identifier = self._get_param("UserPoolId"), self._get_param("Identifier")
    find(self.backend, pool_id, identifier)
    del self.backend.describe_user_pool(pool_id).resource_servers[identifier]
    return EmptyResult()


def apply():
    """Adds the operations."""
    CognitoIdpResponse.update_resource_server = update_resource_server
    CognitoIdpResponse.delete_resource_server = delete_resource_server
