internal import LogWire

extension RawSpan {
  /// The bytes in an array of their own.
  var copied: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(self)
    return bytes
  }
}
