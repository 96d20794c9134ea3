import PantauCore

/// Reads `keywords`.
struct KeywordReader {
  let context: ReadingContext
  let names: KnownNames
  /// The names met so far, with the offset of the first.
  private var taken: [String: Int] = [:]

  init(context: ReadingContext, names: KnownNames) {
    self.context = context
    self.names = names
  }

  mutating func readAll(_ place: Place) -> [KeywordConfiguration] {
    guard let elements = place.node.array else {
      context.error(
        place, "is \(place.node.value.kind), not a list of keywords",
        "Write a list such as [\"Bontang\"].")
      return []
    }
    if elements.isEmpty {
      context.error(
        place, "is empty: nothing would ever alert",
        "Write at least one keyword, such as [\"Bontang\"].")
    }
    return elements.enumerated().compactMap { read(place.element($0, $1)) }
  }

  private mutating func read(_ place: Place) -> KeywordConfiguration? {
    switch place.node.value {
    case .string:
      guard let query = query(place, language: "id", clitics: false),
        isUnique(query, place)
      else { return nil }
      return KeywordConfiguration(query: query)
    case .object:
      return ObjectReader(place, keys: ConfigurationKeys.keyword, what: "a keyword", in: context)
        .flatMap { read($0) }
    default:
      context.error(
        place, "is \(place.node.value.kind), not a keyword",
        "Write its query as a string, or an object with \"query\".")
      return nil
    }
  }

  private mutating func read(_ object: ObjectReader) -> KeywordConfiguration? {
    var keyword = KeywordConfiguration(query: "")
    keyword.language = language(object) ?? keyword.language
    keyword.clitics = object.bool("clitics") ?? keyword.clitics
    readScope(object, into: &keyword)
    readMeanings(object, into: &keyword)
    keyword.severity = object.choice("severity", what: "a severity") ?? keyword.severity
    keyword.channels = object.strings("channels", of: "channels", like: "stdout")?
      .compactMap { text, place in
        context.name(place, among: names.channels, what: "a channel of this configuration")
      }
    keyword.note = object.string("for", like: "asked for by the press office")
    let name = object.string("name", like: "PBB")
    guard let queryPlace = object["query"] else {
      context.error(object.place, "lacks \"query\"", "Add \"query\": \"Bontang\".")
      return nil
    }
    guard
      let query = query(queryPlace, language: keyword.language, clitics: keyword.clitics)
    else { return nil }
    keyword.query = query
    keyword.name = name ?? query
    return isUnique(keyword.name, object["name"] ?? queryPlace) ? keyword : nil
  }

  private mutating func isUnique(_ name: String, _ place: Place) -> Bool {
    if let first = taken[name] {
      context.error(
        place,
        "the name \"\(name)\" is taken by the keyword of line \(context.position(of: first).line)",
        "Names are unique (a keyword without one is named by its query): write another \"name\".")
      return false
    }
    taken[name] = place.node.start
    return true
  }

  func query(_ place: Place, language: String, clitics: Bool) -> String? {
    guard let query = context.string(place, like: "Bontang", what: "a query") else { return nil }
    var isUsable = true
    for finding in context.checkQuery(query, language, clitics) {
      let offset = JSONStringOffset.find(
        finding.offset, inStringAt: place.node.start, of: context.bytes)
      context.report(
        finding.isError ? .error : .warning, at: offset, place.path, finding.what,
        finding.adviceSentence)
      if finding.isError { isUsable = false }
    }
    return isUsable ? query : nil
  }

  private func language(_ object: ObjectReader) -> String? {
    object["language"].flatMap {
      context.name($0, among: KeywordLanguages.codes, what: "a language with a stemmer")
    }
  }

  private func readScope(_ object: ObjectReader, into keyword: inout KeywordConfiguration) {
    keyword.groups = context.groups(object, names) ?? []
    keyword.feeds =
      object.strings("feeds", of: "feeds", like: "Kaltim Post")?.compactMap { text, place in
        names.feedURLs[text]
          ?? context.name(
            place, among: names.feedURLs.keys.sorted(), what: "the name or URL of a feed")
      } ?? []
    keyword.fields = object.strings("fields", of: "fields", like: "title")?
      .compactMap { context.choice($0.1, what: "a field") }
    keyword.languages =
      object.strings("languages", of: "languages", like: "id")?.compactMap(languageTag) ?? []
    keyword.hours = object["hours"].flatMap {
      ObjectReader($0, keys: ConfigurationKeys.hours, what: "hours", in: context)
    }.flatMap(context.hoursOfDay)
    keyword.until = object["until"].flatMap(day)
  }

  private func languageTag(_ text: String, _ place: Place) -> String? {
    guard (2...3).contains(text.utf8.count), text.allSatisfy({ $0.isASCII && $0.isLetter }) else {
      context.error(
        place, "\"\(text)\" is not a language",
        "Write its code of two or three letters, such as \"id\" or \"en\".")
      return nil
    }
    return text.lowercased()
  }

  private func day(_ place: Place) -> CivilDay? {
    guard let text = context.string(place, like: "2027-12-31", what: "a date") else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let isForm = parts.map(\.utf8.count) == [4, 2, 2]
    let numbers = parts.compactMap { $0.allSatisfy(\.isWholeNumber) ? Int($0) : nil }
    guard isForm, numbers.count == 3 else {
      return notADay(text, place)
    }
    let day = CivilDay(year: numbers[0], month: numbers[1], day: numbers[2])
    guard day.isValid else { return notADay(text, place) }
    if let today = context.today, day.daysSince1970 < today.daysSince1970 - 1 {
      context.warn(
        place, "\(text) has passed: the keyword raises nothing any more",
        "Remove the keyword, or write a later date.")
    }
    return day
  }

  private func notADay(_ text: String, _ place: Place) -> CivilDay? {
    context.error(
      place, "\"\(text)\" is not a date", "Write year, month and day, such as \"2027-12-31\".")
    return nil
  }
}

/// The languages with a stemmer, by ISO 639-1 code: those of Snowball 2.2.
enum KeywordLanguages {
  static let codes = [
    "ar", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr", "ga", "hi", "hu", "hy", "id", "it",
    "lt", "ne", "nl", "no", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi",
  ]
}

extension ReadingContext {
  /// The value of `groups`, each of which a feed must have.
  func groups(_ object: ObjectReader, _ names: KnownNames) -> [String]? {
    object.strings("groups", of: "groups", like: "kaltim")?.compactMap { text, place in
      guard !names.groups.isEmpty else {
        error(place, "no feed has a group", "Give feeds a \"group\", or leave \"groups\" out.")
        return nil
      }
      return name(place, among: names.groups, what: "the group of a feed")
    }
  }
}
