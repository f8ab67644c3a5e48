/// The Golomb–Rice code of differences: a number is cut into a quotient, written in unary, and its lowest bits.
///
/// Source: R. F. Rice, "Some practical universal noiseless coding techniques" (JPL 79-22); for the choice of the
/// parameter, A. Kiely, "Selecting the Golomb parameter in Rice coding" (IPN 42-159).
enum RiceCode {
  /// The number of low bits for `count` ascending numbers below `span`.
  ///
  /// With k bits a number of mean μ costs k + 1 / (1 - θ^(2^k)), θ = μ / (μ + 1); k + 1 bits are better once
  /// 2^k < 0.48 μ. Writer and reader compute it alike, so it is not stored.
  @inline(__always)
  static func lowBits(span: Int, count: Int) -> Int {
    (span &* 12 / (count &* 25)).bitLength
  }

  /// The number of low bits for the gaps in a list of `count` out of `blocks` blocks.
  @inline(__always)
  static func lowBits(blocks: Int, count: Int) -> Int {
    lowBits(span: blocks &- count, count: count &+ 1)
  }
}
