package graph

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel calls work for 0 to n-1, each once, on all processors.
func inParallel(n int, work func(i int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				work(int(i))
			}
		})
	}
	wg.Wait()
}

// inParallelWith is inParallel with something that only one call at a time has.
func inParallelWith[T any](n int, make func() T, work func(T, int)) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			own := make()
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				work(own, int(i))
			}
		})
	}
	wg.Wait()
}
