/// All that can be set in `lslogd.yml`, with its defaults: `Config()` is what an empty file means.
///
/// Plain values; ``ConfigLoader`` fills them from YAML. `config/lslogd.yml` documents each key and is tested to say the same.
package struct Config: Sendable, Hashable {
  /// `docker`: the engine to talk to.
  package var docker = DockerConfig()
  /// `select`: the containers to follow.
  package var select = SelectConfig()
  /// `store`: where lines are kept and for how long.
  package var store = StoreConfig()
  /// `collectors`: the number of collector processes, each with its own shard; 1 to 64.
  package var collectors = 1
  /// `collector`: what holds for each collector process.
  package var collector = CollectorConfig()
  /// `sinks`: where lines are forwarded to; names are unique. Empty means nowhere.
  package var sinks = [SinkConfig()]
  /// `health`: the watching of containers.
  package var health = HealthConfig()
  /// `supervisor`: the care of the child processes.
  package var supervisor = SupervisorConfig()
  /// `log`: our own log on stderr.
  package var log = LogConfig()

  /// All defaults.
  package init() {}
}
