// Command redis serves the cache that Argo CD asks for, in memory: redis ADDRESS.
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/alicebob/miniredis/v2"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: redis ADDRESS")
		os.Exit(2)
	}
	cache := miniredis.NewMiniRedis()
	if err := cache.StartAddr(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	// Keys grow old only as its own clock is told to go on.
	for range time.Tick(time.Second) {
		cache.FastForward(time.Second)
	}
}
