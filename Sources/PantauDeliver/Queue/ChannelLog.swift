import FoundationEssentials
import Logging
import PantauCore
import PantauStore

/// What a channel says in the log: changes of its state once, each step at debug level.
struct ChannelLog: Sendable {
  private let log: Logger

  init(_ log: Logger, channel: String) {
    var log = log
    log[metadataKey: "channel"] = "\(channel)"
    self.log = log
  }

  func delivered(_ delivery: Delivery) {
    log.debug("delivered", metadata: ["message": "\(delivery.messageID)"])
  }

  func recovered(failures: Int) {
    log.info(
      "the channel works again; what waited goes out now", metadata: ["failures": "\(failures)"])
  }

  func failed(_ delivery: Delivery, _ reason: String, failures: Int, wait: Duration) {
    log.log(
      level: failures == 1 ? .warning : .debug,
      "the channel failed: \(reason) Its messages wait; pantau tries again.",
      metadata: details(delivery, wait))
  }

  func refused(_ delivery: Delivery, _ reason: String, stepsAside: Bool, wait: Duration) {
    let rest =
      stepsAside
      ? "It steps aside, the rest goes on; `pantau deliveries` shows it."
      : "pantau tries again."
    log.warning(
      "the receiver refuses a message: \(reason) \(rest)", metadata: details(delivery, wait))
  }

  func partly(_ delivery: Delivery, _ reason: String, wait: Duration) {
    log.log(
      level: delivery.attempts == 0 ? .warning : .debug,
      "a message reached some of its recipients: \(reason) They alone are tried again.",
      metadata: details(delivery, wait))
  }

  func dead(_ delivery: Delivery, _ reason: String) {
    log.error(
      """
      a message is a dead letter after 75 h: \(reason) \
      `pantau deliveries retry \(delivery.id)` sends it again.
      """, metadata: ["message": "\(delivery.messageID)"])
  }

  func disabled(_ reason: String) {
    log.error(
      """
      the channel is switched off: \(reason) Its messages are kept. Remove the channel or give it \
      a new URL, then reload.
      """)
  }

  func storeFailed(_ error: StoreError) {
    log.error("the outbox cannot be used: \(error) pantau tries again in 5 s.")
  }

  private func details(_ delivery: Delivery, _ wait: Duration) -> Logger.Metadata {
    ["message": "\(delivery.messageID)", "retry_s": "\(wait.wholeMilliseconds / 1_000)"]
  }
}
