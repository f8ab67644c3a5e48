internal import LogQuery
internal import Patterns
internal import Quantities

extension ProbeSettings {
  /// The probe that the settings make.
  ///
  /// - Throws: ``ProbeSettingsError`` with everything that is wrong.
  package func spec(named name: String) throws(ProbeSettingsError) -> ProbeSpec {
    var reader = ProbeSettingsReader(settings: self)
    let spec = reader.spec(named: name)
    guard let spec, reader.problems.isEmpty else {
      throw ProbeSettingsError(problems: reader.sortedProblems)
    }
    return spec
  }
}

/// Reads settings key by key and gathers what is wrong.
private struct ProbeSettingsReader {
  let settings: ProbeSettings
  private(set) var problems: [ProbeSettingsError.Problem] = []

  init(settings: ProbeSettings) {
    self.settings = settings
  }

  var sortedProblems: [ProbeSettingsError.Problem] {
    let order = ProbeKey.allCases
    func place(_ problem: ProbeSettingsError.Problem) -> Int {
      problem.key.flatMap { order.firstIndex(of: $0) } ?? -1
    }
    return problems.enumerated().sorted { (place($0.element), $0.offset) < (place($1.element), $1.offset) }
      .map(\.element)
  }

  mutating func spec(named name: String) -> ProbeSpec? {
    if let problem = ProbeName.problem(with: name) { report(nil, problem) }
    let check = check()
    let interval =
      value(.interval) { text throws(ProbeValueError) in try ProbeValue.duration(text, ProbeLimits.interval) }
      ?? ProbeSpec.defaultInterval
    let timeout = timeout(interval)
    let startPeriod = value(.startPeriod) { text throws(ProbeValueError) in
      try ProbeValue.duration(text, ProbeLimits.startPeriod)
    }
    let failures = value(.failures) { text throws(ProbeValueError) in
      try ProbeValue.number(text, ProbeLimits.threshold)
    }
    let successes = value(.successes) { text throws(ProbeValueError) in
      try ProbeValue.number(text, ProbeLimits.threshold)
    }
    let severity = value(.severity) { text throws(ProbeValueError) in
      try ProbeValue.word(text, ProbeSeverity.self)
    }
    let slow = slow(timeout)
    guard let check else { return nil }
    return ProbeSpec(
      name: name, check: check, interval: interval, timeout: timeout, startPeriod: startPeriod ?? .zero,
      failureThreshold: failures, successThreshold: successes, severity: severity ?? .critical, slow: slow)
  }

  private mutating func timeout(_ interval: Duration) -> Duration {
    let timeout = value(.timeout) { text throws(ProbeValueError) in
      try ProbeValue.duration(text, ProbeLimits.timeout)
    }
    guard let timeout else { return min(ProbeSpec.defaultTimeout, interval) }
    if timeout > interval {
      report(
        .timeout,
        "timeout (\(timeout.text)) is longer than interval (\(interval.text)); make it at most as long")
    }
    return timeout
  }

  private mutating func slow(_ timeout: Duration) -> Duration? {
    let slow = value(.slow) { text throws(ProbeValueError) in
      try ProbeValue.duration(text, ProbeLimits.slow)
    }
    if let slow, slow >= timeout {
      report(
        .slow,
        "slow (\(slow.text)) is never reached, since timeout is \(timeout.text); make it less than that")
    }
    return slow
  }

  // MARK: - The check

