package import Patterns

/// An HTTP request, and what its answer must be.
package struct HTTPCheck: Sendable, Hashable {
  /// What may be asked of a server.
  package enum Method: String, Sendable, Hashable, CaseIterable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
  }

  /// A URL with the scheme `http` or `https`.
  package var url: AddressTemplate
  /// The method.
  package var method: Method
  /// Sent with it; they replace headers that every request has, such as `Host`.
  package var headers: [HTTPHeader]
  /// Sent with it; nil: no body.
  package var body: String?
  /// The statuses that pass.
  package var status: StatusSet
  /// Must match somewhere in the first ``readLimit`` bytes of the answer's body; nil: any body passes.
  package var expect: RegularExpression?
  /// A certificate that ends sooner than this is a warning; nil: it is not looked at.
  package var expiry: Duration?
  /// Whether the certificate must be valid, trusted, and for the name in the URL.
  package var verifiesCertificate: Bool
  /// Whether redirects are followed, at most ``redirectLimit``; if not, a redirect is an answer like others.
  package var followsRedirects: Bool

  /// Makes a check; what is left out is as for `http: URL` alone.
  package init(
    url: AddressTemplate, method: Method = .get, headers: [HTTPHeader] = [], body: String? = nil,
    status: StatusSet = .success, expect: RegularExpression? = nil, expiry: Duration? = nil,
    verifiesCertificate: Bool = true, followsRedirects: Bool = false
  ) {
    self.url = url
    self.method = method
    self.headers = headers
    self.body = body
    self.status = status
    self.expect = expect
    self.expiry = expiry
    self.verifiesCertificate = verifiesCertificate
    self.followsRedirects = followsRedirects
  }

  /// So many bytes of an answer's body are read; the rest is not waited for.
  package static let readLimit = 64 << 10
  /// So many redirects are followed.
  package static let redirectLimit = 5
}
