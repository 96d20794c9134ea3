/// A server that takes mails, and how to speak with it.
public struct MailServer: Sendable, Hashable {
  /// Whether a connection that begins in the clear turns to TLS (RFC 3207).
  public enum Encryption: Sendable, Hashable {
    /// It must, or nothing is sent.
    case required
    /// It does where the server offers it.
    case offered
    /// It stays in the clear.
    case none
  }

  /// `smtp://HOST:PORT` or `smtps://HOST:PORT`; the latter is TLS from the first byte.
  public var url: String
  /// What `smtp:` does; `smtps:` needs no turn.
  public var encryption: Encryption
  /// The name to log in with; nil: no login.
  public var user: String?
  /// The password to log in with.
  public var password: String?
  /// The certificate authorities trusted instead of the machine's: a PEM file.
  public var caFile: String?
  /// How long the connection, and any reply but the last, may take.
  public var timeout: Duration
  /// How long the reply to the content may take: the server may look through it first, and a mail
  /// given up then may arrive all the same (RFC 5321, section 4.5.3.2.6).
  public var contentTimeout: Duration

  /// Takes the settings; only the URL has no default.
  public init(
    url: String, encryption: Encryption = .required, user: String? = nil, password: String? = nil,
    caFile: String? = nil, timeout: Duration = .seconds(20),
    contentTimeout: Duration = .seconds(60)
  ) {
    self.url = url
    self.encryption = encryption
    self.user = user
    self.password = password
    self.caFile = caFile
    self.timeout = timeout
    self.contentTimeout = contentTimeout
  }
}

/// A mail with its envelope (RFC 5321).
public struct MailSubmission: Sendable, Hashable {
  /// The address that bounces go to.
  public var sender: String
  /// Whom it is for, at least one address.
  public var recipients: [String]
  /// Header and body (RFC 5322), lines ended by CRLF.
  public var content: [UInt8]

  /// Takes the parts.
  public init(sender: String, recipients: [String], content: [UInt8]) {
    self.sender = sender
    self.recipients = recipients
    self.content = content
  }
}

/// What came of handing a mail over.
public enum MailOutcome: Sendable, Hashable {
  /// A part of the conversation with the server.
  public enum Step: Sendable, Hashable {
    case greeting
    case encryption
    case login
    case sender
    case recipient
    case content
  }

  /// What a server said: a code from 400 to 599, and its text, cut and without control characters;
  /// empty at the login, whose text might repeat what was sent.
  public struct Refusal: Sendable, Hashable {
    /// The reply's code (RFC 5321, section 4.2).
    public var code: Int
    /// The reply's text.
    public var text: String

    /// Whether the same may be tried again.
    public var isTemporary: Bool { code < 500 }
  }

  /// Why the conversation did not come to its end.
  public enum Failure: Sendable, Hashable {
    case lookup
    case connection
    case timeout
    /// TLS failed, or the server offers none where it is required.
    case encryption
    /// The server takes no login of ours.
    case login
    /// The settings cannot be used.
    case settings
    case other
  }

  /// The server has it, for all recipients but those named with what it said of them.
  case accepted(refused: [String: Refusal])
  /// It takes it for nobody; at step `recipient` each has its own reply.
  case refused(at: Step, Refusal, recipients: [String: Refusal])
  /// No conversation to the end; with libcurl's code.
  case failed(Failure, code: Int32)
  /// The stop came first.
  case interrupted
}
