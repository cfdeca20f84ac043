// Command demoaws does for the demo what somebody else has done in a real
// account, and looks at what came of it.
//
//	demoaws prepare SPEC...  store made-up secrets where specs take them from
//	demoaws look POOL-ID     print a user pool as AWS describes it
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "demoaws:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	switch {
	case len(args) > 1 && args[0] == "prepare":
		return prepare(ctx, args[1:])
	case len(args) == 2 && args[0] == "look":
		return look(ctx, args[1])
	}
	return errors.New("usage: demoaws prepare SPEC... | demoaws look POOL-ID")
}

func look(ctx context.Context, pool string) error {
	region, _, _ := strings.Cut(pool, "_")
	settings, err := config.LoadDefaultConfig(ctx, config.WithRegion(region))
	if err != nil {
		return err
	}
	client := cognitoidentityprovider.NewFromConfig(settings)
	described, err := client.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &pool})
	if err != nil {
		return err
	}
	p := described.UserPool
	providers, err := client.ListIdentityProviders(ctx, &cognitoidentityprovider.ListIdentityProvidersInput{UserPoolId: &pool})
	if err != nil {
		return err
	}
	names := map[string]any{}
	for _, provider := range providers.Providers {
		one, err := client.DescribeIdentityProvider(ctx, &cognitoidentityprovider.DescribeIdentityProviderInput{UserPoolId: &pool, ProviderName: provider.ProviderName})
		if err != nil {
			return err
		}
		delete(one.IdentityProvider.ProviderDetails, "client_secret")
		names[aws.ToString(provider.ProviderName)] = map[string]any{
			"ProviderDetails": one.IdentityProvider.ProviderDetails, "AttributeMapping": one.IdentityProvider.AttributeMapping,
		}
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string]any{
		"Id": p.Id, "Name": p.Name, "UserPoolTier": p.UserPoolTier, "Policies": p.Policies,
		"DeletionProtection": p.DeletionProtection, "AdminCreateUserConfig": p.AdminCreateUserConfig,
		"UserPoolTags": p.UserPoolTags, "IdentityProviders": names,
	})
}
