/// Asks a page how it is, as `pantau doctor` does.
public enum PageProbe {
  /// What answered.
  public enum Answer: Sendable, Hashable {
    /// A page of a daemon that does its work.
    case healthy
    /// A page of a daemon that does not, and why.
    case ailing(String)
    /// Something else listens there.
    case foreign
    /// Nothing does.
    case silent
  }

  private static let patienceSeconds = 5
  private static let maxBytes = 10_000

  /// Asks; blocks for some seconds at most.
  ///
  /// - Parameters:
  ///   - host: the address listened on, IPv6 without brackets.
  ///   - port: the port.
  /// - Returns: what answered.
  public static func ask(host: String, port: Int) -> Answer {
    // Whoever listens on all addresses listens on the machine's own.
    let near = ["localhost": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host
    guard
      let socket = try? Socket.connected(host: near, port: port, patience: patienceSeconds)
    else { return .silent }
    _ = socket.write(Array("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)[...])
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while answer.count < maxBytes, case .bytes(let count) = socket.read(into: &buffer) {
      answer += buffer[..<count]
    }
    return read(String(decoding: answer, as: UTF8.self))
  }

  private static func read(_ answer: String) -> Answer {
    guard let head = answer.firstRange(of: "\r\n\r\n") else { return .foreign }
    let body = answer[head.upperBound...].prefix { $0 != "\n" }
    if answer.hasPrefix("HTTP/1.1 200 "), body == "ok" { return .healthy }
    return answer.hasPrefix("HTTP/1.1 503 ") ? .ailing(String(body)) : .foreign
  }
}
