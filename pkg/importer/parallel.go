package importer

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// InParallel calls do for 0 to n-1 from as many goroutines as there are processors. It returns
// ctx's error as soon as ctx has ended and the calls under way have returned.
//
// A goroutine makes many calls, because its stack grows to what reading a note needs only once.
func InParallel(ctx context.Context, n int, do func(i int)) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	wg.Wait()
	return ctx.Err()
}
