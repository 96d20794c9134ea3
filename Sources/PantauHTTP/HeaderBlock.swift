/// Reads an answer's head from the lines that libcurl hands out, and counts their bytes.
struct HeaderBlock {
  private(set) var headers = HTTPHeaders()
  private(set) var bytesSeen = 0
  private var isComplete = false
  private let maxBytes: Int

  /// How far the head has come.
  var state: TransferError.HeadState {
    bytesSeen == 0 ? .none : isComplete ? .complete : .begun
  }

  init(maxBytes: Int) { self.maxBytes = maxBytes }

  /// Takes one line with its line end; false when the limit is passed.
  ///
  /// A status line starts afresh (after an interim 1xx). Lines after the empty one are trailers:
  /// they are counted and left out, for nothing here may be decided by them (RFC 9110, 6.5.1).
  mutating func take(_ line: UnsafeRawBufferPointer) -> Bool {
    bytesSeen += line.count
    guard bytesSeen <= maxBytes else { return false }
    let content = line.trimmingSuffix { $0 == 0x0a || $0 == 0x0d }
    if content.isEmpty {
      isComplete = true
    } else if content.starts(with: "HTTP/".utf8) {
      headers = HTTPHeaders()
      isComplete = false
    } else if !isComplete {
      takeField(content)
    }
    return true
  }

  private mutating func takeField(_ line: Slice<UnsafeRawBufferPointer>) {
    if let first = line.first, first == 0x20 || first == 0x09 {
      return headers.continueLast(with: line.trimmed)
    }
    guard let colon = line.firstIndex(of: 0x3a) else { return }
    let name = String(decoding: line[..<colon].trimmed, as: UTF8.self)
    let value = Array(line[line.index(after: colon)...].trimmed)
    headers.append(HTTPHeaders.Field(name: name, value: value))
  }
}

extension Collection where Element == UInt8, Self: BidirectionalCollection, SubSequence == Self {
  /// Without spaces and tabs at either end (OWS of RFC 9110, section 5.6.3).
  fileprivate var trimmed: Self {
    drop { $0 == 0x20 || $0 == 0x09 }.trimmingSuffix { $0 == 0x20 || $0 == 0x09 }
  }
}

extension BidirectionalCollection where Element == UInt8 {
  fileprivate func trimmingSuffix(_ isTrimmed: (UInt8) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, isTrimmed(self[index(before: end)]) { formIndex(before: &end) }
    return self[..<end]
  }
}
