package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// version is the release of pulumi-aws that is stood in for.
const version = "6.83.2"

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-resource-aws (stand-in):", err)
		os.Exit(1)
	}
}

// serve prints the port that the plugin listens on, as the engine expects, and
// serves until it is told to end or the engine is gone.
func serve() error {
	// The engine may pass it; the logging flags are those of its own library.
	flag.String("tracing", "", "ignored")
	flag.Parse()
	if err := leadGroup(); err != nil {
		return err
	}
	stopped := make(chan os.Signal, 1)
	signal.Notify(stopped, os.Interrupt, syscall.SIGTERM)

	plugin := &plugin{}
	if err := plugin.connect(flag.Arg(0)); err != nil {
		return err
	}
	// The bridge takes seconds to start: it does so while the engine connects.
	go func() { _, _ = plugin.target(context.Background()) }()
	handle, err := listen(relay{
		target:   plugin.target,
		requests: toBridge,
		answer:   answer,
		adjust:   plugin.adjust,
	})
	if err != nil {
		return err
	}
	fmt.Println(handle.Port)

	select {
	case <-stopped:
	case <-orphaned():
	case err = <-handle.Done:
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-resource-aws (stand-in):", err)
	}
	plugin.stop()
	return nil
}

// plugin holds the two servers that this program stands between.
type plugin struct {
	start  sync.Once
	bridge *bridge
	err    error

	engine     *grpc.ClientConn
	engineHere string // where the bridge finds the engine: at our own relay
}

// target returns the connection to the bridge, started by the first call.
func (p *plugin) target(context.Context) (grpc.ClientConnInterface, error) {
	p.start.Do(func() { p.bridge, p.err = startBridge(context.Background(), p.engineHere) })
	if p.err != nil {
		return nil, p.err
	}
	return p.bridge.conn, nil
}

// stop ends everything that was started, this process included.
func (p *plugin) stop() {
	if _, err := p.target(context.Background()); err == nil {
		p.bridge.stop()
	}
	endGroup()
}

// connect starts the relay through which the bridge reaches the engine. What it
// logs names resources by URN, and those are translated too.
func (p *plugin) connect(engine string) (err error) {
	if engine == "" {
		return nil
	}
	if p.engine, err = dial(engine); err != nil {
		return err
	}
	handle, err := listen(relay{
		target:   func(context.Context) (grpc.ClientConnInterface, error) { return p.engine, nil },
		requests: toPulumi,
		answer:   func(string) (proto.Message, error) { return nil, nil },
		adjust:   func(proto.Message) {},
	})
	p.engineHere = fmt.Sprintf("127.0.0.1:%d", handle.Port)
	return err
}

// adjust makes the bridge talk to our relay where the engine names itself.
func (p *plugin) adjust(m proto.Message) {
	if attach, ok := m.(*pulumirpc.PluginAttach); ok {
		attach.Address = p.engineHere
	}
}

// answer is what the stand-in says of itself, rather than the bridge. To the
// handshake it says what the bridge would, that it knows of none: the engine
// waits ten seconds for that word and then gives up, and on a busy machine the
// bridge has not started by then.
func answer(method string) (proto.Message, error) {
	switch method {
	case "Handshake":
		return nil, status.Error(codes.Unimplemented, "neither has the bridge one")
	case "GetPluginInfo":
		return &pulumirpc.PluginInfo{Version: version}, nil
	case "GetSchema":
		return &pulumirpc.GetSchemaResponse{Schema: fmt.Sprintf(`{"name":"aws","version":%q}`, version)}, nil
	}
	return nil, nil
}

func listen(r relay) (rpcutil.ServeHandle, error) {
	return rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Options: []grpc.ServerOption{grpc.UnknownServiceHandler(r.handle)},
	})
}
