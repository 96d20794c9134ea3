/// What a channel of type `webhook` needs, secrets resolved.
public struct WebhookSettings: Sendable, Hashable {
  /// What the request looks like.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// Standard Webhooks 1.0.0.
    case standard
    /// CloudEvents 1.0 in structured mode.
    case cloudevents
  }

  /// What the request looks like.
  public var format: Format
  /// Where it goes; secret, for many services put their token into it.
  public var url: String
  /// The signing secrets as written (`whsec_…`), newest first; none means no signature.
  public var secrets: [String]
  /// The operator's own header fields.
  public var headers: [HTTPRequest.Header]
  /// The certificate authorities trusted instead of the machine's: a PEM file.
  public var caFile: String?

  /// Takes the settings; only the URL has no default.
  public init(
    format: Format = .standard, url: String, secrets: [String] = [],
    headers: [HTTPRequest.Header] = [], caFile: String? = nil
  ) {
    self.format = format
    self.url = url
    self.secrets = secrets
    self.headers = headers
    self.caFile = caFile
  }
}
