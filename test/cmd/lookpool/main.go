// Command lookpool prints a user pool, its providers and its clients as AWS
// describes them. The demo shows with it that a pool is really there.
//
//	lookpool POOL-ID
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: lookpool POOL-ID")
		os.Exit(2)
	}
	if err := look(context.Background(), os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "lookpool:", err)
		os.Exit(1)
	}
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
