import FoundationEssentials
import PantauCore
public import PantauStore

extension SenderFactory {
  /// Tries one message of a channel's line once, and nothing else that waits there; for a test
  /// where no daemon runs.
  ///
  /// - Parameters:
  ///   - messageID: the message's id.
  ///   - settings: the channel.
  ///   - store: the database, where the outcome is recorded.
  /// - Throws: ``ChannelSettingsError``, `StoreError`.
  public func tryOnly(
    _ messageID: String, of settings: ChannelSettings, in store: Store
  ) throws {
    let channel = settings.name
    guard
      let message = try store.waiting(for: channel, among: [.immediate], limit: Self.mostTests)
        .last(where: { $0.messageID == messageID })
    else { return }
    let now = Date()
    switch try sender(for: settings).send(OutgoingMessage(message), stop: StopSignal()) {
    case .delivered: try store.record([(message.id, .delivered, Date())])
    case .channelFailed(let reason, _), .refused(let reason), .disabled(let reason),
      .partly(let reason, _, _):
      try store.record([(message.id, .failed(reason, retryAt: now), now)])
    case .interrupted: break
    }
  }

  /// Tests that may be left in a line from earlier.
  private static let mostTests = 1_000
}
