package main

import (
	"errors"
	"os"
	"runtime"
	"runtime/pprof"

	"github.com/urfave/cli/v2"
)

// profileFlags show where a build's time and memory go, for those who make it faster.
func profileFlags() []cli.Flag {
	return []cli.Flag{
		&cli.BoolFlag{Name: "timings", Usage: "print how long each stage took"},
		&cli.StringFlag{Name: "cpuprofile", Usage: "write where the time goes to `FILE`, for go tool pprof"},
		&cli.StringFlag{Name: "memprofile", Usage: "write where memory was allocated to `FILE`, for go tool pprof"},
	}
}

// profile runs work under the profiles that the command line asks for.
func profile(c *cli.Context, work func() error) (err error) {
	if name := c.String("cpuprofile"); name != "" {
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return errors.Join(err, f.Close())
		}
		defer func() {
			pprof.StopCPUProfile()
			err = errors.Join(err, f.Close())
		}()
	}
	if err := work(); err != nil {
		return err
	}
	name := c.String("memprofile")
	if name == "" {
		return nil
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	runtime.GC() // so that what is in use is up to date
	return errors.Join(pprof.Lookup("allocs").WriteTo(f, 0), f.Close())
}
