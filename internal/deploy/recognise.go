package deploy

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// This file holds every text of the engine's, the providers' and AWS's that is
// recognised, and no other file does. Each has a test with the text as it was
// seen, from engine 3.256.0 and AWS provider 5.100.0 (pulumi-aws 6.83).

// advice is what to tell a user about a recognised text.
type advice struct {
	kind    Kind
	summary string
	remedy  string
}

// saying is a text that is recognised; the advice may use what it captured.
type saying struct {
	pattern *regexp.Regexp
	advise  func(match []string) advice
}

// sayings are tried in this order; the first that matches explains the text.
var sayings = []saying{
	{regexp.MustCompile(`(?s)the stack is currently locked by (\d+) lock.*?(?:created by (\S+) \(pid (\d+)\) at (\S+))?\s*$`), adviseLocked},
	{regexp.MustCompile(`\[409\] Conflict: Another update is currently in progress`), adviseBusy},
	{regexp.MustCompile(`incorrect passphrase`), advisePassphrase},
	{regexp.MustCompile(`passphrase must be set with PULUMI_CONFIG_PASSPHRASE`), adviseNoPassphrase},
	{regexp.MustCompile(`PULUMI_ACCESS_TOKEN must be set`), adviseLogin},
	{regexp.MustCompile(`cannot be deleted\s+because it is protected|as it is currently marked for protection`), adviseProtected},
	{regexp.MustCompile(`resource (?:(\S+) )?violates plan: |is not allowed by the plan: |no plan for resource `), adviseUnplanned},
	{regexp.MustCompile(`no resource plugin '?pulumi-resource-([\w-]+)'?|[Cc]ould not automatically download and install resource plugin '?pulumi-resource-([\w-]+)`), advisePlugin},
	{regexp.MustCompile(`Detected that \S*pulumi-resource-([\w-]+)\S* exited prematurely|plugin \[\S*pulumi-resource-([\w-]+)\S*\] did not come alive`), advisePluginDied},
	{regexp.MustCompile(`resource '\S+' has a problem: (.*?)\.?(?: Examine values at '(\S+?)'\.?)?(?:\n|$)`), adviseValue},
	{regexp.MustCompile(`unknown stack "(?:[^"]*/)?([^"/]+)"`), adviseStack},
	{regexp.MustCompile(`^(?:\S+ )?resource '([^']+)' does not exist`), adviseNothingToAdopt},
	{regexp.MustCompile(`AWS account ID not allowed: (\d+)`), adviseAccount},
	{regexp.MustCompile(`[Nn]o valid credential sources|failed to refresh cached credentials|get identity: get credentials`), adviseCredentials},
	{regexp.MustCompile(`operation error ([^:,]+): (\w+), [^\n]*?(?:dial tcp ([^ :]+(?::\d+)?)[^\n]*(?:connection refused|no such host|i/o timeout)|no such host)`), adviseUnreachable},
	{regexp.MustCompile(`Secrets Manager Secret \(([^)]+)\):[^\n]*a secret with this name is already scheduled for deletion`), adviseKeptName},
	{regexp.MustCompile(`operation error ([^:,]+): (\w+), (?:[^\n]*?RequestID: [^,\n]*, )?(?:HostID: [^,\n]*, )?(?:api error )?(\w+): ([^\n]*)`), adviseAWS},
	{regexp.MustCompile(`go inline source runtime error[^\n]*?: ([^\n]*)`), adviseBug},
	{regexp.MustCompile(`(?s)^an unhandled error occurred: (?:\d+ errors? occurred:\s*\* )?(.*)`), adviseProgram},
}

// recognise explains a text, if it is known.
func recognise(text string) (advice, bool) {
	for _, s := range sayings {
		if match := s.pattern.FindStringSubmatch(text); match != nil {
			return s.advise(match), true
		}
	}
	return advice{}, false
}

func adviseLocked(match []string) advice {
	who := "another run"
	if match[2] != "" {
		who = fmt.Sprintf("%s, process %s, since %s", match[2], match[3], match[4])
	}
	return advice{
		summary: "the stack is locked by " + who,
		remedy: "Wait until that run is over. If it died and left the lock behind, remove the lock with `pulumi cancel`\n" +
			"on this backend, once you are sure that nothing is running.",
	}
}

