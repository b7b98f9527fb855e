package render

// For tests.
var (
	DayInTitle = dayInTitle
	Shard      = shard
	ShardCount = shardCount
)
