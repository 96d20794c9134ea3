/// Which addresses the network may send us to: those of the public internet, and no others.
///
/// After the registries of special-purpose addresses (RFC 6890) and the addresses at which clouds
/// hand out secrets. A form that carries an IPv4 address inside IPv6 is judged by what it carries.
public enum AddressRules {
  /// Why an address is not public; the raw value completes "the address … is …".
  public enum Refusal: String, Sendable, Hashable {
    /// 127.0.0.0/8, ::1.
    case loopback = "of this very machine"
    /// RFC 1918, unique local fc00::/7, site-local fec0::/10, 64:ff9b:1::/48.
    case privateNetwork = "of a private network"
    /// 169.254.0.0/16, fe80::/10.
    case linkLocal = "link-local"
    /// Where clouds hand out credentials.
    case metadata = "of a cloud's metadata service"
    /// 100.64.0.0/10 (RFC 6598).
    case carrierGradeNAT = "of a provider's internal network"
    /// 224.0.0.0/4, ff00::/8.
    case multicast = "multicast"
    /// 0.0.0.0/8, ::, which reach this machine.
    case unspecified = "unspecified"
    /// Documentation, benchmarking, tunnels, and what is not assigned.
    case reserved = "reserved"
  }

  /// Why the address may not be reached from a URL that came from the network; nil for public ones.
  public static func refusal(of address: IPAddress) -> Refusal? {
    switch address {
    case .v4(let value): refusal(ofV4: value)
    case .v6(let high, let low): refusal(ofV6: high, low)
    }
  }

  /// Why a name may not be reached when only its name can be judged, as through a proxy; nil for
  /// names that may be public.
  ///
  /// Only literal addresses and names reserved for local use are known.
  public static func refusal(ofHost host: String) -> Refusal? {
    if let address = IPAddress(host) { return refusal(of: address) }
    let name = (host.hasSuffix(".") ? String(host.dropLast()) : host).lowercased()
    if name == "localhost" || name.hasSuffix(".localhost") { return .loopback }
    if name == "metadata.google.internal" { return .metadata }
    let isLocal = localSuffixes.contains { name.hasSuffix($0) } || !name.contains(".")
    return isLocal ? .privateNetwork : nil
  }

  private static let localSuffixes = [".local", ".internal", ".home.arpa", ".lan", ".intranet"]

  private static func refusal(ofV4 value: UInt32) -> Refusal? {
    if metadataV4.contains(value) { return .metadata }
    return blocksV4.first { value >> (32 - $0.length) == $0.start >> (32 - $0.length) }?.refusal
  }

  private static func refusal(ofV6 high: UInt64, _ low: UInt64) -> Refusal? {
    if high == 0, low <= 1 { return low == 0 ? .unspecified : .loopback }
    if high == 0xfd00_0ec2_0000_0000, low == 0x254 { return .metadata }
    if let inner = embeddedV4(high, low) { return refusal(ofV4: inner) }
    if let block = blocksV6.first(where: { high >> (64 - $0.length) == $0.start }) {
      return block.refusal
    }
    // Global unicast is 2000::/3; whatever lies outside it is not assigned.
    return high >> 61 == 1 ? nil : .reserved
  }

  /// The IPv4 address within mapped, compatible, NAT64 (RFC 6052) and 6to4 (RFC 3056) forms.
  private static func embeddedV4(_ high: UInt64, _ low: UInt64) -> UInt32? {
    let tail = UInt32(truncatingIfNeeded: low)
    if high == 0, low >> 32 == 0xffff || low >> 32 == 0 { return tail }
    if high == 0x0064_ff9b_0000_0000, low >> 32 == 0 { return tail }
    if high >> 48 == 0x2002 { return UInt32(truncatingIfNeeded: high >> 16) }
    return nil
  }

  /// 169.254.169.254 and its neighbours (AWS, Google, Azure, containers), Alibaba, Azure's wire
  /// server, which lies among public addresses.
  private static let metadataV4: Set<UInt32> = [
    0xa9fe_a9fe, 0xa9fe_aa02, 0x6464_64c8, 0xa83f_8110,
  ]

  private static let blocksV4: [(start: UInt32, length: UInt32, refusal: Refusal)] = [
    (0x0000_0000, 8, .unspecified), (0x0a00_0000, 8, .privateNetwork),
    (0x6440_0000, 10, .carrierGradeNAT), (0x7f00_0000, 8, .loopback),
    (0xa9fe_0000, 16, .linkLocal), (0xac10_0000, 12, .privateNetwork),
    (0xc000_0000, 24, .reserved), (0xc000_0200, 24, .reserved), (0xc058_6300, 24, .reserved),
    (0xc0a8_0000, 16, .privateNetwork), (0xc612_0000, 15, .reserved),
    (0xc633_6400, 24, .reserved), (0xcb00_7100, 24, .reserved),
    (0xe000_0000, 4, .multicast), (0xf000_0000, 4, .reserved),
  ]

  private static let blocksV6: [(start: UInt64, length: UInt64, refusal: Refusal)] = [
    (0x7e, 7, .privateNetwork), (0x3fa, 10, .linkLocal), (0x3fb, 10, .privateNetwork),
    (0xff, 8, .multicast), (0x0064_ff9b_0001, 48, .privateNetwork),
    // 2001::/23 holds Teredo and other protocol assignments; then the two documentation blocks.
    (0x2001_0000 >> 9, 23, .reserved), (0x2001_0db8, 32, .reserved), (0x3fff0, 20, .reserved),
  ]
}
