package import ArgumentParser

/// Which containers are a collector's.
package struct ShardOptions: ParsableArguments {
  package init() {}

  @Option(help: "The number of this collector, from 0.")
  package var shard: Int

  @Option(help: "How many collectors share the containers.")
  package var shards: Int

  package func validate() throws {
    guard (1...64).contains(shards), (0..<shards).contains(shard) else {
      throw ValidationError(
        "--shard \(shard) of --shards \(shards): expected 0 to shards - 1, and 1 to 64 shards")
    }
  }
}
