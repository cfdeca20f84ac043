package check

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/mlauth/mlauth-compile/internal/diag"
	"github.com/mlauth/mlauth-compile/internal/spec"
)

var trusteeRules = []Rule{
	{"MLA622", diag.Warning, "Secrets are not read by pull requests.", pullRequestSecrets},
	{"MLA623", diag.Warning, "An AWS service that is trusted can take the role on.", services},
	{"MLA624", diag.Error, "An issuer is what the tokens say, not its discovery document.", issuerForm},
	{"MLA625", diag.Warning, "AWS can reach an issuer.", issuerReach},
	{"MLA626", diag.Warning, "Names and paths that AWS keeps for its own roles are left to it.", reservedRoles},
	{"MLA627", diag.Warning, "A service account is one of the workload's own.", defaultAccounts},
}

func pullRequestSecrets(s *spec.Spec, report report) {
	ofPullRequests(s, func(w spec.Workload) {
		for _, g := range w.Grants {
			if g.Name == "secretsmanager.read" {
				report(g.Node.Key(g.Name), "whoever opens a pull request decides what its workflow does with these secrets", "Trust a branch or an environment for this.")
			}
		}
	})
}

// knownServices are services that ML work is handed to, by the name before
// .amazonaws.com. The list is for finding slips: one that it lacks is not wrong.
var knownServices = []string{
	"airflow", "airflow-env", "apigateway", "application-autoscaling", "appsync", "athena", "autoscaling", "backup", "batch", "bedrock",
	"bedrock-agentcore", "build.apprunner", "cloudformation", "cloudtrail", "codebuild", "codedeploy", "codepipeline", "cognito-idp",
	"comprehend", "config", "databrew", "datasync", "delivery.logs", "dms", "ec2", "ecs", "ecs-tasks", "eks", "eks-fargate-pods",
	"elasticmapreduce", "emr-serverless", "events", "firehose", "forecast", "glue", "imagebuilder", "iot", "kendra", "kinesisanalytics",
	"lakeformation", "lambda", "lexv2", "logs", "omics", "personalize", "pipes", "pods.eks", "quicksight", "rds", "redshift",
	"redshift-serverless", "rekognition", "s3", "sagemaker", "scheduler", "sns", "ssm", "states", "tasks.apprunner", "textract",
	"transcribe", "transfer", "translate",
}

func services(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		if t.Service == "" {
			return
		}
		at := t.Node.Get("service")
		name, near := knownService(t)
		switch {
		case name == "pods.eks":
			report(at, "EKS Pod Identity tags its sessions, which a trust in a service does not allow", "Write podIdentity: {cluster: …, namespace: …, serviceAccount: …}.")
		case name == "ec2":
			report(at, "an instance takes a role on through an instance profile, and none is made for this role", "Make one, as with aws iam create-instance-profile.")
		case near != "":
			report(at, "no service is known that is called "+quote(name)+", and AWS refuses a role that trusts one that there is not", "Did you mean "+quote(near)+"?")
		}
	})
}

// knownService is the name of a trusted service, and where it is not known the one
// that was most likely meant.
func knownService(t spec.Trust) (name, near string) {
	name, _, _ = strings.Cut(t.Service, ".amazonaws.com")
	if !slices.Contains(knownServices, name) {
		near = diag.Nearest(name, knownServices)
	}
	return name, near
}

func oddService(t spec.Trust) bool {
	_, near := knownService(t)
	return near != ""
}

// defaultAccounts: a pod that names no service account runs as this one.
// https://kubernetes.io/docs/concepts/security/service-accounts/#default-service-accounts
func defaultAccounts(s *spec.Spec, report report) {
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		for _, kind := range []string{"eks", "podIdentity"} {
			if n := t.Node.Get(kind).Get("serviceAccount"); textOf(n) == "default" {
				report(n, "every pod of the namespace that names no service account has this one, and the role with it", "Make a service account for the workload, and name that.")
			}
		}
	})
}

