/// The terms of many queries in few arrays: a hundred thousand keywords take a few megabytes.
struct TermStore: Sendable {
  /// What is known of one term; its elements lie in `elements`.
  struct Header: Sendable {
    var elementStart: UInt32
    var elementCount: UInt16
    var anchorElement: UInt16
    var anchor: Term.Anchor
    var isBorderedAtStart: Bool
    var isBorderedAtEnd: Bool
    var allowsClitics: Bool
    /// The place of the stems' language in `languages`.
    var language: UInt8
  }

  private(set) var headers: [Header] = []
  private(set) var elements: [Term.Element] = []
  private(set) var bytes: [UInt8] = []
  /// The languages of the terms with stems.
  private(set) var languages: [String] = []
  private var known: [UInt64: UInt32] = [:]

  /// Adds a term, or finds it among those that are there.
  mutating func add(_ term: Term) -> UInt32 {
    let key = Self.key(term)
    if let number = known[key], isEqual(number, term) { return number }
    let number = UInt32(headers.count)
    let language = self.number(ofLanguage: term.language)
    known[key] = number
    let byteStart = UInt32(bytes.count)
    headers.append(
      Header(
        elementStart: UInt32(elements.count), elementCount: UInt16(clamping: term.elements.count),
        anchorElement: UInt16(clamping: term.anchorElement), anchor: term.anchor,
        isBorderedAtStart: term.isBorderedAtStart, isBorderedAtEnd: term.isBorderedAtEnd,
        allowsClitics: term.allowsClitics, language: language))
    for var element in term.elements {
      element.start += byteStart
      element.exactStart += byteStart
      elements.append(element)
    }
    bytes += term.bytes
    return number
  }

  private mutating func number(ofLanguage language: String) -> UInt8 {
    if language.isEmpty { return 0 }
    if let index = languages.firstIndex(of: language) { return UInt8(clamping: index) }
    languages.append(language)
    return UInt8(clamping: languages.count - 1)
  }

  /// Ends the adding: what only adding needs is dropped.
  mutating func seal() {
    known = [:]
  }

  private static func key(_ term: Term) -> UInt64 {
    var hash = WordHash.hash(term.bytes)
    for element in term.elements {
      hash =
        (hash ^ UInt64(element.count) << 8 ^ UInt64(element.kind.rawValue)) &* 0x9E37_79B9_7F4A_7C15
      if element.isExact { hash = ~hash }
    }
    return term.allowsClitics ? hash ^ 1 : hash
  }

  private func isEqual(_ number: UInt32, _ term: Term) -> Bool {
    let header = headers[Int(number)]
    guard Int(header.elementCount) == term.elements.count,
      header.allowsClitics == term.allowsClitics,
      term.language.isEmpty || languages[Int(header.language)] == term.language
    else { return false }
    for (index, element) in term.elements.enumerated() {
      let mine = elements[Int(header.elementStart) + index]
      guard mine.kind == element.kind, mine.isExact == element.isExact,
        mine.count == element.count, mine.exactCount == element.exactCount,
        text(mine).elementsEqual(term.bytes(of: element)),
        exact(mine).elementsEqual(
          term.bytes[Int(element.exactStart)..<Int(element.exactStart + element.exactCount)])
      else { return false }
    }
    return true
  }

  /// The element of a term.
  func element(_ index: Int, of header: Header) -> Term.Element {
    elements[Int(header.elementStart) + index]
  }

  /// The folded bytes of an element.
  func text(_ element: Term.Element) -> ArraySlice<UInt8> {
    bytes[Int(element.start)..<Int(element.start + element.count)]
  }

  /// The exact bytes of an element.
  func exact(_ element: Term.Element) -> ArraySlice<UInt8> {
    bytes[Int(element.exactStart)..<Int(element.exactStart + element.exactCount)]
  }
}
