import FoundationEssentials
import PantauCore

/// The values of a JSON Feed: as its specification has them, and of other types where it is plain what
/// is meant, which is noted.
///
/// A number serves as text, a string as number or date, one value as a list of one, and a list that
/// PHP has made an object of (its keys had a gap) as the list. What else a value may be is missing.
struct JSONFeedValues {
  /// What was odd.
  var warnings: WarningLog
  /// The item that is being read, counted from 0; nil outside of items.
  var item: Int?
  private let limits: ParseLimits
  private let bytes: UnsafeBufferPointer<UInt8>
  /// What is to be said of members of other types: how often, and where first.
  private var oddTypes: [(sentence: String, place: String, count: Int)] = []
  private var controls: (count: Int, first: Int) = (0, 0)

  init(_ bytes: UnsafeBufferPointer<UInt8>, limits: ParseLimits, warnings: consuming WarningLog) {
    self.bytes = bytes
    self.limits = limits
    self.warnings = warnings
  }

  // MARK: Oddities

  /// Notes that a member is of another type than it should be.
  mutating func note(_ name: StaticString, _ kind: JSONKind, readAs meaning: StaticString) {
    let sentence = "\(name) is \(kind.inWords) and was read as \(meaning)"
    if let known = oddTypes.firstIndex(where: { $0.sentence == sentence }) {
      oddTypes[known].count += 1
    } else {
      oddTypes.append((sentence, item.map { "items[\($0)]: " } ?? "", 1))
    }
  }

  /// Says what was noted.
  mutating func settle() {
    for (sentence, place, count) in oddTypes {
      warnings.add("\(place)\(sentence)\(count == 1 ? "" : ", the first of \(count)")")
    }
    guard controls.count > 0 else { return }
    let place = TextPosition(of: controls.first, in: bytes)
    warnings.add(
      line: place.line, column: place.column,
      controls.count == 1
        ? "a control character was left out of this string"
        : "\(controls.count) control characters were left out of this string and others")
  }

  // MARK: Texts

  /// Text without markup; nil where it is empty.
  mutating func plain(
    _ scanner: inout JSONScanner, _ name: StaticString
  ) throws(JSONSyntaxError) -> String? {
    if try scanner.kind() == .number {
      note(name, .number, readAs: "text")
      return try scanner.readNumber()
    }
    return try text(&scanner) { PlainText.collapse($0) }
  }

