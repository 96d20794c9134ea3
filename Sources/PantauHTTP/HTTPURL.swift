/// An http or https URL in parts, as libcurl itself reads it.
///
/// Origin, trust and target are all decided on these parts, made by the very parser that libcurl
/// connects by: two parsers that disagree about where the host is are a hole.
struct HTTPURL: Sendable, Hashable {
  /// What stands before the host in `https://user:password@host`, percent-decoded.
  struct Credentials: Sendable, Hashable {
    let user: String
    let password: String
  }

  /// Why a text is no URL that can be fetched.
  enum Problem: Error, Equatable {
    case malformed(String)
    case scheme(String)
  }

  /// The whole, without user info and fragment: safe to log.
  let text: String
  let isEncrypted: Bool
  /// In small letters; IPv6 in brackets.
  let host: String
  let port: Int
  let credentials: Credentials?

  /// Same scheme, host and port (RFC 6454): where credentials may go.
  func hasOrigin(of other: HTTPURL) -> Bool {
    isEncrypted == other.isEncrypted && hasAuthority(of: other)
  }

  /// Same host and port: where the operator's own trust reaches.
  func hasAuthority(of other: HTTPURL) -> Bool { host == other.host && port == other.port }
}

/// URLs as they may be shown.
public enum RedactedURL {
  /// The URL without user and password; text that is no URL loses all up to its last "@" before
  /// the path.
  public static func text(_ url: String) -> String {
    guard let authority = url.range(ofASCII: "://")?.upperBound else { return url }
    let end = url[authority...].firstIndex { "/?#".contains($0) } ?? url.endIndex
    guard let at = url[authority..<end].lastIndex(of: "@") else { return url }
    return String(url[..<authority]) + url[url.index(after: at)...]
  }
}

extension String {
  fileprivate func range(ofASCII needle: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(needle) {
        return start..<index(start, offsetBy: needle.count)
      }
      formIndex(after: &start)
    }
    return nil
  }
}
