public import FoundationEssentials

/// A host that has answered 429, and until when nothing is asked of it.
///
/// Kept in the archive as well, so that a restart does not end it for the host's other feeds.
public struct HostRest: Sendable, Hashable {
  /// The host's name or address, in small letters and without port.
  public let host: String
  /// The end of the rest.
  public var until: Date

  /// Makes a rest; the case of the name does not matter.
  public init(host: String, until: Date) {
    self.host = host.lowercased()
    self.until = until
  }

  /// The host as the scheduler knows it.
  public var pollHost: PollHost { PollHost(name: host) }
}
