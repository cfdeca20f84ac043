package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
)

// The handshake of hashicorp/go-plugin, with which Terraform starts providers:
// the cookie proves that a host and not a user runs the program, which then
// prints "core version|protocol version|network|address|protocol|certificate".
const (
	cookie          = "TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"
	protocols       = "PLUGIN_PROTOCOL_VERSIONS=5"
	protocolVersion = 5
	maxMessage      = 256 << 20
)

// terraform is a running Terraform provider and a relay before it, which knows
// the schema already: the provider needs half a second of processor time to
// tell it, the bridge asks several times, and keeps 20 types of its 1,500.
type terraform struct {
	command *exec.Cmd
	conn    *grpc.ClientConn
	address string // of the relay
	schema  schemaCache
}

// startTerraform starts a provider program and the relay before it.
func startTerraform(program string, names []string) (*terraform, error) {
	t := &terraform{command: exec.Command(program), schema: newSchemaCache(program, names)}
	t.command.Env = append(os.Environ(), cookie, protocols)
	stdout, err := t.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := t.command.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("read its handshake: %w", err)
	}
	fields := strings.Split(strings.TrimSpace(line), "|")
	if len(fields) < 5 || fields[2] != "unix" {
		return nil, fmt.Errorf("unexpected handshake %q", line)
	}
	t.conn, err = grpc.NewClient("unix:"+fields[3],
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(rawCodec{}), grpc.MaxCallRecvMsgSize(maxMessage)))
	if err != nil {
		return nil, err
	}
	return t, t.listen()
}

// listen serves the relay for as long as this process lives.
func (t *terraform) listen() error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	t.address = listener.Addr().String()
	server := grpc.NewServer(grpc.ForceServerCodec(rawCodec{}),
		grpc.UnknownServiceHandler(t.forward), grpc.MaxRecvMsgSize(maxMessage))
	go func() { _ = server.Serve(listener) }()
	return nil
}

// stop ends the provider, which ignores an interrupt.
func (t *terraform) stop() {
	_ = t.command.Process.Kill()
	_ = t.command.Wait()
}

// forward passes one call on, in both directions at once. It serves the schema
// itself.
func (t *terraform) forward(_ any, server grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(server)
	if method == schemaMethod {
		return t.schema.serve(t.conn, server)
	}
	ctx := server.Context()
	if incoming, ok := metadata.FromIncomingContext(ctx); ok {
		ctx = metadata.NewOutgoingContext(ctx, incoming)
	}
	client, err := t.conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}, method)
	if err != nil {
		return err
	}
	go func() {
		for {
			var message []byte
			if server.RecvMsg(&message) != nil || client.SendMsg(&message) != nil {
				_ = client.CloseSend()
				return
			}
		}
	}()
	for {
		var message []byte
		switch err := client.RecvMsg(&message); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if err := server.SendMsg(&message); err != nil {
			return err
		}
	}
}

// rawCodec leaves messages as they are on the wire.
type rawCodec struct{}

func (rawCodec) Name() string { return "proto" }

func (rawCodec) Marshal(v any) ([]byte, error) { return *v.(*[]byte), nil }

func (rawCodec) Unmarshal(data []byte, v any) error {
	*v.(*[]byte) = append([]byte(nil), data...)
	return nil
}

// invoke calls a method that takes nothing.
func invoke(ctx context.Context, conn *grpc.ClientConn, method string) (response []byte, err error) {
	request := []byte{}
	return response, conn.Invoke(ctx, method, &request, &response)
}
