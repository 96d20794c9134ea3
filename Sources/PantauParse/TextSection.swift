/// A run of the document's text that libxml2 is not shown: it is read where it lies.
///
/// libxml2 looks at each character of a text, copies it and hands it on in pieces, one for each
/// reference; for a body of some kilobytes that is most of what it does, and nobody needs it. So
/// ``FeedScanner`` puts a small CDATA section in its stead that says where the run lies, and
/// ``XMLEvents`` takes the run when libxml2 comes to that section. As the place stands in the
/// section itself, nothing that libxml2 drops or closes on its own can mix up two runs.
struct TextSection: Equatable {
  /// The offset of its first byte.
  var start: Int
  /// How many bytes it has.
  var count: Int
  var kind: Kind

  /// What the run is, and the letter that says so.
  enum Kind: UInt8 {
    /// Text as it is to be read, or a part of a CDATA section.
    case plain = 0x50
    /// Text with references that have to be resolved.
    case references = 0x52
    /// The end of a CDATA section.
    case endOfCDATA = 0x43
    /// The end of a document within a CDATA section whose beginning was told: that is to be forgotten.
    case unclosed = 0x55
  }

  /// How long a run is at most; a longer text is several.
  static let maxBytes = 1 << 18

  /// The longest document that a place can be told of.
  static let maxDocumentBytes = 1 << 30
  /// What stands before the place, and behind it.
  private static let opening: StaticString = "<![CDATA["
  private static let closing: StaticString = "]]>"
  private static let digitCount = 5
  /// The bytes of the place: two numbers of five digits, and a letter.
  private static let placeCount = 2 * digitCount + 1
  /// The bytes of the place and what closes its section.
  static let closedPlaceCount = placeCount + closing.utf8CodeUnitCount

  init(start: Int, count: Int, _ kind: Kind) {
    self.start = start
    self.count = count
    self.kind = kind
  }

  /// Reads a place; nil where it is none, or not one of a document so long.
  init?(_ place: UnsafePointer<UInt8>, count length: Int, of documentCount: Int) {
    guard length == Self.placeCount, let kind = Kind(rawValue: place[2 * Self.digitCount]) else {
      return nil
    }
    self.kind = kind
    start = Self.number(place)
    count = Self.number(place + Self.digitCount)
    guard start <= documentCount, count <= documentCount - start else { return nil }
  }

  /// Writes the CDATA section that stands for the run.
  func write(to stage: TextBuffer) {
    stage.append(Self.opening)
    Self.write(start, to: stage)
    Self.write(count, to: stage)
    stage.append(kind.rawValue)
    stage.append(Self.closing)
  }

  /// Six bits a digit, from `@` on, so that none is `]` before `>`.
  private static func write(_ number: Int, to stage: TextBuffer) {
    for place in 0..<digitCount {
      stage.append(0x40 + UInt8(truncatingIfNeeded: (number >> (6 * place)) & 0x3F))
    }
  }

  private static func number(_ digits: UnsafePointer<UInt8>) -> Int {
    (0..<digitCount).reduce(0) { $0 | Int(digits[$1] & 0x3F) << (6 * $1) }
  }
}
