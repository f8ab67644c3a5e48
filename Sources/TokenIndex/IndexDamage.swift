/// Why a run of the index can't be read. The blocks are not concerned: search them all, and build the run anew.
package enum IndexDamage: Error, Equatable, CustomStringConvertible {
  /// The row of a run holds numbers that no run has.
  case badShape(keys: Int, pairs: Int, width: Int, bucketBits: Int, blocks: Int)
  /// A chunk is shorter than its header and directory, or not as long as the directory says.
  case badLength(bytes: Int)
  /// The bytes of a chunk, or the shape of its run, are not those it was written with.
  case badChecksum(stored: UInt32, computed: UInt32)
  /// The chunk does not hold the bucket asked for: it begins with another, or stops before.
  case missingBucket(Int, first: Int, count: Int)
  /// The bits of a bucket make no sense, although the checksum is right.
  case badBucket(Int)
  /// An input of a merge holds more pairs than its shape says.
  case tooManyPairs(input: Int, expected: Int)

  package var description: String {
    switch self {
    case .badShape(let keys, let pairs, let width, let bucketBits, let blocks):
      "no index run has \(keys) keys of \(width) bits, \(pairs) pairs, 2^\(bucketBits) buckets and \(blocks) blocks"
    case .badLength(let bytes):
      "an index chunk of \(bytes) bytes was cut or is none"
    case .badChecksum(let stored, let computed):
      "an index chunk has the checksum \(computed) where \(stored) was written"
    case .missingBucket(let bucket, let first, let count):
      "the index chunk for bucket \(bucket) holds \(count) buckets from \(first) on"
    case .badBucket(let bucket):
      "bucket \(bucket) of an index chunk can't be decoded"
    case .tooManyPairs(let input, let expected):
      "input \(input) of an index merge holds more than its \(expected) pairs"
    }
  }
}
