package render

import (
	"github.com/pulumi/pulumi-aws/sdk/v6/go/aws/cognito"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"github.com/mlauth/mlauth-compile/internal/spec"
)

// messages sends every text. The older verification properties of the pool
// conflict with the template and are never sent.
func messages(args *cognito.UserPoolArgs, p *spec.UserPool) {
	m := p.Messages
	codeSubject, codeBody := m.Verification.Code()
	linkSubject, linkBody := m.Verification.Link()
	args.VerificationMessageTemplate = cognito.UserPoolVerificationMessageTemplateArgs{
		DefaultEmailOption: pulumi.String(map[string]string{
			"code": "CONFIRM_WITH_CODE", "link": "CONFIRM_WITH_LINK"}[m.Verification.Mode]),
		EmailSubject:       pulumi.String(codeSubject),
		EmailMessage:       pulumi.String(codeBody),
		EmailSubjectByLink: pulumi.String(linkSubject),
		EmailMessageByLink: pulumi.String(linkBody),
		SmsMessage:         pulumi.String(m.Verification.SMS()),
	}
	args.AdminCreateUserConfig = cognito.UserPoolAdminCreateUserConfigArgs{
		AllowAdminCreateUserOnly: pulumi.Bool(!p.SignUp.SelfService),
		InviteMessageTemplate: cognito.UserPoolAdminCreateUserConfigInviteMessageTemplateArgs{
			EmailSubject: pulumi.String(m.Invitation.EmailSubject),
			EmailMessage: pulumi.String(m.Invitation.EmailBody),
			SmsMessage:   pulumi.String(m.Invitation.SMSBody),
		},
	}
	args.SmsAuthenticationMessage = pulumi.String(m.MFA.SMSBody)
	args.SmsConfiguration = smsSender(p.SMS)
	args.EmailConfiguration = emailSender(p.Email)
}

// emailSender names Cognito's own sender when there is no other: the provider
// ignores it when the whole block goes.
func emailSender(e spec.Email) cognito.UserPoolEmailConfigurationArgs {
	account := "COGNITO_DEFAULT"
	if e.SESIdentityARN != "" {
		account = "DEVELOPER"
	}
	return cognito.UserPoolEmailConfigurationArgs{
		EmailSendingAccount: pulumi.String(account),
		SourceArn:           pulumi.String(e.SESIdentityARN),
		FromEmailAddress:    pulumi.String(e.From),
		ReplyToEmailAddress: pulumi.String(e.ReplyTo),
		ConfigurationSet:    pulumi.String(e.ConfigurationSet),
	}
}

func smsSender(s *spec.SMS) cognito.UserPoolSmsConfigurationPtrInput {
	if s == nil {
		return nil // cannot be taken out again; see Sticky
	}
	return cognito.UserPoolSmsConfigurationArgs{
		SnsCallerArn: pulumi.String(s.CallerRoleARN),
		ExternalId:   pulumi.String(s.ExternalID),
		SnsRegion:    pulumi.String(s.Region),
	}
}
