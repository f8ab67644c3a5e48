/// The kinds of lines that can be made.
enum CorpusKind: String, CaseIterable {
  case service, access, json, logfmt, java, go, syslog, prose, utf8, binary, giant, distinct, mixed

  /// What one container prints, and how much of it beside others.
  struct Container {
    var source: any LineSource
    /// How many lines of it come in one turn of all containers.
    var linesInATurn = Corpus.linesInATurn
  }

  /// The containers of a corpus of this kind.
  var containers: [Container] {
    switch self {
    case .mixed: Self.system
    default: (0..<4).map { Container(source: source(seed: UInt64(7 + $0))) }
    }
  }

  /// A system of busy and quiet containers.
  private static var system: [Container] {
    let members: [(CorpusKind, Int)] = [
      (.access, 1100), (.service, 2000), (.json, 300), (.logfmt, 1000), (.java, 1000), (.go, 300),
      (.syslog, 60), (.prose, 20), (.utf8, 10),
    ]
    return members.enumerated().map { index, member in
      Container(source: member.0.source(seed: UInt64(70 + index)), linesInATurn: member.1)
    }
  }

  /// The lines of one container; a system has no such source and gives those of a service.
  private func source(seed: UInt64) -> any LineSource {
    switch self {
    case .service, .mixed: ServiceLog(seed: seed)
    case .access: AccessLog(seed: seed)
    case .json: JSONLog(seed: seed)
    case .logfmt: LogfmtLog(seed: seed)
    case .java: JavaLog(seed: seed)
    case .go: GoLog(seed: seed)
    case .syslog: SyslogLog(seed: seed)
    case .prose: ProseLog(seed: seed)
    case .utf8: UTF8Log(seed: seed)
    case .binary: BinaryLog(seed: seed)
    case .giant: GiantLog(seed: seed)
    case .distinct: DistinctLog(seed: seed)
    }
  }
}
