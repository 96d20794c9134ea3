import Foundation
import Glibc
import PantauCore

/// A client that sends bytes as they are, and reads until the server has ended.
public struct RawClient: Sendable {
  /// The server's port on 127.0.0.1.
  public let port: Int

  /// Takes the port.
  public init(port: Int) { self.port = port }

  /// What a server answered.
  public struct Answer: Sendable {
    /// All of it.
    public let text: String

    /// The status; nil where the answer is none.
    public var status: Int? { text.split(separator: " ").dropFirst().first.flatMap { Int($0) } }

    /// What stands behind the head.
    public var body: String {
      text.range(of: "\r\n\r\n").map { String(text[$0.upperBound...]) } ?? ""
    }

    /// A header's value.
    public func header(_ name: String) -> String? {
      text.components(separatedBy: "\r\n").first {
        $0.lowercased().hasPrefix(name.lowercased() + ":")
      }
      .map { $0.drop { $0 != ":" }.dropFirst().trimmingCharacters(in: .whitespaces) }
    }
  }

  /// A connection that has been made; nil where none could be.
  public func connect() -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    // A server that never ends fails a test, and does not hold it for ever.
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// Sends a text.
  public static func send(_ text: String, on descriptor: Int32) {
    let bytes = Array(text.utf8)
    _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// All until the server's end.
  public static func rest(on descriptor: Int32) -> Answer {
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return Answer(text: String(decoding: bytes, as: UTF8.self))
  }

  /// Sends a text whole, and reads the answer.
  public func ask(_ text: String) async -> Answer {
    await DedicatedThread.blocking {
      guard let connection = connect() else { return Answer(text: "") }
      Self.send(text, on: connection)
      return Self.rest(on: connection)
    }
  }

  /// A request as clients make it.
  public func request(
    _ target: String, method: String = "GET", host: String = "localhost"
  ) async -> Answer {
    await ask("\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n\r\n")
  }
}
