import ArgumentParser
import PantauConfig
import PantauCore
import PantauMatch
import PantauStore

/// `pantau explain`: why a query matches an item, or does not.
struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Shows why a query or keyword matches an item or does not, term by term.",
    usage: """
      pantau explain QUERY [ITEM]
      pantau explain --keyword NAME [ITEM]
      """,
    discussion: """
      ITEM is the number of an item of the archive, a URL, a file, or - for standard input: a JSON \
      object with title, summary, content, authors, categories and url, or plain text with the \
      title in its first line. Without ITEM it shows how the query is read, with the stems and the \
      archive's words that share them.

      Ends with 0 where the item matches (with --keyword: where it would alert), with 1 where it \
      does not, 64 where the query is not valid, 66 where the item cannot be read.

      Examples:
        pantau explain 'PBB NOT "Pajak Bumi"' 1234
        pantau explain 'Bontang NEAR/10 banjir' https://kabar.example/berita/1
        echo 'Wali Kota Bontang ke PBB' | pantau explain --keyword PBB -
        pantau explain '~undang'
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(help: ArgumentHelp("A keyword of the configuration.", valueName: "name"))
  var keyword: String?

  @Option(help: "What ~ stems by, for QUERY.")
  var language = "id"

  @Flag(help: "One JSON object.")
  var json = false

  @Argument(help: ArgumentHelp("The query, unless --keyword is given; then the item."))
  var arguments: [String] = []

  func validate() throws {
    if keyword == nil && arguments.isEmpty {
      throw ValidationError("Give a query, or a keyword's name with --keyword.")
    }
    guard arguments.count <= (keyword == nil ? 2 : 1) else {
      throw ValidationError(
        "\"\(arguments[arguments.count - 1])\" is one argument too many; put a query of several "
          + "words into quotes.")
    }
  }

  func run() async throws {
    let definition = try definition()
    let query = try Query.read(definition)
    let item = (keyword == nil ? arguments.dropFirst() : arguments[...]).first.map(ItemSource.init)
    guard let item else { return try show(definition, query) }
    let input = try await item.read { try options.loadForReading().configuration }
    let explanation = try explain(definition, query, input)
    try show(explanation)
    if explanation.matches != true { throw Fault(.failed, "") }
  }

  private func definition() throws -> KeywordDefinition {
    guard let keyword else {
      return KeywordDefinition(name: arguments[0], query: arguments[0], language: language)
    }
    return KeywordDefinition(
      try options.loadForReading().configuration.keyword(named: keyword))
  }

  private func explain(
    _ definition: KeywordDefinition, _ query: Query, _ input: MatchInput
  ) throws -> Explanation {
    guard keyword != nil else { return query.explained(in: input) }
    do throws(KeywordError) {
      return try definition.explained(in: input)
    } catch {
      throw Fault(.usage, error.description)
    }
  }

  // MARK: - Showing

  private func show(_ explanation: Explanation) throws {
    if json {
      var writer = JSONWriter()
      explanation.write(to: &writer)
      return try StandardStream.printLine(writer.bytes)
    }
    for line in explanation.text.split(separator: "\n", omittingEmptySubsequences: false) {
      try StandardStream.printLine(DisplayText.safe(String(line)))
    }
  }

  /// How a query is read, without an item.
  private func show(_ definition: KeywordDefinition, _ query: Query) throws {
    var explanation = query.explained()
    explanation.keyword = keyword
    try show(explanation)
    for stem in try sharedStems(query, language: definition.language) {
      try StandardStream.printLine(json ? stem.object : DisplayText.safe(stem.line))
    }
    guard !json else { return }
    for warning in query.warnings { StandardStream.error.write("warning: \(warning)\n") }
    for meaning in definition.meanings {
      let alerts = definition.alertOn.map { $0.contains(meaning.name) } ?? true
      try StandardStream.printLine(
        DisplayText.safe(
          "meaning \(meaning.name)\(alerts ? "" : " (does not alert)"): \(meaning.query)"))
    }
  }

  /// The archive's words of the query's stems; none where there is no archive, which is no fault.
  private func sharedStems(_ query: Query, language: String) throws -> [StemWords] {
    let stems = query.stems
    guard !stems.isEmpty, let stemmer = WordStems(language: language),
      let database = try? options.loadForReading().configuration.database,
      let store = try? Store(readingFrom: database)
    else { return [] }
    return try Fault.failing { () throws(StoreError) in
      try StemWords.collect(stems, stemmer, from: store)
    }
  }
}

extension Query {
  /// Reads a keyword's query; a wrong one ends the program with code 64.
  static func read(_ definition: KeywordDefinition) throws -> Query {
    do throws(QueryError) {
      return try Query(
        parsing: definition.query, language: definition.language, clitics: definition.clitics)
    } catch {
      throw Fault(.usage, "no valid query: \(definition.query)\n\(error.description)")
    }
  }
}

extension Configuration {
  /// A keyword by its name; an unknown one ends the program with code 64.
  func keyword(named name: String) throws -> KeywordConfiguration {
    if let found = keywords.first(where: { $0.name == name }) { return found }
    let near = NearestName.of(name, among: keywords.lazy.map(\.name))
    throw Fault(
      .usage,
      "no keyword has the name \"\(name)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? "."))
  }
}
