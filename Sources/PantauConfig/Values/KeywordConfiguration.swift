public import PantauCore

/// One keyword as `keywords` lists it.
public struct KeywordConfiguration: Sendable, Hashable {
  /// The unique name; the query where none is written.
  public var name: String
  /// What to look for, in the query language.
  public var query: String
  /// The groups it looks in; empty: all.
  public var groups: [String]
  /// The feeds it looks in, each by its absolute URL; empty: all.
  ///
  /// With `groups`: those of them that are in one of the groups.
  public var feeds: [String]
  /// The fields that a bare term looks in; nil: title, summary and content.
  public var fields: [ItemField]?
  /// The languages (BCP 47 primary tags in small letters) of feeds it looks in; empty: all.
  public var languages: [String]
  /// The hours in which it alerts; nil: always.
  public var hours: HoursOfDay?
  /// How much its alerts matter.
  public var severity: Severity
  /// The channels its alerts go to, by name; nil: all of them.
  public var channels: [String]?
  /// The senses of an acronym, in the order written.
  public var meanings: [MeaningConfiguration]
  /// The senses that alert, ``unclear`` among them; nil: all.
  public var alertOn: [String]?
  /// The language of `~stem` terms, as an ISO 639-1 code.
  public var language: String
  /// Whether -nya, -lah, -kah, -pun, -ku and -mu may follow a word.
  public var clitics: Bool
  /// Why the keyword is there, for people.
  public var note: String?
  /// The last day (in the configuration's zone) on which it alerts.
  public var until: CivilDay?

  /// The name of no meaning in particular.
  public static let unclear = "unclear"

  /// Makes a keyword; what is not said has its default.
  public init(query: String, name: String? = nil) {
    self.name = name ?? query
    self.query = query
    groups = []
    feeds = []
    languages = []
    severity = .normal
    meanings = []
    language = "id"
    clitics = false
  }
}

/// One sense of an acronym.
public struct MeaningConfiguration: Sendable, Hashable {
  /// How alerts call it.
  public var name: String
  /// The query whose words speak for this sense.
  public var query: String

  /// Makes a meaning.
  public init(name: String, query: String) {
    self.name = name
    self.query = query
  }
}
