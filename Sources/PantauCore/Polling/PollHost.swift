/// The host that a feed is fetched from, as far as politeness goes.
///
/// Kept as a hash of its name, so that a million hosts cost little; two names with the same hash
/// would merely be treated as one host.
public struct PollHost: Sendable, Hashable {
  /// The hash; 0 stands for files, which no limit holds for.
  let key: UInt64
  /// Whether the gap between starts is not kept.
  public let isLoopback: Bool

  /// Files of this machine: no limits.
  public static let files = PollHost(key: 0, isLoopback: true)

  /// A host by name or address, without port; case does not matter.
  ///
  /// `localhost`, names below it, 127.0.0.0/8 and `::1` are loopback, on which `hostGap` does not
  /// hold.
  public init(name: String) {
    let small = name.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    // FNV-1a, 64 bits.
    let hash = small.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
    key = max(hash, 1)
    let text = String(decoding: small, as: UTF8.self)
    isLoopback =
      ["localhost", "::1", "[::1]"].contains(text) || text.hasSuffix(".localhost")
      || Self.isLoopbackAddress(text)
  }

  private init(key: UInt64, isLoopback: Bool) {
    self.key = key
    self.isLoopback = isLoopback
  }

  private static func isLoopbackAddress(_ text: String) -> Bool {
    guard text.hasPrefix("127.") else { return false }
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8(Substring($0)) != nil }
  }
}
