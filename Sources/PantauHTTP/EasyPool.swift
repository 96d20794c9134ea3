/// Idle handles, and which of them holds the TLS session of which host.
///
/// libcurl keeps sessions in the handle that made them, five at most, so a host goes back to its
/// handle where that is free. Lives on the fetch thread.
final class EasyPool {
  /// Hosts that one handle is given; one fewer than the sessions it keeps.
  private static let hostsEach = 4

  private var idle: [ObjectIdentifier: CurlEasy] = [:]
  private var order: [ObjectIdentifier] = []
  private var homes: [String: ObjectIdentifier] = [:]
  private var hosts: [ObjectIdentifier: [String]] = [:]
  private var made = 0
  private let limit: Int

  /// Takes how many handles there are to be before hosts have to share.
  init(limit: Int) { self.limit = limit }

  /// A handle for a hop, the host's own if it is free; nil when libcurl has no memory for one.
  func take(for url: HTTPURL) -> CurlEasy? {
    guard url.isEncrypted else { return popIdle() ?? make() }
    let host = "\(url.host):\(url.port)"
    if let home = homes[host], let easy = idle.removeValue(forKey: home) { return easy }
    let easy = roomy() ?? (made < limit ? make() : nil) ?? popIdle() ?? make()
    if let easy { settle(host, in: ObjectIdentifier(easy)) }
    return easy
  }

  /// Takes a handle back.
  func give(_ easy: CurlEasy) {
    let id = ObjectIdentifier(easy)
    idle[id] = easy
    order.append(id)
    // Handles taken as a host's own leave their place in the order behind.
    if order.count > 64 + 4 * idle.count { order = Array(idle.keys) }
  }

  private func make() -> CurlEasy? {
    made += 1
    return CurlEasy()
  }

  private func popIdle() -> CurlEasy? {
    while let last = order.popLast() {
      if let easy = idle.removeValue(forKey: last) { return easy }
    }
    return nil
  }

  /// The last handle given back, if it has room for another host's session.
  private func roomy() -> CurlEasy? {
    guard let last = order.last, (hosts[last]?.count ?? 0) < Self.hostsEach else { return nil }
    order.removeLast()
    return idle.removeValue(forKey: last)
  }

  /// Notes where a host's session is, in place of the oldest one there.
  private func settle(_ host: String, in id: ObjectIdentifier) {
    var here = hosts[id] ?? []
    if here.count >= Self.hostsEach {
      let oldest = here.removeFirst()
      if homes[oldest] == id { homes[oldest] = nil }
    }
    here.append(host)
    hosts[id] = here
    homes[host] = id
  }
}
