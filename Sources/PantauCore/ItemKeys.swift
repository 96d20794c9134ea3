/// What an item is known again by within its feed.
///
/// The identity is the guid, else the link, else title and date; where the feed gives one guid to
/// several articles, it is guid, link and title. The hashes tell whether the same guid now stands for
/// another article (another link and another title), and whether the text changed.
public struct ItemKeys: Sendable, Hashable {
  /// What the item is deduplicated by.
  public var identity: Key128
  /// A hash of the link; 0 where there is none.
  public var link: Int64
  /// A hash of the title; 0 where there is none.
  public var title: Int64
  /// A hash of all that keywords look in.
  public var text: Int64
  /// What it is recognised by under another guid.
  public var aliases = ItemAliases()

  /// Makes the keys of an item.
  public init(identity: Key128, link: Int64, title: Int64, text: Int64) {
    self.identity = identity
    self.link = link
    self.title = title
    self.text = text
  }
}

/// What a feed's item is recognised by when its guid is another one.
///
/// After a site has moved, or where guids change at every fetch. nil where there is nothing to hash.
public struct ItemAliases: Sendable, Hashable {
  /// Of the canonical link.
  public var link: Key128?
  /// Of title and text together.
  public var text: Key128?
  /// Of a guid that is a URL, without scheme and host, and the title.
  public var path: Key128?

  /// Takes the keys.
  public init(link: Key128? = nil, text: Key128? = nil, path: Key128? = nil) {
    self.link = link
    self.text = text
    self.path = path
  }

  /// Hands over those that there are.
  public func forEach(_ body: (Key128) throws -> Void) rethrows {
    if let link { try body(link) }
    if let text { try body(text) }
    if let path { try body(path) }
  }
}

/// A key of 16 bytes, cut from a hash.
public struct Key128: Sendable, Hashable {
  /// The first eight bytes.
  public var high: UInt64
  /// The last eight bytes.
  public var low: UInt64

  /// Takes both halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Takes the first 16 bytes, big-endian; missing bytes count as zero.
  ///
  /// Inlinable: unspecialised, it was a seventh of what a poll costs.
  @inlinable
  public init(_ bytes: some Collection<UInt8>) {
    (high, low) = (0, 0)
    for (index, byte) in bytes.prefix(16).enumerated() {
      let shift = UInt64(56 - 8 * (index % 8))
      if index < 8 { high |= UInt64(byte) << shift } else { low |= UInt64(byte) << shift }
    }
  }

  /// The first half, for columns of eight bytes.
  public var number: Int64 { Int64(bitPattern: high) }

  /// The other half.
  public var rest: Int64 { Int64(bitPattern: low) }

  /// The 16 bytes.
  public var bytes: [UInt8] {
    [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
  }
}

/// An item that the archive knows by its identity.
public struct KnownItem: Sendable, Hashable {
  /// The archive's number of the item.
  public var itemID: Int64
  /// The hashes as they were when the item was last stored.
  public var keys: ItemKeys
  /// Whether its guid is unknown, and it was recognised by link or text.
  public var isRenamed: Bool
  /// The day on which it was last noted that the feed shows it, counted from 1970.
  public var shownDay: Int64

  /// Makes a known item.
  public init(itemID: Int64, keys: ItemKeys, isRenamed: Bool = false, shownDay: Int64 = 0) {
    self.itemID = itemID
    self.keys = keys
    self.isRenamed = isRenamed
    self.shownDay = shownDay
  }
}
