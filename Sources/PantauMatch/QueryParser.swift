import PantauCore

/// Reads the query language of DESIGN.md into a tree.
///
/// By descent: OR of ANDs of NOTs of NEARs of terms. Signs and fields are read with the term.
struct QueryParser {
  /// How deep parentheses and NOTs may nest.
  static let maxDepth = 64
  /// How long a query may be, in scalars.
  static let maxLength = 40_000
  /// How many words a phrase may have.
  static let maxPhraseWords = 200

  private var reader: QueryReader
  private var depth = 0
  private(set) var warnings: [QueryWarning] = []

  init(_ text: String) {
    reader = QueryReader(text)
  }

  /// Reads the whole query.
  mutating func parse() throws(QueryError) -> Expression {
    guard reader.scalars.count <= Self.maxLength else {
      throw reader.error(
        at: Self.maxLength, "the query is longer than \(Self.maxLength) characters",
        "split it into several keywords")
    }
    reader.skipSpaces()
    guard !reader.isAtEnd else {
      throw reader.error(at: 0, "the query is empty", "write a word to look for")
    }
    let expression = try parseOr(fields: nil)
    if let scalar = reader.next {
      throw scalar == ")"
        ? reader.error(at: reader.place, "this ) closes nothing", "remove it, or quote it as \")\"")
        : missingOperator()
    }
    return expression
  }

  private enum Operator: Equatable {
    case and, or, not
    case near(Int)
  }

  // MARK: - Operators

