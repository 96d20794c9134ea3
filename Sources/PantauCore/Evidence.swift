public import FoundationEssentials

/// What a server answered or a file held when an item was found in it, as received.
///
/// One value is shared by all alerts of a poll. `head` and `content` are kept, not the request, which
/// may carry secrets.
public final class Capture: Sendable {
  /// Where it was found.
  public enum Kind: String, Sendable {
    /// In a feed.
    case feed
    /// On the page of the article.
    case page
  }

  /// Where it was found.
  public let kind: Kind
  /// The URL that answered, without user info.
  public let url: String
  /// When its last byte was there.
  public let receivedAt: Date
  /// The status line and the header fields with their line ends; nil for a file.
  public let head: [UInt8]?
  /// How long the whole body was, in bytes, after decompression.
  public let bodyBytes: Int
  /// The SHA-256 of the whole body.
  public let bodyDigest: [UInt8]
  /// Whether ``content`` is the whole body; else what stands before its first item.
  public let isWhole: Bool
  /// Bytes of the body, packed.
  public let content: [UInt8]

  /// Takes the parts.
  public init(
    kind: Kind, url: String, receivedAt: Date, head: [UInt8]?, bodyBytes: Int,
    bodyDigest: [UInt8], isWhole: Bool, content: [UInt8]
  ) {
    self.kind = kind
    self.url = url
    self.receivedAt = receivedAt
    self.head = head
    self.bodyBytes = bodyBytes
    self.bodyDigest = bodyDigest
    self.isWhole = isWhole
    self.content = content
  }
}

/// What shows that an item was there: the document it stood in, and its own bytes in it.
public struct Evidence: Sendable, Hashable {
  /// The document.
  public var capture: Capture
  /// The bytes of the item, packed; nil where they were not told apart from the rest, which then is
  /// kept whole.
  public var item: [UInt8]?

  /// Takes the parts.
  public init(capture: Capture, item: [UInt8]?) {
    self.capture = capture
    self.item = item
  }

  /// Of one poll's captures each is itself alone.
  public static func == (left: Evidence, right: Evidence) -> Bool {
    left.capture === right.capture && left.item == right.item
  }

  /// By the capture alone.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(capture)) }
}
