package import LogStore

/// Somewhere lines are forwarded to. Used by one thread; calls may block, since only this sink waits for them.
package protocol Sink: AnyObject {
  /// Sends lines in order. When it returns they have left the process, which is not yet a promise that they arrived.
  ///
  /// - Throws: ``SinkError`` when the sink can't take them now. Some of them may have been sent.
  func send(_ lines: StoreFeed.Lines, selecting isWanted: (Int) -> Bool) throws(SinkError)

  /// Looks whether what was sent lately may have been lost, because the receiver was exchanged since the last call.
  ///
  /// - Throws: ``SinkError`` if so, or if there is no receiver.
  func checkReceiver() throws(SinkError)
}

/// Why a sink can't take lines now. They are sent again later, from a little earlier on.
package struct SinkError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
