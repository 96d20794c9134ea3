import PantauCore

/// Fields as bits, in the order of `ItemField.allCases`.
struct FieldSet: OptionSet, Hashable, Sendable {
  let rawValue: UInt8

  static let title = FieldSet(rawValue: 1)
  static let summary = FieldSet(rawValue: 2)
  static let content = FieldSet(rawValue: 4)
  static let author = FieldSet(rawValue: 8)
  static let category = FieldSet(rawValue: 16)
  static let url = FieldSet(rawValue: 32)
  /// An item's own words behind its headline.
  static let texts: FieldSet = [.summary, .content]
  /// Where a term without `field:` looks.
  static let bare: FieldSet = [.title, .summary, .content]
  static let all: FieldSet = [.title, .summary, .content, .author, .category, .url]

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  init(_ field: ItemField) {
    switch field {
    case .title: self = .title
    case .summary: self = .summary
    case .content: self = .content
    case .author: self = .author
    case .category: self = .category
    case .url: self = .url
    }
  }

  /// The fields of the set, in the contract's order.
  var fields: [ItemField] { ItemField.allCases.filter { contains(FieldSet($0)) } }
}
