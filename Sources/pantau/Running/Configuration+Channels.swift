import FoundationEssentials
import PantauConfig
import PantauDeliver
import PantauHTTP

extension ChannelConfiguration {
  /// The channel as the delivery room takes it, secrets revealed.
  var deliverySettings: ChannelSettings {
    ChannelSettings(
      name: name, target: target.deliveryTarget, retryWaits: retry,
      rate: rate.map { MessagePace(messages: $0.messages, per: $0.per) },
      quietHours: quietHours.map {
        PantauDeliver.QuietHours(
          from: $0.hours.from.minutes, to: $0.hours.to.minutes, endsInDigest: $0.endsInDigest)
      }, digest: digest?.deliveryTimes, holdsHigh: holdsHigh)
  }
}

extension Digest {
  fileprivate var deliveryTimes: DigestTimes {
    switch self {
    case .times(let times): .daily(times.map(\.minutes))
    case .every(let wait): .every(wait)
    }
  }
}

extension ChannelTarget {
  fileprivate var deliveryTarget: ChannelSettings.Target {
    switch self {
    case .stdout(let format): .standardOutput(format.flatMap { .init(rawValue: $0.rawValue) })
    case .file(let path, let format):
      .file(path: path, PantauDeliver.LineFormat(rawValue: format.rawValue) ?? .json)
    case .webhook(let webhook):
      .webhook(webhook.deliverySettings)
    case .exec(let command, let timeout):
      .exec(ExecSettings(command: command, timeout: timeout))
    case .email(let email): .email(email.deliverySettings)
    }
  }
}

extension EmailConfiguration {
  fileprivate var deliverySettings: EmailSettings {
    let encryption: MailServer.Encryption =
      switch startTLS {
      case .require: .required
      case .offered: .offered
      case .never: .none
      }
    return EmailSettings(
      to: to, from: from ?? "pantau@\(ProcessInfo.processInfo.hostName)",
      server: MailServer(
        url: smtp, encryption: encryption, user: user, password: password?.value?.revealed,
        caFile: ca))
  }
}

extension WebhookConfiguration {
  fileprivate var deliverySettings: WebhookSettings {
    var settings = WebhookSettings(
      format: WebhookSettings.Format(rawValue: format.rawValue) ?? .standard,
      url: url.value?.revealed ?? "",
      secrets: secrets.compactMap { $0.value?.revealed }, token: token?.value?.revealed,
      recipient: recipient?.value?.revealed,
      headers: headers.compactMap { header in
        header.value.value.map { HTTPRequest.Header(header.name, $0.revealed) }
      }, caFile: ca)
    settings.template = template
    settings.contentType = contentType
    return settings
  }
}
