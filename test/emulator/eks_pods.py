"""Pod identity associations, which moto has not. Any cluster will do: the tests
are about the association, not about Kubernetes.
"""

import re
import uuid

from answers import error, pruned
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow
from moto.eks import urls
from moto.eks.responses import EKSResponse

PATH = re.compile(r"/clusters/([^/]+)/pod-identity-associations(?:/([^/]+))?$")
CHANGEABLE = ("roleArn", "disableSessionTags", "targetRoleArn", "policy")

# Associations by account and region, then by their ids.
ASSOCIATIONS = {}


def associations(self):
    """The associations of the account and region of a request."""
    return ASSOCIATIONS.setdefault((self.current_account, self.region), {})


def find(self):
    """The association of a request, or the error that AWS answers."""
    _, identity = PATH.search(self.path).groups()
    if identity not in associations(self):
        raise error("ResourceNotFoundException", f"No association found with id {identity}.")
    return associations(self)[identity]


def answer(association):
    """The association as all operations answer it."""
    return ActionResult({"association": pruned(association)})


def create_pod_identity_association(self):
    """One role for each service account of a cluster."""
    cluster, _ = PATH.search(self.path).groups()
    request = {name: self._get_param(name) for name in ("namespace", "serviceAccount", *CHANGEABLE)}
    key = (cluster, request["namespace"], request["serviceAccount"])
    for other in associations(self).values():
        if key == (other["clusterName"], other["namespace"], other["serviceAccount"]):
            raise error("ResourceInUseException", "Association already exists.")
    identity = "a-" + uuid.uuid4().hex[:17]
    place = f"arn:{self.partition}:eks:{self.region}:{self.current_account}"
    association = {
        **request,
        "clusterName": cluster,
        "associationId": identity,
        "associationArn": f"{place}:podidentityassociation/{cluster}/{identity}",
        "disableSessionTags": request["disableSessionTags"] or False,
        "tags": self._get_param("tags") or {},
        "createdAt": utcnow(),
        "modifiedAt": utcnow(),
    }
    associations(self)[identity] = association
    return answer(association)


def describe_pod_identity_association(self):
    """Describes an association."""
    return answer(find(self))


def update_pod_identity_association(self):
    """Changes what is sent."""
    association = find(self)
    for name in CHANGEABLE:
        if self._get_param(name) is not None:
            association[name] = self._get_param(name)
    association["modifiedAt"] = utcnow()
    return answer(association)


def delete_pod_identity_association(self):
    """Deletes an association, and answers what it was."""
    association = find(self)
    del associations(self)[association["associationId"]]
    return answer(association)


def list_pod_identity_associations(self):
    """Lists the associations of a cluster."""
    cluster, _ = PATH.search(self.path).groups()
    found = [a for a in associations(self).values() if a["clusterName"] == cluster]
    names = ("clusterName", "namespace", "serviceAccount", "associationArn", "associationId")
    return ActionResult({"associations": [{n: a[n] for n in names} for a in found]})


def by_arn(self):
    """The association that a tagging request is about, if it is about one."""
    identity = self._extract_arn_from_path().split("/")[-1]
    return associations(self).get(identity)


def tagging(name, change):
    """Wraps one of moto's tagging operations, which know no associations."""
    known = getattr(EKSResponse, name)

    def operation(self):
        association = by_arn(self)
        return known(self) if association is None else change(self, association)

    setattr(EKSResponse, name, operation)


def tag(self, association):
    """Adds tags, or changes them."""
    association["tags"].update(self._get_param("tags") or {})
    return EmptyResult()


def untag(self, association):
    """Removes tags; the keys are in the query."""
    for key in self.querystring.get("tagKeys", []):
        association["tags"].pop(key, None)
    return EmptyResult()


def apply():
    """Adds the operations and their addresses."""
    for operation in (
        create_pod_identity_association,
        describe_pod_identity_association,
        update_pod_identity_association,
        delete_pod_identity_association,
        list_pod_identity_associations,
    ):
        setattr(EKSResponse, operation.__name__, operation)
    tagging("tag_resource", tag)
    tagging("untag_resource", untag)
    tagging("list_tags_for_resource", lambda self, association: ActionResult({"tags": association["tags"]}))
    base = "{0}/clusters/(?P<name>[^/]+)/pod-identity-associations"
    urls.url_paths[f"{base}$"] = EKSResponse.dispatch
    urls.url_paths[f"{base}/(?P<associationId>[^/]+)$"] = EKSResponse.dispatch
