/// The settings of a channel of type `webhook`.
public struct WebhookConfiguration: Sendable, Hashable {
  /// What the request looks like.
  public var format: WebhookFormat
  /// Where it goes; secret, for many services put their token into it.
  public var url: SecretSetting
  /// The signing secrets of Standard Webhooks, newest first; requests of any format that has some
  /// are signed.
  public var secrets: [SecretSetting]
  /// The service's token (telegram, ntfy, matrix, pushover, gotify).
  public var token: SecretSetting?
  /// The chat (telegram), room (matrix) or user key (pushover) that the message is for.
  public var recipient: SecretSetting?
  /// Headers sent with each request, in the order written.
  public var headers: [HeaderSetting]
  /// The certificate authorities trusted instead of the machine's: a PEM file's path.
  public var ca: String?
  /// The Mustache template of format `template`: its text.
  public var template: String?
  /// The media type of format `template`.
  public var contentType: String

  /// Makes a webhook; what is not said has its default.
  public init(format: WebhookFormat, url: SecretSetting) {
    self.format = format
    self.url = url
    secrets = []
    headers = []
    contentType = "application/json"
  }
}

extension WebhookConfiguration {
  /// The URL for logs and listings: scheme and host alone, for services put tokens into the rest.
  public var shownURL: String {
    guard let address = url.value.flatMap({ try? WebAddress($0.revealed) }) else {
      return "(secret)"
    }
    return "\(address.scheme)://\(address.host)\(address.port.map { ":\($0)" } ?? "")/…"
  }
}

/// What a webhook's request looks like.
public enum WebhookFormat: String, Sendable, Hashable, CaseIterable {
  /// Standard Webhooks 1.0.0.
  case standard
  /// CloudEvents 1.0, structured mode.
  case cloudevents
  case slack
  case discord
  case telegram
  case ntfy
  case matrix
  case teams
  case mattermost
  case googlechat
  case pushover
  case gotify
  /// A Mustache template of the operator's.
  case template

  /// The URL that stands for the service where none is written.
  public var defaultURL: String? {
    switch self {
    case .telegram: "https://api.telegram.org"
    case .pushover: "https://api.pushover.net/1/messages.json"
    default: nil
    }
  }

  /// Whether the receiver is expected to check a signature, so that a missing `secret` is odd.
  public var isSigned: Bool { self == .standard || self == .cloudevents }

  /// Whether the service knows us by `token`: must, may or must not be written.
  public var token: Need {
    switch self {
    case .telegram, .matrix, .pushover, .gotify: .required
    case .ntfy: .optional
    default: .none
    }
  }

  /// The key that names the recipient, where the service asks for one.
  public var recipientKey: String? {
    switch self {
    case .telegram: "chat"
    case .matrix: "room"
    case .pushover: "user"
    default: nil
    }
  }

  /// How a setting stands to a format.
  public enum Need: Sendable, Hashable {
    case required
    case optional
    case none
  }
}

/// The settings of a channel of type `email`.
public struct EmailConfiguration: Sendable, Hashable {
  /// Whom it goes to, at least one address.
  public var to: [String]
  /// Whom it comes from; nil: `pantau@` and the machine's name.
  public var from: String?
  /// The server: `smtp://HOST:PORT` or `smtps://HOST:PORT`.
  public var smtp: String
  /// When `smtp:` turns to TLS.
  public var startTLS: StartTLS
  /// The name to log in with.
  public var user: String?
  /// The password to log in with.
  public var password: SecretSetting?
  /// The certificate authorities trusted instead of the machine's: a PEM file's path.
  public var ca: String?

  /// Makes a mail channel; what is not said has its default.
  public init(to: [String], smtp: String) {
    self.to = to
    self.smtp = smtp
    startTLS = .require
  }
}

/// When a connection to an SMTP server turns to TLS (RFC 3207).
public enum StartTLS: String, Sendable, Hashable, CaseIterable {
  /// It must, or nothing is sent.
  case require
  /// It does where the server offers it.
  case offered
  /// It stays in the clear.
  case never
}
