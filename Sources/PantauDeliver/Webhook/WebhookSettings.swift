/// What a channel of type `webhook` needs, secrets resolved.
public struct WebhookSettings: Sendable, Hashable {
  /// What the request looks like.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// Standard Webhooks 1.0.0.
    case standard
    /// CloudEvents 1.0 in structured mode.
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
  }

  /// What the request looks like.
  public var format: Format
  /// Where it goes; secret, for many services put their token into it.
  public var url: String
  /// The signing secrets as written (`whsec_…`), newest first; none means no signature.
  public var secrets: [String]
  /// The service's token (telegram, ntfy, matrix, pushover, gotify).
  public var token: String?
  /// The chat (telegram), room (matrix) or user key (pushover) that messages are for.
  public var recipient: String?
  /// The operator's own header fields.
  public var headers: [HTTPRequest.Header]
  /// The certificate authorities trusted instead of the machine's: a PEM file.
  public var caFile: String?
  /// The template of format `template`: its text.
  public var template: String?
  /// The media type that the template gives.
  public var contentType = "application/json"

  /// Takes the settings; only the URL has no default.
  public init(
    format: Format = .standard, url: String, secrets: [String] = [], token: String? = nil,
    recipient: String? = nil, headers: [HTTPRequest.Header] = [], caFile: String? = nil
  ) {
    self.format = format
    self.url = url
    self.secrets = secrets
    self.token = token
    self.recipient = recipient
    self.headers = headers
    self.caFile = caFile
  }
}

extension WebhookSettings {
  /// The secrets that sign each request.
  ///
  /// - Parameter channel: the channel's name, for the error.
  /// - Returns: the secrets, none where the channel has none.
  /// - Throws: ``ChannelSettingsError`` where one is of another form.
  func signingSecrets(
    ofChannel channel: String
  ) throws(ChannelSettingsError) -> [StandardWebhooks.Secret] {
    var signing: [StandardWebhooks.Secret] = []
    for text in secrets {
      guard let secret = StandardWebhooks.Secret(text) else {
        throw ChannelSettingsError(
          description: """
            channel "\(channel)": the secret is not of the form whsec_ and base64 of 24 to 64 \
            bytes; make one with: echo "whsec_$(head -c 32 /dev/urandom | base64)"
            """)
      }
      signing.append(secret)
    }
    return signing
  }
}
