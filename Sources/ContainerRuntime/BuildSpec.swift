/// An image to build.
public struct BuildSpec: Sendable, Hashable {
  /// Who builds.
  public enum Builder: String, Sendable, Hashable, CaseIterable {
    /// BuildKit where the engine offers it, else the classic builder.
    case automatic
    /// The builder of engines before 23.
    case classic
    /// BuildKit.
    case buildkit
  }

  /// The folder of the context, absolute.
  public var context: String
  /// The Dockerfile, relative to the context; it may be outside of it (`../Dockerfile`, or absolute).
  public var dockerfile: String
  /// The name of the image that is made.
  public var tag: ImageReference
  /// The values of the Dockerfile's `ARG`s.
  public var arguments: [String: String]
  /// The stage to stop at; nil: the last.
  public var target: String?
  /// Who builds.
  public var builder: Builder
  /// Whether no step is taken from the cache.
  public var ignoresCache: Bool

  /// Describes a build of the context's `Dockerfile`.
  public init(context: String, tag: ImageReference) {
    self.context = context
    self.tag = tag
    dockerfile = "Dockerfile"
    arguments = [:]
    builder = .automatic
    ignoresCache = false
  }
}
