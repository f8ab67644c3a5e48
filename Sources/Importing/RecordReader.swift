package import LogWire

/// Turns the bytes of a file into lines. Holds no file: it is given the bytes, as many as there are.
///
/// What it does not take must be given to it again, with more bytes behind it, so that it sees each record whole.
package protocol RecordReader: Sendable {
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
  package var isSettled: Bool { true }

  package mutating func finish(into lines: inout ImportedLines) {}
}

/// What a reader remembers between two records.
package struct ReaderState: Sendable, Equatable {
  /// The time of the last line.
  package var time: Timestamp?
  /// Whether the next byte continues a line of which a part was given out.
  package var isMidLine = false

  package init(time: Timestamp? = nil, isMidLine: Bool = false) {
    self.time = time
    self.isMidLine = isMidLine
  }
}

/// How far a reader came.
package struct ReadOutcome: Sendable, Equatable {
  /// How many bytes it took: whole records.
  package var taken = 0
  /// How many records these were.
  package var records = 0
  /// What stands behind them, if it can't be read.
  package var bad: BadRecord?

  package init(taken: Int = 0, records: Int = 0, bad: BadRecord? = nil) {
    self.taken = taken
    self.records = records
    self.bad = bad
  }
}

/// Bytes that are no record of the format.
package struct BadRecord: Sendable, Equatable {
  /// What is wrong.
  package var what: String
  /// How many bytes to pass over to go on behind them; nil if the file ends within the record.
  package var length: Int?
}
