package import ArgumentParser

/// Where the configuration and the store are.
package struct LocationOptions: ParsableArguments {
  package init() {}

  @Option(
    help: ArgumentHelp(
      "The configuration file; - is standard input.",
      discussion:
        "Default: LSLOG_CONFIG, else /etc/lslog/lslogd.yml (root) or ~/.config/lslog/lslogd.yml, if it is there."
    ), completion: .file(extensions: ["yml", "yaml"]))
  package var config: String?

  @Option(
    help: ArgumentHelp(
      "The store's folder.",
      discussion: "Default: LSLOG_STORE, else store.path, else /var/lib/lslog (root) or ~/.local/state/lslog."
    ),
    completion: .directory)
  package var store: String?
}
