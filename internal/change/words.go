package change

import (
	"fmt"
	"slices"
	"strings"
)

// shown is how many things a sentence lists before it counts the rest.
const shown = 3

// enumerate writes a list as a sentence has it, sorted, each once.
func enumerate(items []string) string {
	items = slices.Compact(slices.Sorted(slices.Values(items)))
	if len(items) > shown+1 {
		items = append(items[:shown:shown], fmt.Sprintf("%d more", len(items)-shown))
	}
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// specWords are the spec's names of what AWS calls otherwise.
var specWords = map[string]string{
	"ALLOW_USER_SRP_AUTH": "userSrp", "ALLOW_USER_PASSWORD_AUTH": "userPassword",
	"ALLOW_ADMIN_USER_PASSWORD_AUTH": "adminUserPassword", "ALLOW_CUSTOM_AUTH": "custom",
	"ALLOW_USER_AUTH": "user", "ALLOW_REFRESH_TOKEN_AUTH": "refresh",
	"EMAIL_OTP": "emailOtp", "SMS_OTP": "smsOtp", "WEB_AUTHN": "webAuthn", "PASSWORD": "password",
	"COGNITO": "cognito", "Equals": "equal to", "NotEqual": "other than", "Contains": "containing", "StartsWith": "starting with",
}

// inSpec is a word as the spec has it.
func inSpec(word string) string {
	if name, ok := specWords[word]; ok {
		return name
	}
	return word
}
