package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// The programs that the stand-in runs are named by these variables, or lie
// beside its own executable under these names. The Terraform provider lies in a
// directory of its own, because the bridge finds it by its file name's prefix.
const (
	bridgeVariable   = "MLAUTH_TEST_BRIDGE"
	providerVariable = "MLAUTH_TEST_TF_PROVIDER"
	bridgeName       = "terraform-bridge"
	providerPattern  = "terraform/terraform-provider-aws_v*"
)

// bridgeEnd is how long the bridge may take to end by itself. The engine waits
// for five seconds before it kills us all.
const bridgeEnd = 3 * time.Second

// bridge is a running dynamic bridge that serves the Terraform AWS provider.
type bridge struct {
	command *exec.Cmd
	conn    *grpc.ClientConn
}

// startBridge starts the dynamic bridge below the engine at the given address,
// and binds it to the kinds of the table. It takes about as long as the
// Terraform provider needs to tell its schema.
func startBridge(ctx context.Context, engineAddress string) (*bridge, error) {
	program, err := find(bridgeVariable, bridgeName)
	if err != nil {
		return nil, err
	}
	provider, err := find(providerVariable, providerPattern)
	if err != nil {
		return nil, err
	}
	b := &bridge{command: exec.Command(program, engineAddress)}
	if err := b.run(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	if err := b.parameterize(ctx, provider); err != nil {
		return nil, fmt.Errorf("load %s: %w", provider, err)
	}
	return b, nil
}

// find returns the path in the environment variable, or the file that matches
// the pattern beside this program.
func find(variable, pattern string) (string, error) {
	if path := os.Getenv(variable); path != "" {
		return path, nil
	}
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	if self, err = filepath.EvalSymlinks(self); err != nil {
		return "", err
	}
	matches, err := filepath.Glob(filepath.Join(filepath.Dir(self), pattern))
	if err != nil || len(matches) == 0 {
		return "", fmt.Errorf("no %s beside %s, and %s is not set", pattern, self, variable)
	}
	return matches[0], nil
}

// run starts the bridge and connects to the port that it prints first.
func (b *bridge) run() error {
	b.command.Stderr = os.Stderr
	stdout, err := b.command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := b.command.Start(); err != nil {
		return err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return fmt.Errorf("read its port: %w", err)
	}
	b.conn, err = dial("127.0.0.1:" + strings.TrimSpace(line))
	return err
}

func dial(address string) (*grpc.ClientConn, error) {
	return grpc.NewClient(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		rpcutil.GrpcChannelOptions())
}

// parameterize tells the bridge which provider to run and which of its types
// to serve. Without the list it would bridge some 1,500 resources.
func (b *bridge) parameterize(ctx context.Context, provider string) error {
	args := []string{provider, "--provider-name", "aws", "--include", strings.Join(terraformNames(), ",")}
	_, err := pulumirpc.NewResourceProviderClient(b.conn).Parameterize(ctx, &pulumirpc.ParameterizeRequest{
		Parameters: &pulumirpc.ParameterizeRequest_Args{
			Args: &pulumirpc.ParameterizeRequest_ParametersArgs{Args: args},
		},
	})
	return err
}

// stop asks the bridge to end, and waits for it a while. It ends the Terraform
// provider itself then, and no zombie is left of either.
func (b *bridge) stop() {
	_ = b.conn.Close()
	_ = b.command.Process.Signal(os.Interrupt)
	ended := make(chan struct{})
	go func() { _ = b.command.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(bridgeEnd):
	}
}
