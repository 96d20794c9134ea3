// The socket types come with CCurl where Swift is linked statically, with Glibc elsewhere.
import CCurl
import Glibc

/// What asking for a host's addresses gave.
enum NameAnswer: Sendable, Equatable {
  case addresses([IPAddress])
  /// There is no such name, or it has no address.
  case notFound(String)
  /// No answer for now: the name may well exist.
  case tryAgain(String)
}

extension NameAnswer {
  /// Asks the system, `/etc/hosts` included; blocks for as long as the system's resolver likes.
  static func ofSystem(_ host: String) -> NameAnswer {
    var hints = addrinfo()
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &first)
    defer { if let first { freeaddrinfo(first) } }
    guard code == 0 else { return failure(code, host) }
    let addresses = sequence(first: first, next: { $0?.pointee.ai_next })
      .compactMap { $0.flatMap(address) }
    return addresses.isEmpty ? .notFound("\(host) has no address") : .addresses(addresses)
  }

  private static func failure(_ code: Int32, _ host: String) -> NameAnswer {
    let text = "\(host): \(String(cString: gai_strerror(code)))"
    return code == EAI_NONAME || code == eaiNoData ? .notFound(text) : .tryAgain(text)
  }

  /// `EAI_NODATA`, which the C headers show to GNU programs only.
  private static let eaiNoData: Int32 = -5

  private static func address(_ info: UnsafeMutablePointer<addrinfo>) -> IPAddress? {
    guard let raw = info.pointee.ai_addr else { return nil }
    switch info.pointee.ai_family {
    case AF_INET:
      return raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
        withUnsafeBytes(of: address.pointee.sin_addr) { IPAddress(bytes: Array($0)) }
      }
    case AF_INET6:
      return raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
        withUnsafeBytes(of: address.pointee.sin6_addr) { IPAddress(bytes: Array($0)) }
      }
    default: return nil
    }
  }
}
