package main

import (
	"bufio"
	"context"
	"encoding/json"
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
// beside its own executable under these names.
const (
	bridgeVariable   = "MLAUTH_TEST_BRIDGE"
	providerVariable = "MLAUTH_TEST_TF_PROVIDER"
	bridgeName       = "terraform-bridge"
	providerName     = "terraform-provider-aws"
)

// source is the provider's address in Terraform's registry. The bridge is told
// by reattachVariable that it runs already.
const (
	source           = "hashicorp/aws"
	reattachVariable = "PULUMI_BRIDGE_REATTACH_PROVIDERS"
)

// bridgeEnd is how long the bridge may take to end by itself. The engine waits
// for five seconds before it kills us all.
const bridgeEnd = 2 * time.Second

// bridge is a running dynamic bridge that serves the Terraform AWS provider.
type bridge struct {
	command   *exec.Cmd
	conn      *grpc.ClientConn
	terraform *terraform
}

// startBridge starts the Terraform provider and the dynamic bridge before it,
// below the engine at the given address, and binds it to the kinds of the table.
func startBridge(ctx context.Context, engineAddress string) (*bridge, error) {
	program, err := find(bridgeVariable, bridgeName)
	if err != nil {
		return nil, err
	}
	provider, err := find(providerVariable, providerName)
	if err != nil {
		return nil, err
	}
	b := &bridge{command: exec.Command(program, engineAddress)}
	if b.terraform, err = startTerraform(provider, terraformNames()); err != nil {
		return nil, fmt.Errorf("start %s: %w", provider, err)
	}
	if err := b.run(); err != nil {
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	if err := b.parameterize(ctx); err != nil {
		return nil, fmt.Errorf("load %s: %w", provider, err)
	}
	return b, nil
}

// find returns the path in the environment variable, or the file of that name
// beside this program.
func find(variable, name string) (string, error) {
	if path := os.Getenv(variable); path != "" {
		return path, nil
	}
	self, err := executable()
	if err != nil {
		return "", err
	}
	path := filepath.Join(filepath.Dir(self), name)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%w, and %s is not set", err, variable)
	}
	return path, nil
}

// executable returns the path of this program itself, not of a link to it.
func executable() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(self)
}

// run starts the bridge and connects to the port that it prints first.
func (b *bridge) run() error {
	reattach, err := b.reattach()
	if err != nil {
		return err
	}
	b.command.Env = append(os.Environ(), reattach)
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

// reattach tells the bridge where the provider is. Test keeps it from ending
// the provider, which is ours.
func (b *bridge) reattach() (string, error) {
	entry := map[string]any{
		"Protocol":        "grpc",
		"ProtocolVersion": protocolVersion,
		"Pid":             b.terraform.command.Process.Pid,
		"Test":            true,
		"Addr":            map[string]string{"Network": "tcp", "String": b.terraform.address},
	}
	text, err := json.Marshal(map[string]any{source: entry})
	return reattachVariable + "=" + string(text), err
}

func dial(address string) (*grpc.ClientConn, error) {
	return grpc.NewClient(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		rpcutil.GrpcChannelOptions())
}

// parameterize tells the bridge which provider and which of its types to serve.
func (b *bridge) parameterize(ctx context.Context) error {
	args := []string{source, "--provider-name", "aws", "--include", strings.Join(terraformNames(), ",")}
	_, err := pulumirpc.NewResourceProviderClient(b.conn).Parameterize(ctx, &pulumirpc.ParameterizeRequest{
		Parameters: &pulumirpc.ParameterizeRequest_Args{
			Args: &pulumirpc.ParameterizeRequest_ParametersArgs{Args: args},
		},
	})
	return err
}

// stop asks the bridge to end, and waits for it a while, so that no zombie is
// left. Whatever is still there afterwards ends with the group.
func (b *bridge) stop() {
	_ = b.conn.Close()
	_ = b.command.Process.Signal(os.Interrupt)
	ended := make(chan struct{})
	go func() { _ = b.command.Wait(); b.terraform.stop(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(bridgeEnd):
	}
}
