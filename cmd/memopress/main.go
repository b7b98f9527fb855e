// Command memopress turns what people keep in memo apps into a personal wiki on the web.
//
// This package turns flags and memopress.yaml into values, calls package build, and prints
// what is to be said. Nothing about notes is decided here.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal lets the build discard its work in good order; after that the usual
	// handling is back, so that a second one ends the program at once.
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args, terminal{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}))
}
