package main

import (
	"context"
	"fmt"
	"testing"
	"time"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// The engine hears at once that there is no handshake, however long the bridge
// takes to start.
func TestHandshakeDoesNotWaitForTheBridge(t *testing.T) {
	handle, err := listen(relay{
		target: func(ctx context.Context) (grpc.ClientConnInterface, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
		requests: toBridge,
		answer:   answer,
		adjust:   func(proto.Message) {},
	})
	if err != nil {
		t.Fatal(err)
	}
	conn, err := dial(fmt.Sprintf("127.0.0.1:%d", handle.Port))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	_, err = pulumirpc.NewResourceProviderClient(conn).Handshake(ctx, &pulumirpc.ProviderHandshakeRequest{})
	if status.Code(err) != codes.Unimplemented {
		t.Errorf("got %v", err)
	}
}
