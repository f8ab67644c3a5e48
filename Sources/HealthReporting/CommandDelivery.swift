internal import Glibc
internal import HealthStore
package import LogWire
package import Logging
internal import Platform

/// Gives messages to a program: the document on its input, and what is most asked for in its environment.
///
/// It is run as it is, by no shell. What it writes goes to our log; the status 0 means that the message was taken.
package struct CommandDelivery: Delivery {
  /// The most of what it writes that is logged, in bytes.
  private static let outputLimit = 4096

  private let settings: CommandSettings
  private let logger: Logger

  package init(settings: CommandSettings, logger: Logger) {
    self.settings = settings
    self.logger = logger
  }

  package func deliver(_ message: HealthMessage, now: Timestamp) async throws {
    let output: HelperProcess.Output
    do throws(HelperProcess.Failure) {
      output = try await HelperProcess.run(
        settings.command, environment: settings.environment.merging(Self.variables(message)) { $1 },
        input: message.json(), reading: .firstWithErrors(Self.outputLimit), within: settings.timeout)
    } catch {
      switch error {
      case .cancelled: throw CancellationError()
      case .notStarted(let errno):
        throw DeliveryError("it can't be started: \(String(cString: strerror(errno)))")
      case .timeOut: throw DeliveryError("it did not end within \(settings.timeout) and was killed")
      case .tooLong: throw DeliveryError("it wrote too much")
      }
    }
    let text = InertText.line(output.text, limit: Self.outputLimit)
    guard output.status == 0 else {
      throw DeliveryError("it failed with status \(output.status)\(text.isEmpty ? "" : ": \(text)")")
    }
    if !text.isEmpty { logger.info("a command of a channel says", metadata: ["output": "\(text)"]) }
  }

  package func shutdown() async {}

  /// Those of the message, and those of the event that it is mostly about.
  static func variables(_ message: HealthMessage) -> [String: String] {
    let event = message.leading
    return [
      "LSLOG_HEALTH_ID": message.id,
      "LSLOG_HEALTH_CHANNEL": message.channel,
      "LSLOG_HEALTH_HOST": message.host,
      "LSLOG_HEALTH_KIND": message.kind,
      "LSLOG_HEALTH_TITLE": message.title,
      "LSLOG_HEALTH_TEXT": message.text,
      "LSLOG_HEALTH_COUNT": String(message.events.count + message.omitted),
      "LSLOG_HEALTH_NAME": event?.subject.name ?? "",
      "LSLOG_HEALTH_PROJECT": event?.subject.project ?? "",
      "LSLOG_HEALTH_RESOURCE": event?.subject.resource ?? "",
      "LSLOG_HEALTH_CONTAINER": event?.subject.id ?? "",
      "LSLOG_HEALTH_FROM": event?.from?.name ?? "",
      "LSLOG_HEALTH_TO": event?.state.name ?? "",
      "LSLOG_HEALTH_REASON": InertText.line(event?.reason ?? "", limit: 4096),
      "LSLOG_HEALTH_SINCE": event?.since.description ?? "",
      "LSLOG_HEALTH_TRANSITION": event.map { String($0.transition) } ?? "",
    ]
  }
}
