internal import Glibc

extension OutputError: CustomStringConvertible {
  /// What happened and what to do.
  package var description: String {
    var buffer = [CChar](repeating: 0, count: 256)
    let isKnown = unsafe strerror_r(systemError, &buffer, buffer.count) == 0
    let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let cause = isKnown ? text : "error \(systemError)"
    let remedy = systemError == ENOSPC || systemError == EDQUOT ? "; make room or write elsewhere" : ""
    return "can't write the output: \(cause)\(remedy)"
  }
}
