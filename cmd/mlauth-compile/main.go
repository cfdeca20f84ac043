// Command mlauth-compile turns authentication specs into Cognito and IAM
// resources and deploys them.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/mlauth/mlauth-compile/internal/cli"
	_ "github.com/mlauth/mlauth-compile/internal/heap" // sets the collector's pace
	"github.com/mlauth/mlauth-compile/internal/quietterm"
)

func main() {
	quietterm.Restore()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	os.Exit(cli.Run(ctx, os.Args[1:], cli.OSStreams()))
}
