internal import FoundationEssentials
internal import Glibc

/// The folder in which the docker command keeps its configuration.
struct ConfigFolder {
  /// Its path; nil where nobody says which it is.
  let path: String?

  /// `DOCKER_CONFIG`, or `.docker` in the home.
  init(_ environment: [String: String]) {
    let home = environment["HOME"].notEmpty.map { "\($0)/.docker" }
    path = environment["DOCKER_CONFIG"].notEmpty ?? home
  }

  /// Reads a JSON file of the folder.
  ///
  /// - Returns: nil if there is none.
  func decode<Value: Decodable>(_ type: Value.Type, _ name: String) throws(ClientConfigError) -> Value? {
    guard let path else { return nil }
    let file = "\(path)/\(name)"
    guard let data = try Self.read(file) else { return nil }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw ClientConfigError(.badFile, "\(file) is not what the docker command writes: \(error.reason)")
    } catch {
      throw ClientConfigError(.badFile, "\(file) is not what the docker command writes: \(error)")
    }
  }

  /// The most bytes of a file.
  private static let largest = 4 << 20

  /// All bytes of a file; nil if there is none.
  private static func read(_ path: String) throws(ClientConfigError) -> Data? {
    let file = fopen(path, "re")
    guard let file else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw unreadable(path, String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if ferror(file) != 0 { throw unreadable(path, String(cString: strerror(errno))) }
      guard count > 0 else { return data }
      data.append(contentsOf: buffer[..<count])
      guard data.count <= largest else { throw unreadable(path, "it is longer than \(largest) bytes") }
    }
  }

  private static func unreadable(_ path: String, _ reason: String) -> ClientConfigError {
    ClientConfigError(.badFile, "\(path) can't be read: \(reason)")
  }

  /// The names in a folder of this one; none if it is not there.
  func names(in folder: String) -> [String] {
    guard let path else { return [] }
    return ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
  }

  /// Whether there is such a file.
  func has(_ name: String) -> Bool {
    path.map { FileManager.default.fileExists(atPath: "\($0)/\(name)") } ?? false
  }
}

extension DecodingError {
  /// Where and what, in one line.
  fileprivate var reason: String {
    let context: Context
    switch self {
    case .typeMismatch(_, let at), .valueNotFound(_, let at), .keyNotFound(_, let at), .dataCorrupted(let at):
      context = at
    @unknown default: return "\(self)"
    }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
  }
}

extension String? {
  /// Nil for an empty text, which counts as not set.
  var notEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }
}
