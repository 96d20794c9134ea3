/// What the keyword language says about one query, or the template language about a template.
public struct QueryFinding: Sendable, Hashable {
  /// What is wrong, a clause without a full stop.
  public var what: String
  /// What to write instead: a clause or whole sentences; may be empty.
  public var advice: String
  /// The offset of the fault in the text's UTF-8.
  public var offset: Int
  /// Whether the text cannot be used.
  public var isError: Bool

  /// Makes a finding.
  public init(what: String, advice: String, offset: Int, isError: Bool) {
    self.what = what
    self.advice = advice
    self.offset = offset
    self.isError = isError
  }

  /// The advice with a capital and a full stop, for the language gives clauses.
  var adviceSentence: String {
    guard let first = advice.first else { return "" }
    let isEnded = advice.last.map { ".?!".contains($0) } ?? true
    return first.uppercased() + advice.dropFirst() + (isEnded ? "" : ".")
  }
}

/// Checks a query in the language of `~stem` terms; empty when there is nothing to say.
public typealias QueryCheck =
  @Sendable (_ query: String, _ language: String, _ clitics: Bool) -> [QueryFinding]

/// Checks a template that gives a media type; empty when there is nothing to say.
public typealias TemplateCheck =
  @Sendable (_ template: String, _ contentType: String) -> [QueryFinding]

/// Finds a place of a JSON string's text in the JSON itself, past its escapes.
enum JSONStringOffset {
  /// The offset in `bytes` of what became the text's UTF-8 byte number `textOffset`, where the
  /// string's opening quote stands at `start`.
  static func find(_ textOffset: Int, inStringAt start: Int, of bytes: [UInt8]) -> Int {
    var at = start + 1
    var passed = 0
    while passed < textOffset, at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      let (length, decoded) = step(at, bytes)
      guard passed + decoded <= textOffset else { break }
      at += length
      passed += decoded
    }
    return min(at, bytes.count)
  }

  /// How long the piece at an offset is in the JSON, and in the text.
  private static func step(_ at: Int, _ bytes: [UInt8]) -> (length: Int, decoded: Int) {
    guard bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count else { return (1, 1) }
    guard bytes[at + 1] == UInt8(ascii: "u") else { return (2, 1) }
    let unit = hexUnit(at + 2, bytes)
    if (0xD800..<0xDC00).contains(unit), at + 7 < bytes.count,
      bytes[at + 6] == UInt8(ascii: "\\"), bytes[at + 7] == UInt8(ascii: "u"),
      (0xDC00..<0xE000).contains(hexUnit(at + 8, bytes))
    {
      return (12, 4)
    }
    return (6, unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3)
  }

  private static func hexUnit(_ at: Int, _ bytes: [UInt8]) -> Int {
    guard at + 4 <= bytes.count else { return 0 }
    return Int(String(decoding: bytes[at..<(at + 4)], as: UTF8.self), radix: 16) ?? 0
  }
}