// issuerNodes are the issuers that IAM is to know.
func issuerNodes(s *spec.Spec) []*spec.Node {
	var all []*spec.Node
	for entry := range s.Node.Get("iamOidcProviders").Entries() {
		all = append(all, entry.Value.Get("issuer"))
	}
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		all = append(all, t.Node.Get("gitlab").Get("url"), t.Node.Get("oidc").Get("issuer"))
	})
	return slices.DeleteFunc(all, func(n *spec.Node) bool { return n == nil })
}

// meantIssuer is the issuer that one which issuerForm reports was meant to be.
func meantIssuer(issuer string) string {
	issuer, _, _ = strings.Cut(issuer, "/.well-known/")
	if strings.TrimSuffix(issuer, "/") == spec.GitHubIssuer {
		return spec.GitHubIssuer
	}
	return issuer
}

// issuerForm: of GitLab it is known how the issuer is written.
// https://docs.gitlab.com/ci/secrets/id_token_authentication/
func issuerForm(s *spec.Spec, report report) {
	for _, n := range issuerNodes(s) {
		if issuer, _, found := strings.Cut(n.Text, "/.well-known/"); found {
			report(n, "this is the address of the discovery document; the issuer is what stands before /.well-known/", "Write "+issuer+", if the document's issuer says the same.")
		} else if strings.TrimSuffix(n.Text, "/") == spec.GitHubIssuer && n.Text != spec.GitHubIssuer {
			report(n, "GitHub's tokens name their issuer without a closing slash", "Write "+spec.GitHubIssuer+".")
		} else if why := tenantOpen(n.Text); why != "" {
			report(n, why, oneTenantRemedy)
		}
	}
	eachTrust(s, func(_ spec.Workload, t spec.Trust) {
		n := t.Node.Get("gitlab").Get("url")
		if n == nil {
			return
		}
		if issuer, closed := strings.CutSuffix(n.Text, "/"); closed {
			report(n, "GitLab's tokens name their issuer without a closing slash", "Write "+issuer+", under iamOidcProviders too.")
		}
	})
}

// issuerReach: AWS fetches an issuer's keys from outside.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html#manage-oidc-provider-prerequisites
func issuerReach(s *spec.Spec, report report) {
	for _, n := range issuerNodes(s) {
		u, err := url.Parse(n.Text)
		if err != nil {
			continue
		}
		switch {
		case isPrivateHost(u.Hostname()):
			report(n, "AWS fetches the keys of an issuer from the internet, and "+u.Hostname()+" is not on it", "Name an issuer that is, such as one that publishes its keys in a bucket.")
		case u.Port() != "":
			report(n, "IAM wants an issuer without a port", "Serve the issuer at port 443, and leave the port out.")
		}
	}
}

// isPrivateHost is true of names and addresses that mean nothing outside of a
// network: RFC 6761, RFC 6762, ICANN's .internal, and Kubernetes' own.
func isPrivateHost(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsPrivate() || ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
	}
	host = "." + strings.ToLower(strings.TrimSuffix(host, "."))
	return !strings.Contains(host[1:], ".") ||
		slices.ContainsFunc([]string{".localhost", ".local", ".internal", ".home.arpa", ".test", ".invalid"}, func(end string) bool { return strings.HasSuffix(host, end) })
}

// reservedRoles: IAM Identity Center and service-linked roles have these.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
func reservedRoles(s *spec.Spec, report report) {
	for _, key := range keys(s.Workloads) {
		w := s.Workloads[key]
		for _, reserved := range []string{"/aws-service-role/", "/aws-reserved/"} {
			if strings.HasPrefix(w.Path, reserved) {
				report(w.Node.Get("path"), "AWS keeps the path "+reserved+" for roles that it makes itself", "Choose another, such as /ml/.")
			}
		}
		for _, reserved := range []string{"AWSServiceRoleFor", "AWSReservedSSO_"} {
			if strings.HasPrefix(w.RoleName, reserved) && w.Node.Has("roleName") {
				report(w.Node.Get("roleName"), "AWS gives names that begin with "+reserved+" to roles that it makes itself", "Choose another.")
			}
		}
	}
}
