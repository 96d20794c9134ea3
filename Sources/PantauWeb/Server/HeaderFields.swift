/// The headers of a request that matter here: Host and what frames the body.
struct HeaderFields {
  /// The one Host header.
  private(set) var host: String?
  private var length: Int?
  private var isChunked = false

  /// Takes a line: a name, a colon, a value (RFC 9112, section 5).
  mutating func add(_ line: ArraySlice<UInt8>) throws(Refusal) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), Self.isToken(line[..<colon]) else {
      throw Refusal(.badRequest, "a header line is none")
    }
    // A lone CR or LF could be the end of the line for another reader.
    guard line[colon...].allSatisfy({ $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }) else {
      throw Refusal(.badRequest, "a header holds what does not belong there")
    }
    let value = String(decoding: line[(colon + 1)...], as: UTF8.self).trimmingBlanks
    switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
    case "host": try setHost(value)
    case "content-length": try setLength(value)
    case "transfer-encoding": isChunked = true
    default: break
    }
  }

  /// How many bytes of body follow.
  func bodyBytes(atMost limit: Int) throws(Refusal) -> Int {
    guard !isChunked else {
      throw length == nil
        ? Refusal(.lengthRequired, "a body needs a Content-Length here")
        : Refusal(.badRequest, "the request gives its length in two ways")
    }
    guard let length, length > limit else { return length ?? 0 }
    throw Refusal(.bodyTooLarge, "the body is above \(limit) bytes")
  }

  private mutating func setHost(_ value: String) throws(Refusal) {
    guard host == nil else { throw Refusal(.badRequest, "the request has two Host headers") }
    host = value
  }

  private mutating func setLength(_ value: String) throws(Refusal) {
    guard !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(value), length == nil || length == number
    else { throw Refusal(.badRequest, "the Content-Length is no number") }
    length = number
  }

  /// Whether bytes are a token (RFC 9110, section 5.6.2).
  static func isToken(_ bytes: some Collection<UInt8>) -> Bool {
    !bytes.isEmpty
      && bytes.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }
}

extension String {
  /// Without spaces and tabs at both ends.
  fileprivate var trimmingBlanks: String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    var rest = self[...]
    while rest.first.map(isBlank) == true { rest = rest.dropFirst() }
    while rest.last.map(isBlank) == true { rest = rest.dropLast() }
    return String(rest)
  }
}
