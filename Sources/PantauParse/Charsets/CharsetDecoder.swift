/// Bodies of any encoding to UTF-8, before any parser sees them.
///
/// libxml2's own decoders end a document silently at one bad byte. What decides, in this order: a
/// byte order mark; the zero bytes of UTF-16 and UTF-32 without one; being valid UTF-8, whatever a
/// label says (other encodings hardly ever are by chance); the label of HTTP; the label of the XML
/// declaration; windows-1252. Labels are read by the WHATWG Encoding Standard. Text that is UTF-8
/// but for a few bytes keeps its other characters: where it says UTF-8 or nothing, two in three of
/// its sequences must be right, against another label nine in ten of at least twenty.
enum CharsetDecoder {
  /// Decodes a body as a whole.
  ///
  /// - Parameters:
  ///   - source: the bytes after decompression.
  ///   - httpCharset: the `charset` of the Content-Type, as given.
  /// - Returns: the text in UTF-8; every body has one.
  static func decode(_ source: [UInt8], httpCharset: String?) -> DecodedBody {
    source.withUnsafeBufferPointer {
      let (text, warnings) = open($0, UTF8Check.check($0), httpCharset: httpCharset)
      text.readAll()
      return DecodedBody(
        bytes: Array(text.bytes), encoding: text.encoding.rawValue,
        warnings: warnings + text.oddities)
    }
  }

  /// The text of a body that needs no decoding and no repair.
  ///
  /// - Parameters:
  ///   - body: the bytes after decompression.
  ///   - finding: what ``UTF8Check`` said of them.
  ///   - httpCharset: the `charset` of the Content-Type, as given.
  /// - Returns: the body without a byte order mark, and what was odd; nil where it has to be decoded
  ///   or repaired first.
  static func textAsItIs(
    _ body: UnsafeBufferPointer<UInt8>, _ finding: UTF8Check.Finding, httpCharset: String?
  ) -> (text: UnsafeBufferPointer<UInt8>, warnings: [String])? {
    // A zero byte, which is in every UTF-16, is forbidden, and so is the escape of ISO-2022-JP.
    guard finding.isValid, !finding.holdsForbidden else { return nil }
    let length = utf8MarksLength(body)
    if length > 0 { return (UnsafeBufferPointer(rebasing: body[length...]), []) }
    let labels = Labels(http: httpCharset, declared: XMLDeclaration.encodingLabel(of: body))
    return (body, finding.isASCII ? [] : labels.liesAboutUTF8)
  }

  /// The text of a body that has to be decoded, which happens as it is read.
  ///
  /// - Parameters:
  ///   - body: the bytes after decompression; they must stay where they are while the text is read.
  ///   - finding: what ``UTF8Check`` said of them.
  ///   - httpCharset: the `charset` of the Content-Type, as given.
  ///   - manner: how the text is read.
  /// - Returns: the text, and what is known to be odd about its encoding by now.
  static func open(
    _ body: UnsafeBufferPointer<UInt8>, _ finding: UTF8Check.Finding, httpCharset: String?,
    as manner: ReadingManner = ReadingManner()
  ) -> (text: DocumentText, warnings: [String]) {
    if let mark = byteOrderMark(body) {
      let rest = UnsafeBufferPointer(
        rebasing: body[(mark.encoding == .utf8 ? utf8MarksLength(body) : mark.length)...])
      return text(of: rest, mark.encoding, manner)
    }
    if let encoding = wideEncoding(body) { return text(of: body, encoding, manner) }
    // Seven bits hold no character of ISO-2022-JP but by its escapes.
    if finding.isASCII, !holdsEscape(body) { return text(of: body, .utf8, manner) }
    let labels = Labels(http: httpCharset, declared: XMLDeclaration.encodingLabel(of: body))
    if finding.isASCII, labels.encodings.first == .iso2022Jp {
      return text(of: body, .iso2022Jp, manner)
    }
    if finding.isValid {
      return text(of: body, .utf8, manner, warnings: labels.liesAboutUTF8)
    }
    return openInvalid(body, finding, labels, manner)
  }

  /// The text of a body whose encoding is settled; read as UTF-8 where this machine cannot.
  private static func text(
    of body: UnsafeBufferPointer<UInt8>, _ encoding: TextEncoding, _ manner: ReadingManner,
    warnings: [String] = []
  ) -> (text: DocumentText, warnings: [String]) {
    if let decoder = BodyDecoder(body, from: encoding) {
      return (DocumentText(decoding: decoder, manner), warnings)
    }
    return text(
      of: body, .utf8, manner,
      warnings: warnings + ["this machine has no converter for \(encoding.rawValue)"])
  }

  private static func holdsEscape(_ body: UnsafeBufferPointer<UInt8>) -> Bool {
    body.next(0x1B, from: 0, to: body.count) != nil
  }

  // MARK: What labels say

  /// The labels of a body, in the order of their weight.
  private struct Labels {
    private(set) var encodings: [TextEncoding] = []
    private var names: [String] = []
    private(set) var warnings: [String] = []

    init(http: String?, declared: String?) {
      for (label, place) in [(http, "the HTTP header"), (declared, "the XML declaration")] {
        guard let label, !label.isEmpty else { continue }
        if let encoding = TextEncoding(label: label) {
          encodings.append(encoding)
          names.append("\(place) says \(Labels.shown(label))")
        } else {
          warnings.append("\(place) names an encoding that is not known, \(Labels.shown(label))")
        }
      }
    }

    /// A warning where the foremost label is not UTF-8 though the text is.
    var liesAboutUTF8: [String] {
      guard let encoding = encodings.first, encoding != .utf8 else { return warnings }
      return warnings + ["\(names[0]), but the text is valid UTF-8 and was read as such"]
    }

