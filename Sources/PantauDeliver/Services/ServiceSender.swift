import FoundationEssentials
import PantauCore

/// Posts each message to a chat or push service.
struct ServiceSender: DeliverySender {
  /// People see these: a crash may repeat one at most.
  let recordedTogether = 1
  /// A storm of messages in a chat is read by nobody.
  let summarizesAbove: Int? = 20
  let service: any ChatService
  let settings: WebhookSettings
  let poster: any HTTPPoster
  private let secrets: [StandardWebhooks.Secret]
  private let clock: @Sendable () -> Date

  /// Checks the secrets.
  ///
  /// - Throws: ``ChannelSettingsError`` where a secret is none.
  init(
    channel: String, service: any ChatService, settings: WebhookSettings, poster: any HTTPPoster,
    clock: @escaping @Sendable () -> Date = { Date() }
  ) throws(ChannelSettingsError) {
    self.service = service
    self.settings = settings
    self.poster = poster
    self.clock = clock
    secrets = try settings.signingSecrets(ofChannel: channel)
  }

  var pace: MessagePace? { service.pace }

  func send(_ message: OutgoingMessage, stop: StopSignal) -> SendResult {
    let answer = poster.send(request(for: message), stop: stop)
    let result = AnswerJudge.result(of: answer, from: AnswerJudge.place(of: settings.url))
    guard case .answered(let status, let retryAfter, let body) = answer else { return result }
    let node = try? JSONReader.read(body, tolerant: true, maxDepth: 32)
    let text = String(decoding: body.prefix(1_000), as: UTF8.self)
    switch service.verdict(status: status, body: node, text: text) {
    case nil: return result
    case .channelFailed(let reason): return .channelFailed(reason, retryAfter: retryAfter)
    case .retryAfter(let wait):
      guard case .channelFailed(let reason, _) = result else { return result }
      return .channelFailed(reason, retryAfter: max(wait, retryAfter ?? .zero))
    }
  }

  func request(for message: OutgoingMessage) -> HTTPRequest {
    var request = service.request(for: ChatMessage(message))
    // The services look at no signature; a relay of the operator's in front of them may.
    if !secrets.isEmpty {
      request.headers += StandardWebhooks.headers(
        id: message.id, attemptedAt: clock(), body: request.body, secrets: secrets)
    }
    request.headers += settings.headers
    request.caFile = settings.caFile
    return request
  }
}

extension WebhookSettings {
  /// The service of a preset; nil for the signed formats.
  ///
  /// - Parameter channel: the channel's name, for the error.
  /// - Returns: the service.
  /// - Throws: ``ChannelSettingsError`` where a token or recipient is missing.
  func service(ofChannel channel: String) throws(ChannelSettingsError) -> (any ChatService)? {
    func needed(_ value: String?, _ key: String) throws(ChannelSettingsError) -> String {
      guard let value, !value.isEmpty else {
        throw ChannelSettingsError(
          description:
            "channel \"\(channel)\": format \"\(format.rawValue)\" needs \"\(key)\"; add it.")
      }
      return value
    }
    return switch format {
    case .standard, .cloudevents, .template: nil
    case .slack: SlackService(url: url)
    case .discord: DiscordService(url: url)
    case .telegram:
      TelegramService(
        url: url, token: try needed(token, "token"), chat: try needed(recipient, "chat"))
    case .ntfy: NtfyService(url: url, token: token)
    case .matrix:
      MatrixService(
        url: url, token: try needed(token, "token"), room: try needed(recipient, "room"))
    case .teams: TeamsService(url: url)
    case .mattermost: MattermostService(url: url)
    case .googlechat: GoogleChatService(url: url)
    case .pushover:
      PushoverService(
        url: url, token: try needed(token, "token"), user: try needed(recipient, "user"))
    case .gotify: GotifyService(url: url, token: try needed(token, "token"))
    }
  }
}
