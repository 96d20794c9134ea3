import PantauCore

/// Which names a page on a loopback address answers to.
///
/// A hostile page may have a name of its own that leads to 127.0.0.1, and read what stands there by
/// the browser of somebody who may (DNS rebinding). It cannot make the browser send another name.
struct HostRule: Sendable {
  private let allowed: Set<String>?

  /// Takes the settings.
  ///
  /// - Parameters:
  ///   - listen: the address listened on. Where it is no loopback address, everyone who reaches it
  ///     may read, and any name will do.
  ///   - publicURL: what a reverse proxy may pass on as Host.
  init(listen: String, publicURL: String?) {
    guard listen == "localhost" || listen == "::1" || listen.hasPrefix("127.") else {
      allowed = nil
      return
    }
    let isIPv6 = listen.contains(":")
    var names: Set = ["localhost", "127.0.0.1", "[::1]", isIPv6 ? "[\(listen)]" : listen]
    if let host = publicURL.flatMap({ URLParts($0)?.host }) { names.insert(host.lowercased()) }
    allowed = names
  }

  /// Whether a Host header is answered; a client of HTTP/1.0 without one is no browser.
  func allows(_ host: String?) -> Bool {
    guard let allowed, let host else { return true }
    return allowed.contains(host)
  }
}
