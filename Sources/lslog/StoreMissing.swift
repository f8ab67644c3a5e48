internal import DaemonConfiguration

/// There is no store where it should be, or it can't be opened.
struct StoreMissing: Error, CustomStringConvertible {
  let location: StoreLocation
  var detail: String?

  /// Where it was looked for, why there, and what to do.
  var description: String {
    let reason = detail.map { " (\($0))" } ?? ""
    return
      "no store at \(location.path) (\(location.origin))\(reason); start lslogd, or name another with --store"
  }
}