func adviseBusy([]string) advice {
	return advice{
		summary: "another update of this stack is running",
		remedy:  "Wait until it is over. If it died, end it with `pulumi cancel`, once you are sure that nothing is running.",
	}
}

func advisePassphrase([]string) advice {
	return advice{
		summary: "the passphrase is not the one that the secrets in this stack's state were encrypted with",
		remedy:  "Set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE to what it was when the stack was made.",
	}
}

func adviseNoPassphrase([]string) advice {
	missing := passphraseMissing()
	return advice{kind: missing.Kind, summary: missing.Summary, remedy: missing.Remedy}
}

func adviseLogin([]string) advice {
	return advice{
		kind:    Unable,
		summary: "the backend is Pulumi Cloud, and nobody is logged in",
		remedy:  "Set PULUMI_ACCESS_TOKEN, or log in with `pulumi login`.",
	}
}

func adviseProtected([]string) advice {
	return advice{
		kind:    Refused,
		summary: "it is protected, and would be deleted or replaced",
		remedy:  "The state changed since the plan was made, or the plan is being made from another place. Run preview again.",
	}
}

func adviseUnplanned(match []string) advice {
	what := "it"
	if match[1] != "" {
		what = logicalName(match[1])
	}
	return advice{
		summary: "stopped: what would be done to " + what + " is not what was planned and judged",
		remedy:  "Something that the stack depends on moved since the plan was made: a secret, a value in AWS, another run. Make the plan anew.",
	}
}

// violation is where the engine goes on to list properties that are not what
// its plan has, old and new values in clear, secret ones too. A test looks at
// what it says without this.
var violation = "violates plan: properties changed"

// withoutValues cuts the values off a violation of a plan, and whatever follows.
func withoutValues(text string) string {
	before, _, found := strings.Cut(text, violation)
	if !found {
		return text
	}
	return before + violation + " (their values are not shown)"
}

func advisePlugin(match []string) advice {
	name := match[1] + match[2]
	remedy := "Install it with `pulumi plugin install resource " + name + "`, in the version that the text below names."
	if name == "aws" {
		remedy = "Install it with: " + pluginCommand()
	}
	return advice{
		kind:    Unable,
		summary: "the engine's " + name + " plugin is missing",
		remedy:  remedy,
	}
}

func advisePluginDied(match []string) advice {
	return advice{
		summary: "the engine's " + match[1] + match[2] + " plugin did not start in time, or broke off",
		remedy:  "Run it again, at best when the machine has less to do.",
	}
}

// adviseValue is for the provider's own checks, before it asks AWS.
func adviseValue(match []string) advice {
	a := advice{summary: match[1]}
	if match[2] != "" {
		a.remedy = "The value is at " + match[2] + " in the resource; change what it comes from in the spec."
	}
	return a
}

func adviseStack(match []string) advice {
	return advice{
		summary: "the stack " + match[1] + ", whose user pool this one uses, has not been deployed",
		remedy:  "Deploy it first, into the same state backend.",
	}
}

func adviseNothingToAdopt(match []string) advice {
	return advice{
		summary: "there is nothing to adopt: AWS has no such resource with the id " + match[1],
		remedy:  "Correct the id in lifecycle.adopt, or take the entry out to have the resource made.",
	}
}

func adviseAccount(match []string) advice {
	return advice{
		summary: "the credentials are for account " + match[1] + ", which this stack must not touch",
		remedy:  "Use the credentials of the account in aws.accountId.",
	}
}

func adviseCredentials([]string) advice {
	return advice{
		summary: "there are no AWS credentials that work",
		remedy:  "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in again with `aws sso login`.",
	}
}

func adviseUnreachable(match []string) advice {
	where := match[3]
	if where == "" {
		where = "its address"
	}
	return advice{
		summary: fmt.Sprintf("%s cannot be reached at %s (%s)", service(match[1]), where, match[2]),
		remedy:  "Check the network, and aws.endpointUrl or AWS_ENDPOINT_URL where one is set.",
	}
}

func adviseKeptName(match []string) advice {
	return advice{
		summary: "Secrets Manager keeps the name " + match[1] + " for a secret that was deleted and can still be recovered",
		remedy:  "Either " + releaseName(match[1]),
	}
}

