package spec

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Workload is a job that gets AWS credentials without a key: an IAM role, and
// who may take it on.
type Workload struct {
	Node                *Node
	Trust               Trusts      `yaml:"trust"`
	Grants              []Grant     `yaml:"grants"`
	Statements          []Statement `yaml:"statements"`
	ManagedPolicies     []string    `yaml:"managedPolicies"`
	PermissionsBoundary string      `yaml:"permissionsBoundary"`
	SessionDuration     Duration    `yaml:"sessionDuration"`
	RoleName            string      `yaml:"roleName"`
	Path                string      `yaml:"path"`
}

func (w *Workload) defaults() { w.SessionDuration, w.Path = Duration(time.Hour), "/" }

// Permissions are what the workload's role may do.
func (w Workload) Permissions() Permissions {
	return Permissions{w.Node, w.Grants, w.Statements, w.ManagedPolicies, w.PermissionsBoundary}
}

func (w *Workload) derive(key string, s *Spec) {
	if w.RoleName == "" {
		w.RoleName = boundedName(s.Metadata.Name+"-"+key, maxRoleName)
	}
}

// maxRoleName is IAM's limit.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
const maxRoleName = 64

// boundedName cuts a name that is too long and puts a digest of the whole at
// its end, so that different names stay different.
func boundedName(name string, limit int) string {
	const digits = 8
	if len(name) <= limit {
		return name
	}
	digest := sha256.Sum256([]byte(name))
	return name[:limit-digits-1] + "-" + hex.EncodeToString(digest[:])[:digits]
}
