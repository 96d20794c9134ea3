import Crypto
import FoundationEssentials

/// The symmetric signatures of Standard Webhooks 1.0.0.
public enum StandardWebhooks {
  /// The largest body, in bytes; the specification asks for less than 20 kB.
  public static let maxBodyBytes = 20_000

  /// A signing secret.
  public struct Secret: Sendable, Hashable {
    let key: [UInt8]

    /// Reads `whsec_` and base64 of 24 to 64 bytes; the prefix may be missing.
    ///
    /// - Returns: nil where the text is no such secret.
    public init?(_ text: String) {
      let base64 = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : text
      guard let key = Data(base64Encoded: base64), (24...64).contains(key.count) else { return nil }
      self.key = Array(key)
    }
  }

  /// The value of `webhook-signature`: `v1,` and the base64 of HMAC-SHA256 over
  /// `id.timestamp.body`, one for each secret, separated by spaces.
  ///
  /// - Parameters:
  ///   - id: the value of `webhook-id`; holds no full stop.
  ///   - timestamp: the attempt's time in whole seconds since 1970.
  ///   - body: the very bytes sent.
  ///   - secrets: several while one is being replaced.
  /// - Returns: the header's value; empty where there is no secret.
  public static func signature(
    id: String, timestamp: Int, body: [UInt8], secrets: [Secret]
  ) -> String {
    let signed = Array("\(id).\(timestamp).".utf8) + body
    return secrets.map { secret in
      let code = HMAC<SHA256>.authenticationCode(
        for: signed, using: SymmetricKey(data: secret.key))
      return "v1," + Data(code).base64EncodedString()
    }.joined(separator: " ")
  }

  /// The three header fields of an attempt; no signature where there is no secret.
  static func headers(
    id: String, attemptedAt now: Date, body: [UInt8], secrets: [Secret]
  ) -> [HTTPRequest.Header] {
    let timestamp = Int(now.timeIntervalSince1970.rounded(.down))
    var headers = [
      HTTPRequest.Header("webhook-id", id), HTTPRequest.Header("webhook-timestamp", "\(timestamp)"),
    ]
    if !secrets.isEmpty {
      let signature = signature(id: id, timestamp: timestamp, body: body, secrets: secrets)
      headers.append(HTTPRequest.Header("webhook-signature", signature))
    }
    return headers
  }
}
