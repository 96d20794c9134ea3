/// Reads one HTTP/1.1 request out of what arrives, strictly (RFC 9112): what two readers could
/// understand differently is refused, so that nothing is smuggled past a proxy.
struct RequestReader {
  /// What there is so far.
  enum Step: Hashable {
    /// More has to come.
    case incomplete
    /// The request; what stands behind it is not looked at.
    case request(PageRequest)
    /// It cannot be answered: the status, and why.
    case refused(PageStatus, String)
  }

  /// The longest request line with its headers, in bytes.
  static let maxHeadBytes = 8_192
  /// The longest body that is read, in bytes; the pages need none.
  static let maxBodyBytes = 4_096
  /// The most header lines.
  static let maxHeaders = 64

  private var bytes: [UInt8] = []
  private var searched = 0
  private var head: (request: PageRequest, end: Int, body: Int)?

  /// Whether anything has come.
  var isEmpty: Bool { bytes.isEmpty }

  /// Takes what arrived.
  mutating func take(_ more: some Sequence<UInt8>) -> Step {
    bytes += more
    if head == nil {
      do throws(Refusal) {
        head = try readHead()
      } catch {
        return .refused(error.status, error.reason)
      }
    }
    guard let head, bytes.count - head.end >= head.body else { return .incomplete }
    return .request(head.request)
  }

  private mutating func readHead() throws(Refusal) -> (PageRequest, Int, Int)? {
    guard let end = endOfHead() else {
      guard bytes.count <= Self.maxHeadBytes else { throw tooLong }
      return nil
    }
    guard end <= Self.maxHeadBytes else { throw tooLong }
    let lines = Self.lines(bytes[..<(end - 4)])
    guard lines.count - 1 <= Self.maxHeaders else {
      throw Refusal(.headersTooLarge, "the request has more than \(Self.maxHeaders) headers")
    }
    var fields = HeaderFields()
    for line in lines.dropFirst() { try fields.add(line) }
    let request = try RequestLine(lines[0]).request(fields)
    return (request, end, try fields.bodyBytes(atMost: Self.maxBodyBytes))
  }

  private var tooLong: Refusal {
    bytes.prefix(Self.maxHeadBytes).contains(0x0A)
      ? Refusal(.headersTooLarge, "the headers are above \(Self.maxHeadBytes) bytes")
      : Refusal(.addressTooLong, "the address is above \(Self.maxHeadBytes) bytes")
  }

  /// Behind the empty line; each byte is looked at once, however slowly they come.
  private mutating func endOfHead() -> Int? {
    let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    while searched + 4 <= bytes.count {
      if bytes[searched..<(searched + 4)].elementsEqual(end) { return searched + 4 }
      searched += 1
    }
    return nil
  }

  private static func lines(_ head: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = head.startIndex
    for place in head.indices where head[place] == 0x0D && head[(place + 1)...].first == 0x0A {
      lines.append(head[start..<place])
      start = place + 2
    }
    return lines + [head[start...]]
  }
}

/// Why a request is not answered.
struct Refusal: Error, Hashable {
  let status: PageStatus
  let reason: String

  init(_ status: PageStatus, _ reason: String) {
    self.status = status
    self.reason = reason
  }
}
