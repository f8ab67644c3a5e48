import LineContent
import LogBlocks
import LogWire
import TestSupport

/// A block as the store keeps it.
struct EncodedBlock {
  var bytes: [UInt8]
  var lines: Int
  var minTime: Timestamp
  var streams: UInt8
  var textBytes: Int
  /// Of each line the number of its template, as the encoder says it.
  var templates: [Int]
  var keys: Set<UInt32>

  /// The block for reading, as far as its beginning shows no damage.
  func open(_ dictionary: TemplateDictionary) throws -> TemplateBlock {
    let catalog = TemplateCatalog()
    for number in 0..<dictionary.count {
      catalog.append(dictionary.text(number).span.bytes, level: dictionary.level(number))
    }
    return try TemplateBlock(
      lines: lines, minTime: minTime, streams: streams, catalog: catalog, decompressor: ZstdDecompressor()
    ) { range in Array(bytes[range.clamped(to: 0..<bytes.count)]) }
  }

  func decoded(_ dictionary: TemplateDictionary) throws -> [TestLine] {
    var batch = LineBatch([TestLine("what was there before", at: 0)])
    try open(dictionary).decode(textBytes: textBytes, into: &batch)
    return batch.testLines
  }
}

/// Encodes blocks with one dictionary.
final class TestCodec {
  let dictionary: TemplateDictionary
  let encoder: TemplateBlockEncoder
  var allowance: Int
  let splitsPaths: Bool

  init(
    _ dictionary: TemplateDictionary = TemplateDictionary(), allowance: Int = 1 << 20,
    splitsPaths: Bool = false
  ) {
    self.dictionary = dictionary
    encoder = TemplateBlockEncoder(dictionary: dictionary)
    self.allowance = allowance
    self.splitsPaths = splitsPaths
  }

  /// The block of lines `range`, written behind other bytes; nil if they have too little in common.
  func encode(_ lines: [TestLine], _ range: Range<Int>? = nil) throws -> EncodedBlock? {
    let range = range ?? 0..<lines.count
    let minTime = lines[range].map(\.time).min() ?? .distantPast
    var bytes: [UInt8] = [1, 2, 3]
    var learning = TemplateLearning(left: allowance, splitsPaths: splitsPaths)
    defer { allowance = learning.left }
    guard
      try encoder.encode(LineBatch(lines), lines: range, minTime: minTime, learning: &learning, into: &bytes)
    else { return nil }
    return EncodedBlock(
      bytes: Array(bytes[3...]), lines: range.count, minTime: minTime,
      streams: lines[range].reduce(0) { $0 | 1 << ($1.stream.rawValue - 1) },
      textBytes: lines[range].reduce(0) { $0 + $1.message.count },
      templates: encoder.lineTemplates.map { Int(encoder.templates[Int($0)]) }, keys: Set(encoder.keys))
  }
}

/// A line taken apart by its template.
struct SplitLine {
  /// The variables, as they stand in the line.
  var variables: [[UInt8]] = []

  /// Nil if the line has not this template.
  init?(_ message: [UInt8], template: [UInt8]) {
    var position = 0
    for byte in template {
      guard byte == TemplateSyntax.placeholder else {
        guard position < message.count, message[position] == byte else { return nil }
        position += 1
        continue
      }
      let token = message[position...].prefix(while: TokenBytes.isToken)
      guard !token.isEmpty else { return nil }
      variables.append(Array(token))
      position += token.count
    }
    guard position == message.count else { return nil }
  }

  /// The tokens of any bytes.
  static func tokens(_ message: [UInt8]) -> [[UInt8]] {
    message.split { !TokenBytes.isToken($0) }.map(Array.init)
  }
}
