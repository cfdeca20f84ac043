package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"os"
	"regexp"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/ssm/types"
)

// References as the repository's specs write them.
var (
	region    = regexp.MustCompile(`region: ([a-z0-9-]+)`)
	parameter = regexp.MustCompile(`\{ssm: ([^},]+)\}`)
	secret    = regexp.MustCompile(`\{secretsManager: ([^},]+)(?:, key: ([^}]+))?\}`)
)

// prepare stores a made-up value for every secret that the specs take from AWS.
func prepare(ctx context.Context, specs []string) error {
	for _, spec := range specs {
		text, err := os.ReadFile(spec)
		if err != nil {
			return err
		}
		if !parameter.Match(text) && !secret.Match(text) {
			continue
		}
		settings, err := config.LoadDefaultConfig(ctx, config.WithRegion(string(region.FindSubmatch(text)[1])))
		if err != nil {
			return err
		}
		if err := store(ctx, settings, string(text)); err != nil {
			return err
		}
	}
	return nil
}

func store(ctx context.Context, settings aws.Config, spec string) error {
	for _, match := range parameter.FindAllStringSubmatch(spec, -1) {
		_, err := ssm.NewFromConfig(settings).PutParameter(ctx, &ssm.PutParameterInput{
			Name: &match[1], Value: aws.String(rand.Text()), Type: types.ParameterTypeSecureString, Overwrite: aws.Bool(true),
		})
		if err != nil {
			return err
		}
	}
	for _, match := range secret.FindAllStringSubmatch(spec, -1) {
		value := rand.Text()
		if match[2] != "" {
			data, err := json.Marshal(map[string]string{match[2]: value})
			if err != nil {
				return err
			}
			value = string(data)
		}
		_, err := secretsmanager.NewFromConfig(settings).CreateSecret(ctx, &secretsmanager.CreateSecretInput{Name: &match[1], SecretString: &value})
		if err != nil {
			return err
		}
	}
	return nil
}