    /// What a label says, and that it is not so.
    func lie(at place: Int, actual: String) -> String {
      "\(names[place]), but the text is not; it was read as \(actual)"
    }

    private static func shown(_ label: String) -> String { "“\(label.prefix(40))”" }
  }

  /// A body that is not UTF-8, or not wholly.
  private static func openInvalid(
    _ body: UnsafeBufferPointer<UInt8>, _ finding: UTF8Check.Finding, _ labels: Labels,
    _ manner: ReadingManner
  ) -> (text: DocumentText, warnings: [String]) {
    let isUTF8 = labels.encodings.first ?? .utf8 == .utf8
    // Some stray bytes in a text that says UTF-8 are no reason to doubt it, and another label is
    // wrong where many sequences are right and nearly none are not.
    let isBelieved =
      isUTF8 ? finding.isMostlyValid : finding.isNearlyValid && finding.validSequences >= 20
    guard isBelieved else { return openByLabels(body, labels, manner) }
    return text(
      of: body, .utf8, manner, warnings: isUTF8 ? labels.warnings : labels.liesAboutUTF8)
  }

  private static func openByLabels(
    _ body: UnsafeBufferPointer<UInt8>, _ labels: Labels, _ manner: ReadingManner
  ) -> (text: DocumentText, warnings: [String]) {
    var warnings = labels.warnings
    var best: (encoding: TextEncoding, trial: DocumentText.Trial)?
    for (place, encoding) in labels.encodings.enumerated() {
      // A text whose every second byte is not zero is no UTF-16.
      if encoding != .utf8, !encoding.isWide, let decoder = BodyDecoder(body, from: encoding) {
        let text = DocumentText(decoding: decoder, manner)
        let trial = text.trial()
        // One bad byte in twenty: a label that lies has far more, a damaged text fewer.
        if trial.badCount * 20 <= trial.bytesAboveASCII { return (text, warnings) }
        if best.map({ trial.badCount < $0.trial.badCount }) ?? true { best = (encoding, trial) }
      }
      warnings.append(labels.lie(at: place, actual: "what fits it better"))
    }
    guard let best, best.trial.badCount * 4 <= best.trial.bytesAboveASCII else {
      return text(of: body, .windows1252, manner, warnings: warnings + notDeclared(labels))
    }
    return text(of: body, best.encoding, manner, warnings: warnings)
  }

  private static func notDeclared(_ labels: Labels) -> [String] {
    labels.encodings.isEmpty
      ? ["the encoding is not declared and the text is not UTF-8; it was read as windows-1252"] : []
  }

  // MARK: What the first bytes say

  private static func byteOrderMark(
    _ body: UnsafeBufferPointer<UInt8>
  ) -> (encoding: TextEncoding, length: Int)? {
    let start = Array(body.prefix(4))
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if start.starts(with: [0xFF, 0xFE, 0, 0]) { return (.utf32le, 4) }
    if start.starts(with: [0, 0, 0xFE, 0xFF]) { return (.utf32be, 4) }
    if start.starts(with: [0xFF, 0xFE]) { return (.utf16le, 2) }
    if start.starts(with: [0xFE, 0xFF]) { return (.utf16be, 2) }
    return nil
  }

  /// How many bytes of marks a body of UTF-8 begins with; some files have been given a second one by a
  /// second program.
  private static func utf8MarksLength(_ body: UnsafeBufferPointer<UInt8>) -> Int {
    var length = 0
    while body.dropFirst(length).starts(with: [0xEF, 0xBB, 0xBF]) { length += 3 }
    return length
  }

  /// UTF-16 and UTF-32 without a mark, by where the zeros of the first ASCII characters are.
  private static func wideEncoding(_ body: UnsafeBufferPointer<UInt8>) -> TextEncoding? {
    guard body.count >= 4 else { return nil }
    switch (body[0] == 0, body[1] == 0, body[2] == 0, body[3] == 0) {
    case (true, true, true, false): return .utf32be
    case (false, true, true, true): return .utf32le
    case (true, false, true, false): return .utf16be
    case (false, true, false, true): return .utf16le
    default: return nil
    }
  }
}

extension TextEncoding {
  /// Whether ASCII text has zero bytes in it.
  var isWide: Bool {
    switch self {
    case .utf16le, .utf16be, .utf32le, .utf32be: true
    default: false
    }
  }
}

/// What can be read of an XML declaration before the encoding is known.
enum XMLDeclaration {
  /// How far into a body a declaration is looked for: servers put white space and messages first.
  static let reach = 1_024

  /// The value of `encoding` in `<?xml … ?>`; nil where there is none.
  static func encodingLabel(of body: UnsafeBufferPointer<UInt8>) -> String? {
    let start = Array(body.prefix(reach))
    // CDF shouts `<?XML ENCODING=`.
    let small = start.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }[...]
    guard let opening = firstIndex(of: "<?xml", in: small) else { return nil }
    let rest = small[opening...]
    let declaration = rest[..<(firstIndex(of: "?>", in: rest) ?? rest.endIndex)]
    guard let name = firstIndex(of: "encoding", in: declaration) else { return nil }
    let afterName = declaration[(name + 8)...].drop { $0 <= 0x20 || $0 == UInt8(ascii: "=") }
    guard let quote = afterName.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    else { return nil }
    let value = afterName.dropFirst().prefix { $0 != quote }
    return String(decoding: start[value.startIndex..<value.endIndex], as: UTF8.self)
  }

  private static func firstIndex(of text: StaticString, in bytes: ArraySlice<UInt8>) -> Int? {
    let wanted = text.withUTF8Buffer { Array($0) }
    return bytes.indices.first { bytes[$0...].starts(with: wanted) }
  }
}
