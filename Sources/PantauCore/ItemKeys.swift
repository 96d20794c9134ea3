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

  /// Makes the keys of an item.
  public init(identity: Key128, link: Int64, title: Int64, text: Int64) {
    self.identity = identity
    self.link = link
    self.title = title
    self.text = text
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

  /// Makes a known item.
  public init(itemID: Int64, keys: ItemKeys) {
    self.itemID = itemID
    self.keys = keys
  }
}
