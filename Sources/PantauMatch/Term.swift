/// A word or phrase ready to be compared with folded texts.
///
/// A row of elements: words in their folded form, the symbols that count, and separators, each of
/// which stands for one or more spaces and hyphens.
struct Term: Hashable, Sendable {
  /// One part of a term; `start` and `count` say where its bytes lie in `bytes`.
  struct Element: Hashable, Sendable, BitwiseCopyable {
    enum Kind: UInt8, Sendable {
      case separator, symbols, word, prefix, stem
    }

    var kind: Kind
    /// Whether the original letters must be those at `exactStart`.
    var isExact = false
    var start: UInt32 = 0
    var count: UInt32 = 0
    var exactStart: UInt32 = 0
    var exactCount: UInt32 = 0

    var isWord: Bool { kind == .word || kind == .prefix || kind == .stem }
  }

  /// How the term is found in a text before the whole of it is compared.
  enum Anchor: UInt8, Sendable {
    /// A whole word of the text, by its hash.
    case word
    /// The beginning of a word.
    case prefix
    /// The stem of a word.
    case stem
    /// Any bytes: scripts without spaces, and symbols.
    case bytes
  }

  var elements: [Element] = []
  var bytes: [UInt8] = []
  /// Whether a word must begin where the term begins.
  var isBorderedAtStart = false
  /// Whether a word must end where the term ends.
  var isBorderedAtEnd = false
  /// Whether -nya and the like may follow the last word.
  var allowsClitics = false
  var anchor = Anchor.bytes
  /// The element that the anchor is.
  var anchorElement = 0
  /// What its stems are stems of; empty where it has none.
  var language = ""

  /// The bytes of an element.
  func bytes(of element: Element) -> ArraySlice<UInt8> {
    bytes[Int(element.start)..<Int(element.start + element.count)]
  }
}
