internal import LogWire

/// Turns the bytes of a file into lines. Holds no file: it is given the bytes, as many as there are.
///
/// What it does not take must be given to it again, with more bytes behind it, so that it sees each record whole.
protocol RecordReader: Sendable {
  /// What a later reading must know to go on behind what was taken, if ``isSettled``.
  var state: ReaderState { get }

  /// Whether the lines given out are those of the bytes taken, and no line is open.
  var isSettled: Bool { get }

  /// Takes the records that are whole, and adds their lines.
  ///
  /// - Parameters:
  ///   - isEnd: whether these are the last bytes, so that a record that is not whole never will be.
  ///   - stopsSettled: whether to stop as soon as it is settled, after at least one record.
  mutating func read(
    _ bytes: RawSpan, isEnd: Bool, stopsSettled: Bool, into lines: inout ImportedLines
  ) -> ReadOutcome

  /// Closes the lines that are open: nothing follows.
  mutating func finish(into lines: inout ImportedLines)
}

extension RecordReader {
  var isSettled: Bool { true }

  mutating func finish(into lines: inout ImportedLines) {}
}

/// What a reader remembers between two records.
struct ReaderState: Sendable, Equatable {
  /// The time of the last line.
  var time: Timestamp?
  /// Whether the next byte continues a line of which a part was given out.
  var isMidLine = false
}

/// How far a reader came.
struct ReadOutcome: Sendable, Equatable {
  /// How many bytes it took: whole records.
  var taken = 0
  /// How many records these were.
  var records = 0
  /// What stands behind them, if it can't be read.
  var bad: BadRecord?
}

/// Bytes that are no record of the format.
struct BadRecord: Sendable, Equatable {
  /// What is wrong.
  var what: String
  /// How many bytes to pass over to go on behind them; nil if the file ends within the record.
  var length: Int?
}
