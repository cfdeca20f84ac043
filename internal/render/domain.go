package render

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// Versions of the login pages, as Cognito numbers them.
const (
	classicPages = 1
	managedLogin = 2
)

func (st *stack) domains() (err error) {
	if st.pool == nil || st.spec.UserPool.Domain == nil {
		return nil
	}
	d := st.spec.UserPool.Domain
	if d.Prefix != "" {
		if st.prefix, err = st.domain("userPool.domain.prefix", d.Prefix, "", st.spec.Lifecycle.Adopt.Domain.Prefix); err != nil {
			return err
		}
	}
	if d.Custom != "" {
		st.custom, err = st.domain("userPool.domain.custom", d.Custom, d.CertificateARN, st.spec.Lifecycle.Adopt.Domain.Custom)
	}
	return err
}

// domain is deleted before it is replaced: AWS refuses a second one.
func (st *stack) domain(name, domain, certificate, existing string) (*cognito.UserPoolDomain, error) {
	version := classicPages
	if st.spec.UserPool.Domain.ManagedLogin {
		version = managedLogin
	}
	return cognito.NewUserPoolDomain(st.ctx, name, &cognito.UserPoolDomainArgs{
		UserPoolId:          st.pool.ID(),
		Domain:              pulumi.String(domain),
		CertificateArn:      optional(certificate),
		ManagedLoginVersion: pulumi.Int(version),
	}, st.protected(append(adopted(existing), pulumi.DeleteBeforeReplace(true))...)...)
}
