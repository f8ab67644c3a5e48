/// How runs are written. Readers need none of it: what they must know stands in the ``RunShape`` and the chunks.
package struct RunParameters: Equatable, Sendable {
  /// The most bytes of a chunk, unless a single bucket needs more.
  package let chunkBytes: Int
  /// Keys are cut so that a key that is not in the run meets one that is with a probability of about
  /// 2^-`fingerprintBits` (within a factor of √2 either way).
  package let fingerprintBits: Int
  /// The fewest bits a key is cut to, for runs that will be merged: a merged run has no more bits than any of its
  /// inputs. 32 keeps all.
  package let leastWidth: Int
  /// A key in more than this share of the blocks may be stored as being in all of them. 100: only if it is.
  package let everywherePercent: Int

  /// - Precondition: `chunkBytes` 64…65,536, `fingerprintBits` 0…16, `leastWidth` 1…32, `everywherePercent` 0…100.
  package init(
    chunkBytes: Int = 4_000, fingerprintBits: Int = 4, leastWidth: Int = 1, everywherePercent: Int = 75
  ) {
    precondition((64...65_536).contains(chunkBytes), "chunks of \(chunkBytes) bytes")
    precondition((0...16).contains(fingerprintBits), "\(fingerprintBits) fingerprint bits")
    precondition((1...32).contains(leastWidth), "keys of at least \(leastWidth) bits")
    precondition((0...100).contains(everywherePercent), "everywhere from \(everywherePercent) percent")
    self.chunkBytes = chunkBytes
    self.fingerprintBits = fingerprintBits
    self.leastWidth = leastWidth
    self.everywherePercent = everywherePercent
  }
}
