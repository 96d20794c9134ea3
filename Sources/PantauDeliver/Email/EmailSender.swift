import FoundationEssentials
import PantauCore
import PantauHTTP

/// Sends each message as a mail to all of the channel's recipients.
///
/// Where a server takes a mail for some recipients only, the outbox remembers the others, and the
/// next attempt goes to them.
final class EmailSender: DeliverySender {
  /// People see these: a crash may repeat one at most.
  let recordedTogether = 1
  /// A storm of mails is read by nobody; one mail tells all of it.
  let summarizesAbove: Int? = 20
  private let settings: EmailSettings
  private let composer: MailComposer
  private let client: MailClient
  private let clock: @Sendable () -> Date

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
    let recipients = settings.to.filter { message.rest?.contains($0) ?? true }
    // The operator took out whoever still lacked it.
    guard !recipients.isEmpty else { return .delivered }
    let mail = MailSubmission(
      sender: settings.from, recipients: recipients,
      content: composer.mail(message, at: clock()))
    let outcome = client.send(mail) { stop.isStopped }
    return MailJudge(server: settings.server.url)
      .result(of: outcome, isRest: message.rest != nil)
  }
}
