public import PantauCore

/// Why a query does or does not match an item, term by term.
///
/// Made without an item it shows how the query was read.
public struct Explanation: Sendable, Hashable {
  /// A place of an item.
  public struct Place: Sendable, Hashable {
    /// The field.
    public var field: ItemField
    /// The number of the first word in the field, from 1.
    public var word: Int
    /// The words as they stand there.
    public var text: String
  }

  /// One part of the query.
  public struct Node: Sendable, Hashable {
    /// `term`, `regex`, `and`, `or`, `not` or `near`.
    public var kind: String
    /// The part as it is written in the query; for AND, OR, NOT and NEAR/n the operator.
    public var text: String
    /// Whether the part is true of the item; nil without an item.
    public var holds: Bool?
    /// Where it was found.
    public var places: [Place]
    /// What came closest, what ruled it out, or what the part stands for.
    public var note: String?
    /// The parts below.
    public var children: [Node]
  }

  /// What the senses of a keyword scored for one occurrence.
  public struct Occurrence: Sendable, Hashable {
    /// A sense's score, and the words that made it.
    public struct Score: Sendable, Hashable {
      /// The sense's name.
      public var meaning: String
      /// One for each different word or phrase near, two for one in the title.
      public var points: Int
      /// The words as they stand in the item.
      public var because: [String]
    }

    /// Where the keyword stands.
    public var place: Place
    /// The sense that won, or `unclear`.
    public var meaning: String
    /// Whether the sense is one that alerts.
    public var isWanted: Bool
    /// All senses, in the configuration's order.
    public var scores: [Score]
  }

  /// The query as written.
  public var query: String
  /// The keyword's name, where one of the configuration was explained.
  public var keyword: String?
  /// Whether it matches, or for a keyword whether it would alert; nil without an item.
  public var matches: Bool?
  /// The query's tree.
  public var root: Node
  /// For a keyword with meanings: each occurrence and how it was judged.
  public var occurrences: [Occurrence]
  /// For a keyword: what else keeps it from alerting (feed, group, language, hours, end date).
  public var outOfScope: [String]
}
