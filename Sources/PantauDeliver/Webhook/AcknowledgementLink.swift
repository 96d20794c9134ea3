import Crypto
public import FoundationEssentials

/// The links in messages by which a reader acknowledges an alert on the page.
///
/// A link is good for one alert and for some time: it carries the end of that time and an
/// HMAC-SHA256 of alert and end, so that nobody can make one, change one or keep one.
public struct AcknowledgementLink: Sendable {
  private let key: SymmetricKey
  private let publicURL: String

  /// The shortest key that is taken, in bytes.
  public static let minKeyBytes = 32

  /// Takes the page's address and its key.
  ///
  /// - Parameters:
  ///   - publicURL: without a slash at its end.
  ///   - key: random bytes that only this installation has; nil is returned for a shorter one than
  ///     ``minKeyBytes``.
  public init?(publicURL: String, key: [UInt8]) {
    guard key.count >= Self.minKeyBytes else { return nil }
    self.publicURL = publicURL
    self.key = SymmetricKey(data: key)
  }

  /// The link for an alert.
  ///
  /// - Parameters:
  ///   - alert: the alert's id; a ULID, so that nothing has to be escaped.
  ///   - end: when it stops being good, to the second.
  /// - Returns: the whole URL.
  public func url(for alert: String, until end: Date) -> String {
    let seconds = Int(end.timeIntervalSince1970)
    let code = HMAC<SHA256>.authenticationCode(for: Self.signed(alert, seconds), using: key)
    return "\(publicURL)/ack/\(alert)?until=\(seconds)&signature=\(Self.hex(code))"
  }

  /// What a link is worth.
  public enum Verdict: Sendable, Hashable {
    /// It is ours, and still good.
    case good
    /// It is ours, and has had its time.
    case expired
    /// This key did not sign it.
    case wrong
  }

  /// Judges a link.
  ///
  /// - Parameters:
  ///   - alert: the alert's id, from the path.
  ///   - until: the value of `until`.
  ///   - signature: the value of `signature`.
  ///   - now: the time.
  /// - Returns: whether it may acknowledge; only what this key signed can have expired.
  public func verdict(alert: String, until: String, signature: String, now: Date) -> Verdict {
    guard let seconds = Int(until), "\(seconds)" == until, let code = Self.bytes(hex: signature),
      // Compares in a time that does not tell how much was right.
      HMAC<SHA256>.isValidAuthenticationCode(
        code, authenticating: Self.signed(alert, seconds), using: key)
    else { return .wrong }
    return Double(seconds) > now.timeIntervalSince1970 ? .good : .expired
  }

  private static func signed(_ alert: String, _ seconds: Int) -> [UInt8] {
    Array("pantau.ack.\(alert).\(seconds)".utf8)
  }

  private static func hex(_ code: some Sequence<UInt8>) -> String {
    code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func bytes(hex: String) -> [UInt8]? {
    let digits = Array(hex.utf8)
    guard digits.count == 2 * SHA256.byteCount else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16), pair == pair.lowercased(), !pair.hasPrefix("+")
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