  private mutating func parseOr(fields: FieldSet?) throws(QueryError) -> Expression {
    var parts = [try parseAnd(fields: fields)]
    while let (found, length) = try peekOperator(), found == .or {
      reader.place += length
      parts.append(try parseAnd(fields: fields))
    }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  private mutating func parseAnd(fields: FieldSet?) throws(QueryError) -> Expression {
    var parts = [try parseNot(fields: fields)]
    while let (found, length) = try peekOperator() {
      if found == .and {
        reader.place += length
        parts.append(try parseNot(fields: fields))
      } else if found == .not {
        // `A NOT B` is `A AND NOT B`; the NOT itself is read there.
        parts.append(try parseNot(fields: fields))
      } else {
        break
      }
    }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  private mutating func parseNot(fields: FieldSet?) throws(QueryError) -> Expression {
    guard let (found, length) = try peekOperator(), found == .not else {
      return try parseNear(fields: fields)
    }
    let start = reader.place
    reader.place += length
    try descend(from: start)
    defer { depth -= 1 }
    return .not(try parseNot(fields: fields))
  }

  private mutating func parseNear(fields: FieldSet?) throws(QueryError) -> Expression {
    reader.skipSpaces()
    let start = reader.place
    let left = try parseTerm(fields: fields)
    guard let (found, length) = try peekOperator(), case .near(let distance) = found else {
      return left
    }
    let place = reader.place
    try refuseInNear(left, at: start)
    reader.place += length
    reader.skipSpaces()
    let rightStart = reader.place
    let right = try parseTerm(fields: fields)
    try refuseInNear(right, at: rightStart)
    try refuseApart(left, right, at: place)
    let end = reader.place
    if let (again, _) = try peekOperator(), case .near = again {
      throw reader.error(
        at: reader.place, "NEAR joins two sides only", "write A NEAR/5 B AND B NEAR/5 C")
    }
    return .near(distance, left, right, NearPlace(range: min(start, place)..<end))
  }

  private func refuseInNear(_ side: Expression, at place: Int) throws(QueryError) {
    switch side {
    case .phrase: return
    case .or(let parts):
      for part in parts { try refuseInNear(part, at: place) }
    default:
      throw reader.error(
        at: place, "NEAR takes words, phrases, or groups of these joined by OR",
        "join the rest by AND outside of NEAR")
    }
  }

  /// Both sides in one text: sides that name different fields never meet.
  private func refuseApart(
    _ left: Expression, _ right: Expression, at place: Int
  ) throws(QueryError) {
    guard let left = left.phraseFields, let right = right.phraseFields, left.isDisjoint(with: right)
    else { return }
    throw reader.error(
      at: place, "the sides of NEAR look in different fields, so it can never match",
      "put both into one field, or join them by AND")
  }

  private mutating func descend(from place: Int) throws(QueryError) {
    depth += 1
    guard depth <= Self.maxDepth else {
      throw reader.error(
        at: place, "more than \(Self.maxDepth) parentheses and NOTs inside each other",
        "write it flatter")
    }
  }

  /// The operator that comes next, without reading it; its length includes the spaces before.
  private mutating func peekOperator() throws(QueryError) -> (Operator, Int)? {
    reader.skipSpaces()
    guard let first = reader.next, first == "A" || first == "O" || first == "N" else { return nil }
    var end = reader.place
    while end < reader.scalars.count, !Self.endsWord(reader.scalars[end]) { end += 1 }
    let length = end - reader.place
    guard length <= 12 else { return nil }
    switch reader.string(reader.place..<end) {
    case "AND": return (.and, length)
    case "OR": return (.or, length)
    case "NOT": return (.not, length)
    case let word where word == "NEAR" || word.hasPrefix("NEAR/"):
      return (.near(try distance(of: word)), length)
    default: return nil
    }
  }

  private func distance(of word: String) throws(QueryError) -> Int {
    let number = word.utf8.dropFirst(5)
    let isNumber = !number.isEmpty && number.allSatisfy { ASCII.isDigit($0) }
    guard isNumber, let distance = Int(String(word.dropFirst(5))), 1...100 ~= distance else {
      throw reader.error(
        at: reader.place, "NEAR needs a number of words from 1 to 100", "write NEAR/10")
    }
    return distance
  }

  private static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
    QueryReader.isSpace(scalar) || QueryReader.isParenthesis(scalar) || QueryReader.isQuote(scalar)
  }

  // MARK: - Terms

  private mutating func parseTerm(fields: FieldSet?) throws(QueryError) -> Expression {
    reader.skipSpaces()
    if let (found, length) = try peekOperator() {
      let word = reader.string(reader.place..<reader.place + length)
      throw reader.error(
        at: reader.place,
        found == .not ? "NEAR cannot have NOT beside it" : "a word is missing before \(word)",
        "write a term there, or \"\(word)\" in quotes if the word itself is meant")
    }
    guard let next = reader.next else {
      throw reader.error(at: reader.place, "a word is missing at the end", "finish the query")
    }
    if next == "(" { return try parseGroup(fields: fields) }
    if next == ")" { throw reader.error(at: reader.place, "a word is missing before this )") }
    if let (field, length) = try peekField() {
      return try parseField(field, length, within: fields)
    }
    let term = next == "/" ? try parseRegex(fields: fields) : try parsePhrase(fields: fields)
    try requireOperator()
    return term
  }

  private mutating func parseGroup(fields: FieldSet?) throws(QueryError) -> Expression {
    let start = reader.place
    try descend(from: start)
    defer { depth -= 1 }
    reader.place += 1
    let inner = try parseOr(fields: fields)
    reader.skipSpaces()
    guard reader.next == ")" else {
      guard reader.isAtEnd else { throw missingOperator() }
      throw reader.error(at: start, "this ( is not closed", "add a ) at the end of the group")
    }
    reader.place += 1
    try requireOperator()
    return inner
  }

  private mutating func parseField(
    _ field: FieldSet, _ length: Int, within outer: FieldSet?
  ) throws(QueryError) -> Expression {
    let start = reader.place
    let fields = outer.map { $0.intersection(field) } ?? field
    guard !fields.isEmpty else {
      throw reader.error(
        at: start, "a field inside another field can never match", "keep one of the two")
    }
    reader.place += length
    reader.skipSpaces()
    if let (found, operatorLength) = try peekOperator() {
      let word = reader.string(reader.place..<reader.place + operatorLength)
      throw reader.error(
        at: reader.place, "a field holds for the word, phrase or group after it, not for \(word)",
        found == .not ? "put NOT before the field" : nil)
    }
    guard let next = reader.next, next != ")" else {
      throw reader.error(
        at: start, "a field with nothing to look for", "write the word right after the colon")
    }
    return try parseTerm(fields: fields)
  }

  /// Letters directly before a colon, where a term begins: a field's name.
  private func peekField() throws(QueryError) -> (FieldSet, Int)? {
    var end = reader.place
    while end < reader.scalars.count, reader.scalars[end].properties.isAlphabetic { end += 1 }
    guard end > reader.place, end < reader.scalars.count, reader.scalars[end] == ":" else {
      return nil
    }
    let name = reader.string(reader.place..<end)
    if let field = ItemField(rawValue: name.lowercased()) {
      return (FieldSet(field), end - reader.place + 1)
    }
    let known = ItemField.allCases.map(\.rawValue)
    let guess = NearestName.of(name, among: known).map { "did you mean \($0):?" }
    throw reader.error(
      at: reader.place, "there is no field \(name)",
      (guess ?? "fields are \(known.joined(separator: ", ")).")
        + " Quote the word if the colon is part of it")
  }

  /// After a finished term only an operator, a ) or the end may stand.
  private mutating func requireOperator() throws(QueryError) {
    reader.skipSpaces()
    guard !reader.isAtEnd, reader.next != ")", try peekOperator() == nil else { return }
    throw missingOperator()
  }

  private func missingOperator() -> QueryError {
    reader.error(at: reader.place, "an operator is missing here", "write AND, OR or NOT")
  }

  private mutating func parseRegex(fields: FieldSet?) throws(QueryError) -> Expression {
    let start = reader.place
    var pattern = String.UnicodeScalarView()
    reader.place += 1
    while let scalar = reader.next, scalar != "/" {
      if scalar == "\\", let escaped = reader.peek(1) {
        // `\/` is a slash; every other escape is the expression's own.
        if escaped != "/" { pattern.append(scalar) }
        pattern.append(escaped)
        reader.place += 2
      } else {
        pattern.append(scalar)
        reader.place += 1
      }
    }
    guard !reader.isAtEnd else {
      throw reader.error(
        at: start, "this regular expression has no closing /",
        "add it, or quote the word if the slash is part of it")
    }
    reader.place += 1
    let flags = reader.place
    while let scalar = reader.next, !Self.endsWord(scalar) { reader.place += 1 }
    let flag = reader.string(flags..<reader.place)
    guard flag.isEmpty || flag == "c" else {
      throw reader.error(
        at: flags, "\(flag) is no flag of a regular expression", "only c (case counts) may follow")
    }
    guard !pattern.isEmpty else {
      throw reader.error(at: start, "an empty regular expression", "write one between the slashes")
    }
    return .regex(
      RegexTerm(
        pattern: String(pattern), isCaseSensitive: flag == "c", fields: fields,
        range: start..<reader.place))
  }

  // MARK: - Phrases

  private mutating func parsePhrase(fields: FieldSet?) throws(QueryError) -> Expression {
    let start = reader.place
    var pieces: [Phrase.Piece] = []
    var words: [(place: Int, text: String)] = []
    var end = start
    while let scalar = reader.next, !QueryReader.isParenthesis(scalar) {
      if !pieces.isEmpty, try isPhraseOver() { break }
      let place = reader.place
      let (piece, isQuoted) = try parsePiece()
      if !isQuoted { words.append((place, piece.text)) }
      pieces.append(piece)
      end = reader.place
      reader.skipSpaces()
    }
    warnOfOperators(words, lastPlace: end, isFirstQuoted: words.first?.place != start)
    return .phrase(Phrase(pieces: pieces, fields: fields, range: start..<end))
  }

  private mutating func isPhraseOver() throws(QueryError) -> Bool {
    if try peekOperator() != nil { return true }
    // A field inside a phrase: an operator was forgotten before it.
    return try peekField() != nil
  }

  private mutating func parsePiece() throws(QueryError) -> (Phrase.Piece, isQuoted: Bool) {
    let start = reader.place
    var sign: Phrase.Sign = []
    if reader.next == "=" { sign = .exact }
    if reader.next == "~" { sign = .stem }
    if !sign.isEmpty { reader.place += 1 }
    guard let first = reader.next, !Self.endsWord(first) || QueryReader.isQuote(first),
      first != "*"
    else { throw signAlone(at: start) }
    if !sign.isEmpty && (first == "=" || first == "~") { throw signAlone(at: start) }
    let isQuoted = QueryReader.isQuote(first)
    let text = isQuoted ? try readQuoted() : readWord()
    if reader.next == "*" {
      reader.place += 1
      guard !sign.contains(.stem) else {
        throw reader.error(at: start, "~ and * cannot hold for one word", "keep one of them")
      }
      sign.insert(.prefix)
      if let after = reader.next, !Self.endsWord(after) {
        throw reader.error(
          at: reader.place - 1, "* stands at the end of a word",
          "put the word in quotes if the * is part of it")
      }
    }
    return (Phrase.Piece(text: text, sign: sign), isQuoted)
  }

  private func signAlone(at place: Int) -> QueryError {
    reader.error(
      at: place, "a sign (= ~ *) with no word", "write it at its word: =PBB, ~undang, banjir*")
  }

  private mutating func readQuoted() throws(QueryError) -> String {
    let start = reader.place
    reader.place += 1
    while let scalar = reader.next, !QueryReader.isQuote(scalar) { reader.place += 1 }
    guard !reader.isAtEnd else {
      throw reader.error(at: start, "this quote is not closed", "add a \" at the end of the phrase")
    }
    let text = reader.string(start + 1..<reader.place)
    reader.place += 1
    guard text.unicodeScalars.contains(where: { !QueryReader.isSpace($0) }) else {
      throw reader.error(at: start, "nothing stands between the quotes", "write a word there")
    }
    return text
  }

  private mutating func readWord() -> String {
    let start = reader.place
    while let scalar = reader.next, !Self.endsWord(scalar), scalar != "*" { reader.place += 1 }
    return reader.string(start..<reader.place)
  }

  private static let smallOperators = [
    "and": "AND", "or": "OR", "not": "NOT", "dan": "AND",
    "atau": "OR", "tidak": "NOT",
  ]

  private mutating func warnOfOperators(
    _ words: [(place: Int, text: String)], lastPlace: Int, isFirstQuoted: Bool
  ) {
    guard words.count > 1 else { return }
    for (index, word) in words.enumerated() {
      let isFirst = index == 0 && !isFirstQuoted
      let isLast = word.place + word.text.unicodeScalars.count >= lastPlace
      guard !isFirst, !isLast, let meant = Self.smallOperators[word.text] else { continue }
      warnings.append(
        QueryWarning(
          offset: reader.offset(of: word.place),
          message: "\"\(word.text)\" is looked for as a word of the phrase; write \(meant) in "
            + "capitals for the operator, or quote the phrase"))
    }
  }
}
