/// A field of an item that a keyword can look in, named as in queries (`title:…`).
public enum ItemField: String, Sendable, Hashable, CaseIterable {
  case title
  case summary
  case content
  case author
  case category
  case url
}