  private mutating func check() -> ProbeCheck? {
    let checks = ProbeKey.checks.filter { settings[$0] != nil }
    guard let kind = checks.first else {
      report(
        nil, "nothing is checked; expected one of \(ProbeKey.checks.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    for other in checks.dropFirst() {
      report(
        other,
        "a probe checks one thing, and this one has \(kind.rawValue); make a probe of another name of it")
    }
    for key in settings.keys {
      guard let owner = key.owner, !checks.contains(owner) else { continue }
      report(key, "goes with \(owner.rawValue), not with \(kind.rawValue); remove it")
    }
    switch kind {
    case .http: return http()
    case .tcp: return tcp()
    case .exec:
      return value(.exec) { text throws(ProbeValueError) in .exec(try CommandText.words(text)) }
    case .log: return log()
    default:
      return value(.silence) { text throws(ProbeValueError) in
        .silence(try ProbeValue.duration(text, ProbeLimits.silence))
      }
    }
  }

  private mutating func tcp() -> ProbeCheck? {
    value(.tcp) { text throws(ProbeValueError) in
      let address = try AddressTemplate(text)
      guard HostPort(parsing: address.sample) != nil else {
        throw ProbeValueError(
          "\"\(text)\" is no host and port; expected {address}:5432 or 127.0.0.1:{port:5432}")
      }
      return .tcp(address)
    }
  }

  private mutating func http() -> ProbeCheck? {
    let url = value(.http) { text throws(ProbeValueError) in
      let url = try AddressTemplate(text)
      if let problem = HTTPAddress.problem(with: url.sample) {
        throw ProbeValueError("\"\(text)\" \(problem); expected http://{address}:8080/healthz or the like")
      }
      return url
    }
    let method = value(.method) { text throws(ProbeValueError) in
      try ProbeValue.word(text, HTTPCheck.Method.self)
    }
    let status = value(.status) { text throws(ProbeValueError) in
      guard let set = StatusSet(parsing: text) else {
        throw ProbeValueError("\"\(text)\" is no list of statuses; expected 200-299 or 200,204,301-303")
      }
      return set
    }
    let expect = value(.expect) { text throws(ProbeValueError) in try ProbeValue.pattern(text) }
    let expiry = value(.expiry) { text throws(ProbeValueError) in
      try ProbeValue.duration(text, ProbeLimits.expiry)
    }
    let verify = value(.verify) { text throws(ProbeValueError) in try ProbeValue.flag(text) }
    let redirects = value(.redirects) { text throws(ProbeValueError) in try ProbeValue.flag(text) }
    let body = value(.body) { text throws(ProbeValueError) in
      guard text.utf8.count <= ProbeLimits.body else {
        throw ProbeValueError("the body has \(text.utf8.count) bytes; expected at most \(ProbeLimits.body)")
      }
      return text
    }
    checkHeaders()
    guard let url else { return nil }
    if !url.text.hasPrefix("https:") {
      for key in [ProbeKey.expiry, .verify] where settings[key] != nil {
        report(key, "goes with https, and the URL is http; remove it")
      }
    }
    if expect != nil, method == .head { report(.expect, "the answer to HEAD has no body; use GET") }
    return .http(
      HTTPCheck(
        url: url, method: method ?? .get, headers: settings.headers, body: body, status: status ?? .success,
        expect: expect, expiry: expiry, verifiesCertificate: verify ?? true,
        followsRedirects: redirects ?? false))
  }

  private mutating func checkHeaders() {
    if settings.headers.count > ProbeLimits.headers {
      report(.headers, "there are \(settings.headers.count) headers; expected at most \(ProbeLimits.headers)")
    }
    for header in settings.headers.prefix(ProbeLimits.headers) {
      let problem =
        HTTPHeader.problem(ofName: header.name) ?? HTTPHeader.problem(ofValue: header.value)
      if let problem { report(.headers, problem, header: header.name) }
    }
  }

  private mutating func log() -> ProbeCheck? {
    let must = value(.must) { text throws(ProbeValueError) in
      try ProbeValue.word(text, LogCheck.Expectation.self)
    }
    let window = value(.within) { text throws(ProbeValueError) in
      try ProbeValue.duration(text, ProbeLimits.window)
    }
    return value(.log) { text throws(ProbeValueError) in
      do throws(QuerySyntaxError) {
        return .log(
          try LogCheck(query: text, must: must ?? .absent, within: window ?? LogCheck.defaultWindow))
      } catch {
        throw ProbeValueError(error.description)
      }
    }
  }

  // MARK: - Values

  private mutating func value<Value>(
    _ key: ProbeKey, _ parse: (String) throws(ProbeValueError) -> Value
  ) -> Value? {
    guard let text = settings[key] else { return nil }
    do throws(ProbeValueError) {
      guard text.contains(where: { !$0.isWhitespace }) else {
        throw ProbeValueError("has no value; write one or remove it")
      }
      return try parse(text)
    } catch {
      report(key, error.message, suggestion: error.suggestion)
      return nil
    }
  }

  private mutating func report(
    _ key: ProbeKey?, _ message: String, header: String? = nil, suggestion: String? = nil
  ) {
    problems.append(.init(key: key, header: header, message: message, suggestion: suggestion))
  }
}
