import FoundationEssentials

/// Posts each message as a signed webhook, or as the operator's template has it.
final class WebhookSender: DeliverySender {
  let recordedTogether = 50
  let maxDigestBytes: Int? = WebhookBody.maxDataBytes
  private let settings: WebhookSettings
  private let secrets: [StandardWebhooks.Secret]
  private let poster: any HTTPPoster
  private let clock: @Sendable () -> Date
  private let place: String
  private let template: MessageTemplate?

  /// Checks the secrets.
  ///
  /// - Throws: ``ChannelSettingsError`` where a secret is none.
  init(
    channel: String, settings: WebhookSettings, poster: any HTTPPoster,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) throws(ChannelSettingsError) {
    self.settings = settings
    self.poster = poster
    self.clock = clock
    place = AnswerJudge.place(of: settings.url)
    secrets = try settings.signingSecrets(ofChannel: channel)
    template = try Self.template(settings, ofChannel: channel)
  }

  private static func template(
    _ settings: WebhookSettings, ofChannel channel: String
  ) throws(ChannelSettingsError) -> MessageTemplate? {
    guard settings.format == .template else { return nil }
    do throws(MessageTemplate.Fault) {
      return try MessageTemplate(settings.template ?? "", contentType: settings.contentType)
    } catch {
      throw ChannelSettingsError(
        description: """
          channel "\(channel)": the template, line \(error.line), column \(error.column): \
          \(error.what). \(error.advice)
          """)
    }
  }

  func send(_ message: OutgoingMessage, stop: StopSignal) -> SendResult {
    guard let request = request(for: message) else {
      return .refused(
        "the channel's template gives more than \(MessageTemplate.maxBytes) bytes for it.")
    }
    return AnswerJudge.result(of: poster.send(request, stop: stop), from: place)
  }

  /// The request of an attempt; nil where a template gives too much.
  func request(for message: OutgoingMessage) -> HTTPRequest? {
    let body: [UInt8]
    let contentType: String
    switch settings.format {
    case .standard:
      body = WebhookBody.standard(message)
      contentType = "application/json"
    case .template:
      guard let given = template?.body(of: message) else { return nil }
      body = given
      contentType = settings.contentType
    default:
      body = WebhookBody.cloudEvent(message)
      contentType = "application/cloudevents+json; charset=utf-8"
    }
    let signed = StandardWebhooks.headers(
      id: message.id, attemptedAt: clock(), body: body, secrets: secrets)
    return HTTPRequest(
      url: settings.url,
      headers: [HTTPRequest.Header("Content-Type", contentType)] + signed + settings.headers,
      body: body, caFile: settings.caFile)
  }
}
