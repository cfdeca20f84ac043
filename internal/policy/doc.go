// Package policy turns what a spec says of a role into IAM policy documents:
// grants and statements into permissions, trusts into a trust policy, both
// merged, and permissions divided where IAM has a limit of size.
//
// It is pure and knows nothing of Pulumi: rendering sends what it makes, and
// the checker asks it what is wrong with a grant and whether a role fits.
package policy
