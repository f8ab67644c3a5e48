/// What the reactor's thread works with, made before the thread is, so that a failure is the caller's to see.
final class ReactorResources: Sendable {
  /// Waits for sockets and for the mailbox.
  let poller: Poller
  /// Brings the commands of other threads.
  let mailbox: ReactorMailbox

  /// What ``poller`` reports when there is mail.
  static let mailboxToken = UInt64.max

  /// Makes a poller that watches a new mailbox.
  init() throws(ErrnoFailure) {
    mailbox = try ReactorMailbox()
    poller = try Poller()
    try poller.add(mailbox.raw, token: Self.mailboxToken)
  }
}