// adviseAWS puts an error of the AWS API into words. What AWS says of itself is
// kept: for a refused parameter it is the only description there is.
func adviseAWS(match []string) advice {
	name, action, code := service(match[1]), match[2], match[3]
	// The provider says the same thing twice, with different endings.
	message := strings.TrimRight(providerSuffix.ReplaceAllString(match[4], ""), " .:")
	return advice{
		summary: fmt.Sprintf("%s refused %s: %s: %s", name, action, code, message),
		remedy:  remedyFor(code, match[1], action),
	}
}

var providerSuffix = regexp.MustCompile(`: provider=aws@\S+\s*$`)

// remedyFor says what to do about an error code of AWS's. The names differ from
// one service to the next: AccessDenied, AccessDeniedException.
func remedyFor(code, service, action string) string {
	switch strings.TrimSuffix(code, "Exception") {
	case "AccessDenied", "NotAuthorized", "UnauthorizedOperation":
		return fmt.Sprintf("The identity that deploys lacks a permission: allow it the action %s of %s.", action, service)
	case "ExpiredToken", "InvalidClientTokenId", "UnrecognizedClient", "SignatureDoesNotMatch":
		return "The credentials have expired or are wrong: log in again."
	case "LimitExceeded", "ServiceQuotaExceeded":
		return "A quota of the account is used up: see Service Quotas in the AWS console, or delete what is not needed."
	case "TooManyRequests", "Throttling", "RequestLimitExceeded":
		return "AWS is throttling the account: wait a little and run it again."
	case "ConcurrentModification":
		return "Something else is changing the same thing: run it again."
	case "InvalidParameter", "Validation", "ValidationError", "InvalidRequest":
		return "Change the value that AWS names in the spec."
	case "ResourceNotFound", "NoSuchEntity":
		return "Something the stack relies on was deleted outside of it."
	case "ResourceExists", "DuplicateProvider", "GroupExists", "EntityAlreadyExists", "AliasExists":
		return "It exists already, made by something else: rename it in the spec, or delete the other one."
	}
	return ""
}

func adviseBug(match []string) advice {
	return advice{
		summary: "mlauth-compile failed while it described the resources: " + match[1],
		remedy:  "This is an error in mlauth-compile; please report it with the spec that causes it.",
	}
}

func adviseProgram(match []string) advice {
	return advice{summary: "the resources could not be described: " + firstLine(match[1], "it did not say why")}
}

// service shortens the name that AWS's SDK has for a service.
func service(name string) string {
	switch name {
	case "Cognito Identity Provider":
		return "Cognito"
	case "SSM":
		return "Systems Manager"
	}
	return name
}

var noStack = regexp.MustCompile(`^no stack named '.*' found$`)

// isNoStack reports whether an operation failed because the backend does not
// hold the stack.
func isNoStack(err error) bool {
	var known *Error
	return errors.As(err, &known) && noStack.MatchString(known.Detail)
}

// verdict matches the engine's closing words, which say nothing of their own.
var verdict = regexp.MustCompile(`^(preview|update|destroy) (failed|canceled)$`)

func isVerdict(text string) bool { return verdict.MatchString(text) }

// undone is said, after an error, of all that was planned and did not come to
// its turn.
var undone = regexp.MustCompile(`^expected resource operations for \S+ but none were seen$`)

func isUndone(p problem) bool { return undone.MatchString(p.text) }

var (
	pendingList = regexp.MustCompile(`(?m)^\s*\* (\S+), interrupted while (\w+)$`)
	// ambientPlugin is said on every run where the plugin is on PATH, which is a
	// way to install it like any other.
	ambientPlugin = regexp.MustCompile(`^using \S+ from \$PATH at `)
	// notToAdopt is said where what is adopted would be replaced or is not there;
	// the plan is refused then, with better words.
	notToAdopt = regexp.MustCompile(`^previously-imported resources that still specify an ID may not be replaced|Automatically removing from Terraform State instead of returning the error`)
)

// noteOf puts a warning into words, or returns "" for one that is none.
func noteOf(text string) string {
	if ambientPlugin.MatchString(text) || notToAdopt.MatchString(text) {
		return ""
	}
	if pending := pendingList.FindAllStringSubmatch(text, -1); pending != nil {
		var lines []string
		for _, match := range pending {
			lines = append(lines, fmt.Sprintf("  %s was interrupted while %s", logicalName(match[1]), match[2]))
		}
		return "an earlier run was interrupted, and left these unfinished:\n" + strings.Join(lines, "\n") +
			"\nWhat was being created may exist in AWS without the state knowing of it: look before a second one is made."
	}
	return text
}
