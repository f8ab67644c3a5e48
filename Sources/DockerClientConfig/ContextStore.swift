internal import DockerEngine

/// The contexts of the docker command.
///
/// Each is a folder `contexts/meta/X` with a `meta.json`, and `contexts/tls/X/docker` with its certificates; X is a
/// digest of its name. Source: the `context/store` of the docker command.
struct ContextStore {
  private struct Meta: Decodable {
    struct Endpoint: Decodable {
      var Host: String?
      var SkipTLSVerify: Bool?
    }

    var Name: String
    var Endpoints: [String: Endpoint]?
  }

  private let folder: ConfigFolder

  init(_ folder: ConfigFolder) {
    self.folder = folder
  }

  /// Where the engine of a context is.
  ///
  /// - Parameter origin: who named the context, for errors.
  func place(of name: String, namedBy origin: String) throws(ClientConfigError) -> EnginePlace {
    var unreadable: ClientConfigError?
    for digest in folder.names(in: "contexts/meta") {
      do throws(ClientConfigError) {
        let meta = try folder.decode(Meta.self, "contexts/meta/\(digest)/meta.json")
        guard let meta, meta.Name == name else { continue }
        return try place(of: name, meta, digest)
      } catch {
        guard error.code == .badFile else { throw error }
        // It may be of another context.
        unreadable = error
      }
    }
    let remark = unreadable.map { " (\($0))" } ?? ""
    throw ClientConfigError(
      .noSuchContext,
      "there is no context \"\(name)\", which \(origin) names, in \(folder.path ?? "~/.docker")/contexts\(remark);"
        + " see docker context ls")
  }

  private func place(of name: String, _ meta: Meta, _ digest: String) throws(ClientConfigError) -> EnginePlace
  {
    let origin = "the context \"\(name)\""
    guard let endpoint = meta.Endpoints?["docker"], let host = endpoint.Host.notEmpty else {
      throw ClientConfigError(.badAddress, "\(origin) names no Docker engine")
    }
    return try EnginePlace(
      host, tls: try tls(digest, skipsVerification: endpoint.SkipTLSVerify ?? false, origin), origin: origin)
  }

  /// The certificates of the context; each of them may be left out, and without any of them there is no TLS.
  private func tls(
    _ digest: String, skipsVerification: Bool, _ origin: String
  ) throws(ClientConfigError) -> TLSMaterial? {
    let material = "contexts/tls/\(digest)/docker"
    guard skipsVerification || !folder.names(in: material).isEmpty else { return nil }
    func path(_ name: String) -> String? {
      folder.has("\(material)/\(name)") ? "\(folder.path ?? "")/\(material)/\(name)" : nil
    }
    let tls = TLSMaterial(
      authorityFile: path("ca.pem"), certificateFile: path("cert.pem"), keyFile: path("key.pem"),
      verifiesEngine: !skipsVerification)
    guard (tls.certificateFile == nil) == (tls.keyFile == nil) else {
      throw ClientConfigError(
        .badFile,
        "\(origin) lacks \(tls.keyFile == nil ? "key.pem" : "cert.pem") in \(folder.path ?? "")/\(material): a "
          + "certificate and its key go together; make the context anew: docker context create --docker "
          + "host=…,ca=…,cert=…,key=…")
    }
    return tls
  }
}
