/// The characters of a query, read one after another, with the places for errors.
struct QueryReader {
  let text: String
  let scalars: [Unicode.Scalar]
  var place = 0

  init(_ text: String) {
    self.text = text
    scalars = Array(text.unicodeScalars)
  }

  var isAtEnd: Bool { place >= scalars.count }
  var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  /// The scalar `ahead` places on, if there is one.
  func peek(_ ahead: Int) -> Unicode.Scalar? {
    place + ahead < scalars.count ? scalars[place + ahead] : nil
  }

  mutating func skipSpaces() {
    while let scalar = next, Self.isSpace(scalar) { place += 1 }
  }

  func string(_ range: Range<Int>) -> String {
    var out = String.UnicodeScalarView()
    out.append(contentsOf: scalars[range])
    return String(out)
  }

  /// How many characters stand before a scalar: what people count.
  func offset(of place: Int) -> Int { string(0..<min(place, scalars.count)).count }

  func error(at place: Int, _ message: String, _ suggestion: String? = nil) -> QueryError {
    QueryError(offset: offset(of: place), message: message, suggestion: suggestion)
  }

  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x20 || scalar.value <= 0x0D && scalar.value >= 9
      || scalar.value > 0x7F
        && scalar.properties.isWhitespace
  }

  /// Plain and typographic double quotes.
  static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x22, 0x201C, 0x201D, 0x201E, 0x201F, 0xAB, 0xBB, 0xFF02: true
    default: false
    }
  }

  static func isParenthesis(_ scalar: Unicode.Scalar) -> Bool { scalar == "(" || scalar == ")" }
}
