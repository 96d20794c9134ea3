import Glibc

/// One accepted connection: reads requests, plays answers.
///
/// Used by one thread.
struct LoopbackConnection {
  private let socket: Int32
  private let number: Int
  private var buffer: [UInt8] = []

  init(socket: Int32, number: Int) {
    self.socket = socket
    self.number = number
    var yes: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
  }

  /// The next request, or nil when the client has gone.
  mutating func nextRequest() -> RecordedRequest? {
    let end = Array("\r\n\r\n".utf8)
    var searched = 0
    while true {
      if let start = buffer.firstRange(of: end, from: searched) {
        return request(headEnd: start + end.count)
      }
      searched = max(0, buffer.count - end.count)
      guard receive() else { return nil }
    }
  }

  private mutating func request(headEnd: Int) -> RecordedRequest? {
    let head = Array(buffer[..<headEnd])
    let line = String(decoding: head.prefix { $0 != 0x0d }, as: UTF8.self).split(separator: " ")
    func recorded(_ body: [UInt8]) -> RecordedRequest {
      RecordedRequest(
        method: line.first.map(String.init) ?? "",
        target: line.count > 1 ? String(line[1]) : "", headerBytes: head, body: body,
        connection: number)
    }
    let length = recorded([]).header("Content-Length").flatMap { Int($0) } ?? 0
    while buffer.count < headEnd + length {
      guard receive() else { return nil }
    }
    let body = Array(buffer[headEnd..<(headEnd + length)])
    buffer.removeFirst(headEnd + length)
    return recorded(body)
  }

  private mutating func receive() -> Bool {
    var chunk = [UInt8](repeating: 0, count: 16_384)
    let count = recv(socket, &chunk, chunk.count, 0)
    guard count > 0 else { return false }
    buffer += chunk[..<count]
    return true
  }

  /// Plays an answer; false when the connection has ended.
  func play(_ answer: Answer, isOver: () -> Bool) -> Bool {
    for step in answer.steps {
      switch step {
      case .send(let bytes):
        guard send(bytes) else { return false }
      case .sendForEver(let bytes):
        while !isOver() {
          guard send(bytes) else { return false }
        }
        return false
      case .wait(let gate):
        while !gate.wait(milliseconds: 20) {
          if isOver() || clientHasGone { return false }
        }
      case .close:
        shutdown(socket, Int32(SHUT_WR))
        return false
      case .reset:
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
          socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        return false
      }
    }
    return true
  }

  private var clientHasGone: Bool {
    var byte: UInt8 = 0
    return recv(socket, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0
  }

  private func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}

extension [UInt8] {
  fileprivate func firstRange(of needle: [UInt8], from start: Int) -> Int? {
    guard count >= needle.count, start <= count - needle.count else { return nil }
    return (start...(count - needle.count)).first {
      self[$0..<($0 + needle.count)].elementsEqual(needle)
    }
  }
}
