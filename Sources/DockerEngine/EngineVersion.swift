/// What an engine said about itself in answer to `/_ping`, and what we agreed on.
///
/// Source: <https://docs.docker.com/reference/api/engine/#section/Versioning>: a client uses the newest version
/// that both sides know.
package struct EngineVersion: Sendable, Hashable {
  /// The newest API that the engine speaks.
  package var offered: APIVersion

  /// The API that our requests use: the older of ``offered`` and ``newestKnown``.
  package var negotiated: APIVersion

  /// The engine and its release as its `Server` header says, e.g. `Docker/20.10.24 (linux)`; empty if it says
  /// nothing.
  package var server: String

  /// The engine's clock in nanoseconds since 1970, whole seconds (its `Date` header), when it answered; nil if it
  /// does not say.
  package var engineTime: Int64?

  /// Whether the engine would rather build by BuildKit than by its classic builder, as its `Builder-Version` header
  /// says.
  package var prefersBuildKit = false

  /// The newest API whose documentation our requests were written by.
  package static let newestKnown = APIVersion(1, 51)

  /// The oldest API that has all we need (Docker 1.12).
  package static let oldestSupported = APIVersion(1, 24)

  /// Whether the engine is Podman: it stamps times in its local offset and takes `since` differently.
  package var isPodman: Bool { server.hasPrefix("Libpod/") }

  /// Negotiates with an engine whose newest API is `offered`; nil when that is older than ``oldestSupported``.
  package init?(offered: APIVersion, server: String, engineTime: Int64?, prefersBuildKit: Bool = false) {
    guard offered >= Self.oldestSupported else { return nil }
    self.offered = offered
    self.negotiated = min(offered, Self.newestKnown)
    self.server = server
    self.engineTime = engineTime
    self.prefersBuildKit = prefersBuildKit
  }
}
