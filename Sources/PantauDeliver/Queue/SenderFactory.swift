/// Makes the sender of a channel; what the senders of one process share comes in here.
public struct SenderFactory: Sendable {
  private let poster: any HTTPPoster
  private let textStyle: AlertText
  private let links: AcknowledgementLink?

  /// Takes what senders share.
  ///
  /// - Parameters:
  ///   - poster: makes HTTP requests.
  ///   - text: how lines for people are written; colour is the terminal's alone.
  ///   - links: makes the links that acknowledge; nil: messages have none.
  public init(poster: any HTTPPoster, text: AlertText, links: AcknowledgementLink? = nil) {
    self.poster = poster
    textStyle = text
    self.links = links
  }

  /// Makes a sender.
  ///
  /// - Throws: ``ChannelSettingsError`` where the settings cannot work.
  public func sender(
    for settings: ChannelSettings
  ) throws(ChannelSettingsError) -> any DeliverySender {
    let sender = try plainSender(for: settings)
    switch settings.target {
    // A link is a permission: standard output ends in the journal, a file in backups.
    case .standardOutput, .file: return sender
    case .exec, .email, .webhook:
      return links.map { LinkingSender(sender: sender, links: $0) } ?? sender
    }
  }

  private func plainSender(
    for settings: ChannelSettings
  ) throws(ChannelSettingsError) -> any DeliverySender {
    switch settings.target {
    case .standardOutput(let format): StandardOutputSender(format: format, text: textStyle)
    case .file(let path, let format): FileSender(path: path, format: format, text: textStyle)
    case .exec(let exec): ExecSender(settings: exec)
    case .email(let email):
      EmailSender(channel: settings.name, settings: email, times: textStyle)
    case .webhook(let webhook):
      if let service = try webhook.service(ofChannel: settings.name) {
        try ServiceSender(
          channel: settings.name, service: service, settings: webhook, poster: poster)
      } else {
        try WebhookSender(channel: settings.name, settings: webhook, poster: poster)
      }
    }
  }
}
