internal import ContainerRuntime

/// Tells whether a container was made from the same specification.
///
/// 64 bits of FNV-1a over all that makes a container what it is, in a fixed order and with the length before each
/// text. It need not withstand anybody who wants to be taken for unchanged: whoever can set the label can do more.
enum SpecFingerprint {
  /// What the order of the fields below is called; a change of it makes each container a changed one.
  private static let version = "1"

  /// The fingerprint, 16 hex digits.
  static func of(_ spec: ContainerSpec) -> String {
    var parts = [version, spec.project, spec.resource, spec.name ?? spec.defaultName]
    switch spec.source {
    case .image(let image, _): parts += ["image", image.text]
    case .build(let build):
      parts += ["build", build.tag.text, build.context, build.dockerfile, build.target ?? ""]
      parts += list(build.arguments)
    }
    parts += list(spec.entrypoint) + list(spec.command) + list(spec.environment)
    parts += [spec.workingDirectory ?? ""]
    parts +=
      list(spec.ports.map(\.description))
      + list(spec.volumes.map { "\($0.source) \($0.target) \($0.isReadOnly)" })
    parts += health(spec.healthCheck) + list(spec.labels)
    // Was not there in the beginning: what says nothing of it keeps its fingerprint.
    if spec.restart != .never { parts += ["restart", "\(spec.restart)"] }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in parts {
      for byte in "\(part.utf8.count):\(part)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func list(_ texts: [String]?) -> [String] {
    guard let texts else { return ["-"] }
    return ["\(texts.count)"] + texts
  }

  private static func list(_ pairs: [String: String]) -> [String] {
    list(pairs.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] })
  }

  private static func health(_ check: HealthCheckSpec?) -> [String] {
    guard let check else { return ["-"] }
    let test =
      switch check.test {
      case .none: ["none"]
      case .shell(let line): ["shell", line]
      case .command(let words): ["command"] + words
      }
    return list(test) + [
      "\(check.interval as Any)", "\(check.timeout as Any)", "\(check.retries as Any)",
      "\(check.startPeriod as Any)",
    ]
  }
}
