package render

// For tests.
var (
	Shard      = shard
	ShardCount = shardCount
)
