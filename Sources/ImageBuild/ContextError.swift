internal import Glibc

/// What is wrong with a build context.
package struct ContextError: Error, Sendable, Hashable {
  /// The kinds of failure.
  package enum Code: Sendable, Hashable {
    /// There is no such folder.
    case missing
    /// The context is no folder.
    case notFolder
    /// There is no such Dockerfile.
    case missingDockerfile
    /// The Dockerfile, or the file of patterns, is no regular file.
    case notFile
    /// The Dockerfile, or the file of patterns, has more than so many bytes.
    case tooLarge(limit: Int)
    /// A pattern can't be understood; the line counts from 1.
    case badPattern(line: Int, pattern: String, reason: String)
    /// Something can't be read; its errno says why.
    case unreadable
    /// Something went away between the listing of its folder and its reading.
    case vanished
    /// A file became shorter, or something else, while it was read.
    case changed
    /// The archive could not be written; the words are libarchive's.
    case archive(String)
  }

  /// The kind of failure.
  package var code: Code
  /// What it is about: an absolute path. Bytes that are not UTF-8 are U+FFFD here.
  package var path: String
  /// Why the system refused.
  package var errno: Int32?

  init(_ code: Code, path: String, errno: Int32? = nil) {
    self.code = code
    self.path = path
    self.errno = errno
  }

  init(_ code: Code, path: [UInt8], errno: Int32? = nil) {
    self.init(code, path: String(decoding: path, as: UTF8.self), errno: errno)
  }
}

extension ContextError: CustomStringConvertible {
  /// What happened, and what to do.
  package var description: String {
    switch code {
    case .missing: "there is no folder \(path), which is to be the context of the build"
    case .notFolder: "the context of the build is no folder: \(path)"
    case .missingDockerfile:
      "there is no Dockerfile at \(path); name the right one, relative to the context, or write it"
    case .notFile: "\(path) is no regular file"
    case .tooLarge(let limit): "\(path) is larger than \(limit >> 20) MiB: is it the right file?"
    case .badPattern(let line, let pattern, let reason):
      "\(path), line \(line): '\(pattern)' is no pattern: \(reason)"
    case .unreadable:
      "can't read \(path) (\(Self.name(of: errno))); make it readable, or exclude it in .dockerignore"
    case .vanished:
      "\(path) went away while the context was read; build when nothing changes there, or exclude it in .dockerignore"
    case .changed:
      "\(path) became shorter, or something else, while it was read; build when nothing changes there, or exclude it in .dockerignore"
    case .archive(let words): "can't put \(path) into the archive of the context: \(words)"
    }
  }

  private static func name(of errno: Int32?) -> String {
    guard let errno, let text = strerror(errno) else { return "no reason given" }
    return String(cString: text)
  }
}
