public import ContainerRuntime
internal import DockerEngine
internal import ImageBuild
internal import NIOCore

extension DockerRuntime {
  /// Pulls an image by its policy, with the credential that the docker command has for its registry.
  public func ensureImage(
    _ image: ImageReference, policy: PullPolicy, progress: (@Sendable (ImageProgress) -> Void)?
  ) async throws {
    try await attempt({ .pull(image: image.text, $0) }) {
      if policy != .always, try await hasImage(image) { return }
      guard policy != .never else {
        throw RuntimeError.Cause(
          "the engine does not have it, and the pull policy is 'never'; pull it, or use the policy 'missing'")
      }
      try await pull(image, progress ?? { _ in })
      guard try await hasImage(image) else {
        throw RuntimeError.Cause(
          "the engine ended the pull without the image; look at the engine's own log, and try again")
      }
    }
  }

  private func hasImage(_ image: ImageReference) async throws -> Bool {
    try await engine.call(LifecycleRequest(.get, ["images", image.text, "json"], accepting: [404])).status
      != 404
  }

  private func pull(_ image: ImageReference, _ progress: @Sendable (ImageProgress) -> Void) async throws {
    let registry = image.credentialKey
    let header = try await credentials.credential(for: registry).map { RegistryHeader.one($0, of: registry) }
    let request = LifecycleRequest(
      .post, ["images", "create"],
      query: [("fromImage", image.name), ("tag", image.digest ?? image.tag ?? "latest")],
      headers: header.map { [$0] } ?? [])
    var splitter = JSONSplitter()
    var failure: String?
    // The failure may not be the last message, and the stream is read to its end so that its connection can be used on.
    try await engine.stream(request) { part in
      do {
        for json in try splitter.consume(part.readableBytesView) {
          let message = try BuildMessage.decode(json)
          failure = failure ?? message.failure
          if let step = message.pullStep { progress(step) }
        }
      } catch {
        throw RuntimeError.Cause("the engine's messages can't be understood: \(error)")
      }
    }
    if let failure { throw RuntimeError.Cause(failure) }
    guard !splitter.isInObject else {
      throw RuntimeError.Cause(
        "the engine broke off in the middle of a message; look at the engine's own log")
    }
  }
}

extension ImageReference {
  /// What its registry is called among credentials.
  var credentialKey: String {
    registry == ImageReference.defaultRegistry || registry == "index.docker.io"
      ? NoCredentials.dockerHub : registry
  }
}

extension BuildMessage {
  /// What a pull tells of its progress; nil if this message is of something else.
  fileprivate var pullStep: ImageProgress? {
    guard let status, failure == nil else { return nil }
    var kind = ImageProgress.Kind.step
    if let done = progressDetail?.current {
      kind = .transfer(done: done, total: progressDetail?.total.flatMap { $0 > 0 ? $0 : nil })
    } else if status == "Pull complete" || status == "Already exists" {
      // For showing only: there is no other mark of a layer's end.
      kind = .done
    }
    return ImageProgress(item: id ?? "", text: status, kind: kind)
  }
}
