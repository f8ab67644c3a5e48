internal import Crypto

/// The HMAC-SHA256 of a webhook's body, by which the receiver knows who sent it and when.
///
/// Signed is the time in seconds since 1970 as decimal text, a dot, and the body. docs/health-reporting.md has recipes for
/// checking it.
package struct Signature: Sendable, Hashable {
  /// Carries the time.
  package static let timeHeader = "X-Lslog-Timestamp"
  /// Carries `v1=` and the code in hexadecimal digits.
  package static let header = "X-Lslog-Signature"

  /// What stands in the two headers.
  package let time: String
  package let value: String

  package init(body: [UInt8], secret: [UInt8], seconds: Int64) {
    time = String(seconds)
    var authentication = HMAC<SHA256>(key: SymmetricKey(data: secret))
    authentication.update(data: Array("\(seconds).".utf8))
    authentication.update(data: body)
    value = "v1=" + Hexadecimal.text(authentication.finalize())
  }
}
