package policy

import "strings"

// Problem is what can be wrong with the resource of a grant.
type Problem int

const (
	NoProblem      Problem = iota
	BareWildcard           // it stands for everything
	NoAccount              // a name that takes an account to complete, and there is none
	WrongPartition         // an ARN of another partition than the stack's
	WrongService           // an ARN of something else than the grant is about
	WrongRegion            // an ARN of another region than the stack's
	OtherAccount           // an ARN of another account than the stack's
)

// Examine says what is wrong with the resource of a grant. It knows nothing
// wrong with a grant that it does not know.
func Examine(grant, resource string, at Place) Problem {
	e, known := catalogue[grant]
	switch {
	case !known:
		return NoProblem
	case !isARN(resource):
		return e.examineName(resource, at)
	}
	return e.examineARN(resource, at)
}

func (e entry) examineName(name string, at Place) Problem {
	arn, _ := parseARN(e.arn(at, name))
	said, _ := e.nameIn(arn.resource) // without its kind, such as alias/
	switch {
	case bare(e.first(said)):
		return BareWildcard
	case at.Account == "" && !e.accountless && !arn.foundationModel():
		return NoAccount
	}
	return NoProblem
}

func (e entry) examineARN(text string, at Place) Problem {
	arn, ok := parseARN(text)
	if !ok || arn.service != e.service {
		return WrongService
	}
	if arn.partition != at.Partition {
		return WrongPartition
	}
	name, ok := e.nameIn(arn.resource)
	if !ok {
		return WrongService
	}
	regional := e.service != "iam" && e.service != "s3"
	switch {
	case bare(e.first(name)):
		return BareWildcard
	case regional && arn.region != at.Region && !arn.foundationModel():
		return WrongRegion
	case !regional && arn.region != "":
		return WrongService // an access point, which is no bucket
	case !e.foreign && at.Account != "" && arn.account != "" && arn.account != at.Account:
		return OtherAccount
	case e.local && at.Account == "":
		return NoAccount
	}
	return NoProblem
}

// foundationModel is true of models that are nobody's: they are in all regions
// and in no account.
func (a parsedARN) foundationModel() bool { return strings.HasPrefix(a.resource, "foundation-model/") }

// first is the part of a name that has to say what is meant: of a bucket's
// prefix the bucket, of an API's path the API.
func (e entry) first(name string) string {
	if e.kinds[0] == "" {
		name, _ = cutBucket(name)
	}
	return name
}

// nameIn is the name behind the kind of a resource.
func (e entry) nameIn(resource string) (string, bool) {
	for _, kind := range e.kinds {
		if name, ok := strings.CutPrefix(resource, kind); ok {
			return name, true
		}
	}
	return "", false
}

// bare is true of a pattern with nothing in it that says what is meant.
func bare(name string) bool { return strings.Trim(name, "*?/:.-") == "" }
