package main

import "github.com/urfave/cli/v2"

func inspectCommand(t terminal) *cli.Command { return nil }
func convertCommand(t terminal) *cli.Command { return nil }
func checkCommand(t terminal) *cli.Command   { return nil }
