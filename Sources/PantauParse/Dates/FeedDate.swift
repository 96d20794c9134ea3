import FoundationEssentials

/// The dates of feeds, read however they are written.
///
/// RFC 5322 and its common mistakes, ISO 8601 in all precisions, asctime, Unix times, and the ways
/// in which newsrooms write dates for people ("Kamis, 14 September 2023 10:15 WIB"); docs/parsing-text.md
/// lists them. What has no zone is UTC. No locale and no zone of the machine has a say, and what
/// cannot be read, or does not exist (31 February), is nil: never now.
enum FeedDate {
  /// The instant that a text names; nil where it names none.
  ///
  /// The text is UTF-8; white space around it is ignored. A date of less than a day's precision
  /// begins with its first: "2023" is 1 January 2023, 00:00 UTC.
  static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Date? {
    guard text.count <= maxLength else { return nil }
    if let date = parse(text, skippingComments: false) { return date }
    // RFC 5322 has comments in parentheses; people write dates there: "Kamis (14/9/2023)".
    guard text.contains(UInt8(ascii: "(")) else { return nil }
    return parse(text, skippingComments: true)
  }

  /// The same for a string.
  static func parse(_ text: String) -> Date? {
    var text = text
    return text.withUTF8 { parse($0) }
  }

  /// Longer texts are no dates, in bytes.
  private static let maxLength = 256

  private static func parse(
    _ text: UnsafeBufferPointer<UInt8>, skippingComments: Bool
  ) -> Date? {
    guard let tokens = DateTokens(text, skippingComments: skippingComments), tokens.count > 0
    else { return nil }
    if let date = UnixTime.read(tokens) { return date }
    var reader = DateReader(tokens)
    return reader.read()?.date
  }
}

/// Seconds or milliseconds since 1970, written as nothing but digits, or as .NET does:
/// `/Date(1694661300000)/`.
enum UnixTime {
  /// The instant, where the text is ten digits (seconds, with or without a fraction) or thirteen
  /// (milliseconds); nil where it is anything else.
  static func read(_ tokens: DateTokens) -> Date? {
    let first = tokens[0]
    if tokens.count == 6, first.isSign("/"), tokens[2].isSign("("), tokens[3].length == 13 {
      return Date(timeIntervalSince1970: Double(tokens[3].value) / 1_000)
    }
    guard first.kind == .number else { return nil }
    let value = Int(first.value)
    switch (tokens.count, first.length) {
    case (1, 10): return Date(timeIntervalSince1970: Double(value))
    case (1, 13): return Date(timeIntervalSince1970: Double(value) / 1_000)
    case (3, 10) where tokens[1].isSign(".") && tokens[2].kind == .number:
      return Date(
        timeIntervalSince1970: Double(value) + Double(DateReader.milliseconds(tokens[2])) / 1_000)
    default: return nil
    }
  }
}