  /// The text of HTML source.
  mutating func html(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> String? {
    try text(&scanner) { HTMLText.plainText($0) }
  }

  /// A string without white space around it; nil where it is empty or no string.
  mutating func reference(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> String? {
    try text(&scanner) {
      let bytes = $0.trimmed
      return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }
  }

  /// An id; a number is taken as written (JSON Feed 1.1, `id`).
  mutating func identifier(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> String? {
    try scanner.kind() == .number ? try scanner.readNumber() : try reference(&scanner)
  }

  /// What `take` makes of a string, of which it sees so much as one text may have, without characters
  /// that XML forbids: they are no text in any feed.
  private mutating func text<Value>(
    _ scanner: inout JSONScanner, _ take: (UnsafeBufferPointer<UInt8>) -> Value?
  ) throws(JSONSyntaxError) -> Value? {
    let place = scanner.offset
    var dropped = 0
    let value = try scanner.text { bytes in
      let bytes = bounded(bytes)
      guard ControlBytes.isIn(bytes) else { return take(bytes) }
      var copy = Array(bytes)
      return copy.withUnsafeMutableBufferPointer { copy in
        let found = ControlBytes.drop(from: copy)
        dropped = found?.count ?? 0
        return take(UnsafeBufferPointer(rebasing: copy[..<(found?.kept ?? copy.count)]))
      }
    }
    if dropped > 0, controls.count == 0 { controls.first = place }
    controls.count += dropped
    return value
  }

  /// The bytes up to the limit of one text.
  private func bounded(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    guard bytes.count > limits.maxTextBytes else { return bytes }
    var end = limits.maxTextBytes
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[..<end])
  }

  // MARK: Numbers and dates

  /// A whole number of at least zero, which may be written as a string.
  mutating func count(
    _ scanner: inout JSONScanner, _ name: StaticString
  ) throws(JSONSyntaxError) -> Int? {
    guard try scanner.kind() == .string else { return try scanner.count() }
    guard let number = FeedBuilder.wholeNumber(try reference(&scanner)) else { return nil }
    note(name, .string, readAs: "a number")
    return number
  }

  /// A date; a number is one of Unix time, and an object what PHP writes of its own dates.
  mutating func date(
    _ scanner: inout JSONScanner, _ name: StaticString
  ) throws(JSONSyntaxError) -> Date? {
    let kind = try scanner.kind()
    var source: String?
    switch kind {
    case .string: source = try text(&scanner) { PlainText.collapse($0) }
    case .number: source = try scanner.readNumber()
    case .object: source = try phpDate(&scanner)
    case .array, .word: try scanner.skip()
    }
    guard var source else { return nil }
    let date = source.withUTF8 { CommonDate.read($0) ?? FeedDate.parse($0) }
    if date == nil {
      let place = item.map { "items[\($0)]: " } ?? ""
      warnings.add("\(place)the date “\(source.prefix(60))” cannot be read; it is left out")
    } else if kind != .string {
      note(name, kind, readAs: "a date")
    }
    return date
  }

  /// `{"date": "2026-11-23 10:15:00.000000", "timezone_type": 1, "timezone": "+07:00"}`.
  private mutating func phpDate(_ scanner: inout JSONScanner) throws(JSONSyntaxError) -> String? {
    var (date, zone): (String?, String?) = (nil, nil)
    try scanner.eachMember { scanner, name throws(JSONSyntaxError) in
      switch name {
      case "date": date = try reference(&scanner)
      case "timezone": zone = try reference(&scanner)
      default: try scanner.skip()
      }
    }
    return date.map { "\($0) \(zone ?? "")" }
  }

  // MARK: Lists

  /// The values of a list, which may be an object whose names are the places, or one value alone.
  mutating func eachOf(
    _ scanner: inout JSONScanner, _ name: StaticString, objectsAreLists: Bool,
    _ element: (inout JSONFeedValues, inout JSONScanner) throws(JSONSyntaxError) -> Void
  ) throws(JSONSyntaxError) {
    let kind = try scanner.kind()
    switch kind {
    case .array:
      try scanner.readArray { scanner, _ throws(JSONSyntaxError) in try element(&self, &scanner) }
    case .object where objectsAreLists:
      note(name, kind, readAs: "the list of its values")
      try scanner.readObject { scanner, _, _ throws(JSONSyntaxError) in
        try element(&self, &scanner)
      }
    case .word: try scanner.skip()
    case .object, .string, .number:
      note(name, kind, readAs: "a list of one")
      try element(&self, &scanner)
    }
  }

  /// `authors` of version 1.1, `author` of 1.0, each an object, a bare name, or an array of these.
  mutating func readAuthors(
    _ scanner: inout JSONScanner, into names: inout [String]
  ) throws(JSONSyntaxError) {
    guard try scanner.kind() == .array else { return try readName(&scanner, into: &names) }
    try scanner.readArray { scanner, _ throws(JSONSyntaxError) in
      try readName(&scanner, into: &names)
    }
  }

  /// `tags`; in one string commas part them.
  mutating func readTags(
    _ scanner: inout JSONScanner, into names: inout [String]
  ) throws(JSONSyntaxError) {
    guard try scanner.kind() == .string else {
      return try eachOf(&scanner, "tags", objectsAreLists: true) {
        values, scanner throws(JSONSyntaxError) in
        try values.readName(&scanner, into: &names)
      }
    }
    guard let text = try plain(&scanner, "tags") else { return }
    note("tags", .string, readAs: "a list, parted by commas")
    for tag in text.split(separator: ",") {
      names.appendOnce(tag.trimmed, limit: limits.maxListCount)
    }
  }

  /// A name, or the `name` of an object.
  private mutating func readName(
    _ scanner: inout JSONScanner, into names: inout [String]
  ) throws(JSONSyntaxError) {
    var name: String?
    if try scanner.kind() == .object {
      try scanner.eachMember { scanner, member throws(JSONSyntaxError) in
        if member == "name" { name = try plain(&scanner, "name") } else { try scanner.skip() }
      }
    } else {
      name = try plain(&scanner, "a name")
    }
    names.appendOnce(name ?? "", limit: limits.maxListCount)
  }
}
