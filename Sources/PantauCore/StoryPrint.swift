/// What an item's copies in other feeds are found by: hashes of some of its word shingles.
///
/// Two texts that share much share the smallest of their hashes (Broder's MinHash, in its bottom-k
/// form), so that looking a few of them up finds candidates without a scan. That candidates tell the
/// same story is for a comparison of the texts to say.
public struct StoryPrint: Sendable, Hashable {
  /// The keys that the item is kept under; at most ``maxKeys``.
  public var keys: [UInt32]
  /// The keys that older items are looked for by; at most ``maxProbes``, the item's own among them.
  public var probes: [UInt32]

  /// The most keys of an item.
  public static let maxKeys = 7
  /// The most keys that are looked up for an item.
  public static let maxProbes = 32

  /// Takes the keys.
  public init(keys: [UInt32], probes: [UInt32]) {
    self.keys = keys.count > Self.maxKeys ? Array(keys.prefix(Self.maxKeys)) : keys
    self.probes = probes.count > Self.maxProbes ? Array(probes.prefix(Self.maxProbes)) : probes
  }
}
