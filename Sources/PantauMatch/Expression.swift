/// What a query says, as a tree.
indirect enum Expression: Sendable {
  case phrase(Phrase)
  case regex(RegexTerm)
  case and([Expression])
  case or([Expression])
  case not(Expression)
  case near(Int, Expression, Expression, NearPlace)

  /// The fields that a phrase or a group of them names; nil where one names none.
  var phraseFields: FieldSet? {
    switch self {
    case .phrase(let phrase): return phrase.fields
    case .or(let parts):
      var fields: FieldSet = []
      for part in parts {
        guard let more = part.phraseFields else { return nil }
        fields.formUnion(more)
      }
      return fields
    default: return nil
    }
  }
}

/// Where a NEAR stands in the query.
struct NearPlace: Sendable {
  var range: Range<Int>
}

/// A word or words side by side, each with its sign.
struct Phrase: Sendable {
  /// A word of a phrase as it is written, or a quoted text.
  struct Piece: Sendable {
    var text: String
    var sign: Sign
  }

  /// How a piece is compared.
  struct Sign: OptionSet, Hashable, Sendable {
    let rawValue: UInt8
    /// `=`: exactly these letters.
    static let exact = Sign(rawValue: 1)
    /// `*`: a word that starts so.
    static let prefix = Sign(rawValue: 2)
    /// `~`: any word of the same stem.
    static let stem = Sign(rawValue: 4)
  }

  var pieces: [Piece]
  /// Where it looks; nil where no `field:` says so.
  var fields: FieldSet?
  /// Its place in the query, in scalars.
  var range: Range<Int>
}

/// A regular expression of a query.
struct RegexTerm: Sendable {
  var pattern: String
  var isCaseSensitive: Bool
  var fields: FieldSet?
  var range: Range<Int>
}
