public import FoundationEssentials
public import PantauCore

/// One keyword as the configuration has it.
public struct KeywordDefinition: Sendable, Hashable {
  /// One sense of an acronym or a name, and the words that tell it.
  public struct Meaning: Sendable, Hashable {
    /// The sense's name, as alerts show it.
    public var name: String
    /// The query whose words and phrases speak for the sense.
    public var query: String

    /// Makes a sense from its parts.
    public init(name: String, query: String) {
      self.name = name
      self.query = query
    }
  }

  /// The sense of an occurrence that no sense's words, or two senses' words equally, speak for.
  public static let unclear = "unclear"

  /// The keyword's name, unique in a configuration.
  public var name: String
  /// What is looked for.
  public var query: String
  /// The senses, in the configuration's order.
  public var meanings: [Meaning]
  /// The senses that alert, `unclear` among them; nil for all.
  public var alertOn: Set<String>?
  /// What `~` stems by: an ISO 639 code, or a name of libstemmer.
  public var language: String
  /// Whether -nya, -lah, -kah, -pun, -ku and -mu may follow a word.
  public var clitics: Bool
  /// Where and when the keyword looks.
  public var scope: KeywordScope
  /// How much its alerts matter.
  public var severity: Severity
  /// The channels its alerts go to; nil for all.
  public var channels: [String]?
  /// Whom or what the keyword is for: a note for people.
  public var note: String?
  /// The moment from which it raises nothing.
  public var until: Date?

  /// Makes a keyword; what is not said has the configuration's defaults.
  public init(
    name: String, query: String, meanings: [Meaning] = [], alertOn: Set<String>? = nil,
    language: String = "id", clitics: Bool = false, scope: KeywordScope = KeywordScope(),
    severity: Severity = .normal, channels: [String]? = nil, note: String? = nil,
    until: Date? = nil
  ) {
    self.name = name
    self.query = query
    self.meanings = meanings
    self.alertOn = alertOn
    self.language = language
    self.clitics = clitics
    self.scope = scope
    self.severity = severity
    self.channels = channels
    self.note = note
    self.until = until
  }
}

extension KeywordDefinition {
  /// What is allowed in the keyword's queries but seldom meant, each with the keyword's name.
  ///
  /// - Throws: where the query or one of the meanings cannot be read.
  public func warnings() throws(KeywordError) -> [String] {
    let shelf = StemmerShelf()
    var found = try Matcher.query(self, shelf).warnings.map { "keyword \"\(name)\": \($0)" }
    for meaning in meanings {
      let sense = KeywordDefinition(
        name: name, query: meaning.query, language: language, clitics: clitics)
      do throws(KeywordError) {
        found += try Matcher.query(sense, shelf).warnings.map {
          "keyword \"\(name)\", meaning \"\(meaning.name)\": \($0)"
        }
      } catch {
        throw KeywordError(keyword: name, meaning: meaning.name, fault: error.fault)
      }
    }
    return found
  }
}

/// What is wrong with a keyword of the configuration.
public struct KeywordError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The keyword's name.
  public let keyword: String
  /// The sense whose query is at fault; nil for the keyword's own.
  public let meaning: String?
  /// The fault.
  public let fault: QueryError

  /// The fault with the keyword before it: `keyword "PBB", meaning "tax": position 7: …`.
  public var description: String {
    "keyword \"\(keyword)\"" + (meaning.map { ", meaning \"\($0)\"" } ?? "") + ": \(fault)"
  }
}
