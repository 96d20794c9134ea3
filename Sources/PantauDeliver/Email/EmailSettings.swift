public import PantauHTTP

/// What a channel of type `email` needs, secrets resolved.
public struct EmailSettings: Sendable, Hashable {
  /// Whom mails go to, at least one address.
  public var to: [String]
  /// Whom they come from; its domain is that of all message ids.
  public var from: String
  /// The server.
  public var server: MailServer

  /// Takes the settings.
  public init(to: [String], from: String, server: MailServer) {
    self.to = to
    self.from = from
    self.server = server
  }
}
