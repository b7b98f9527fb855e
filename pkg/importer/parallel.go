package importer

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"
)

// InParallel calls do for 0 to n-1 from as many goroutines as there are processors. It returns
// ctx's error as soon as ctx has ended and the calls under way have returned.
func InParallel(ctx context.Context, n int, do func(i int)) error {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error {
			do(i)
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}
