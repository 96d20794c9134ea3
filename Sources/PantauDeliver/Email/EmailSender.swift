import FoundationEssentials
import PantauCore
import PantauHTTP

/// Sends each message as a mail to all of the channel's recipients.
///
/// Where a server takes a mail for some recipients only, the next attempt goes to the others.
final class EmailSender: DeliverySender {
  /// People see these: a crash may repeat one at most.
  let recordedTogether = 1
  /// A storm of mails is read by nobody; one mail tells all of it.
  let summarizesAbove: Int? = 20
  private let settings: EmailSettings
  private let composer: MailComposer
  private let client: MailClient
  private let clock: @Sendable () -> Date
  private let reached = Monitor(ReachedRecipients())

  init(
    channel: String, settings: EmailSettings, times: AlertText,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.settings = settings
    composer = MailComposer(channel: channel, settings: settings, times: times.plain)
    client = MailClient(server: settings.server)
    self.clock = clock
  }

  func send(_ message: OutgoingMessage, stop: StopSignal) -> SendResult {
    let done = reached.read { $0.recipients(of: message) }
    let recipients = settings.to.filter { !done.contains($0) }
    let mail = MailSubmission(
      sender: settings.from, recipients: recipients,
      content: composer.mail(message, at: clock()))
    let outcome = client.send(mail) { stop.isStopped }
    if case .accepted(let refused) = outcome {
      let taken = recipients.filter { refused[$0] == nil }
      reached.update { $0.set(done.union(taken), of: message, isAll: refused.isEmpty) }
    }
    return MailJudge(server: settings.server.url).result(of: outcome)
  }
}

/// Who has got which mails that others still wait for.
private struct ReachedRecipients: Sendable {
  /// A message and its very content: a summary under the same id may have grown since.
  private struct Entry: Sendable {
    var message: Int
    var recipients: Set<String>
  }

  private var entries: [Entry] = []

  /// Far more than step aside; forgetting one sends it again.
  private static let most = 1_000

  func recipients(of message: OutgoingMessage) -> Set<String> {
    entries.first { $0.message == message.hashValue }?.recipients ?? []
  }

  mutating func set(_ recipients: Set<String>, of message: OutgoingMessage, isAll: Bool) {
    entries.removeAll { $0.message == message.hashValue }
    guard !isAll else { return }
    if entries.count == Self.most { entries.removeFirst() }
    entries.append(Entry(message: message.hashValue, recipients: recipients))
  }
}
