import FoundationEssentials
import PantauMatch

/// The items of `Labelled/*.json`, each with what a person says of it.
///
/// The keywords whose senses are judged are those that operators get: PBB as the shipped
/// `config.json` has it, the others as `docs/recipes` has them.
struct LabelledSet {
  /// One item and a person's word on it.
  struct Item: Decodable {
    var title: String?
    var summary: String?
    var content: String?
    var authors: [String]?
    var categories: [String]?
    var url: String?
    /// Queries that find it, and queries that do not: names of the file's `queries`, or queries.
    var yes: [String]?
    var no: [String]?
    /// For each keyword that finds it the senses that it stands for there.
    var senses: [String: Senses]?
    /// Whether the item was written after the keywords were fixed.
    var heldOut: Bool?

    var input: MatchInput {
      MatchInput(
        title: title, summary: summary, content: content, authors: authors ?? [],
        categories: categories ?? [], url: url)
    }
  }

  /// One sense as text, or several as a list.
  struct Senses: Decodable {
    var names: Set<String>

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let name = try? value.decode(String.self) {
        names = [name]
      } else {
        names = Set(try value.decode([String].self))
      }
    }
  }

  /// A query that needs more than its text.
  struct Query: Decodable {
    var query: String
    var language: String?
    var clitics: Bool?
  }

  /// One file.
  struct File: Decodable {
    var queries: [String: Query]?
    var items: [Item]
  }

  /// A keyword as a configuration writes it; senses have no order there.
  private struct Keyword: Decodable {
    var name: String?
    var query: String
    var meanings: [String: String]?

    var definition: KeywordDefinition {
      KeywordDefinition(
        name: name ?? query, query: query,
        meanings: (meanings ?? [:]).sorted { $0.key < $1.key }.map {
          .init(name: $0.key, query: $0.value)
        })
    }
  }

  /// A keyword of the shipped configuration: a query, or an object.
  private enum Entry: Decodable {
    case query(String)
    case keyword(Keyword)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let query = try? value.decode(String.self) {
        self = .query(query)
      } else {
        self = .keyword(try value.decode(Keyword.self))
      }
    }
  }

  private struct Configuration: Decodable {
    var keywords: [Entry]
  }

  let files: [(name: String, file: File)]
  let keywords: [KeywordDefinition]

  init(_ here: String = #filePath) throws {
    let tests = URL(filePath: here).deletingLastPathComponent()
    let root = tests.deletingLastPathComponent().deletingLastPathComponent()
    let folder = tests.appending(path: "Labelled")
    files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted()
      .map { name in
        let data = try Data(contentsOf: folder.appending(path: name))
        return (name, try JSONDecoder().decode(File.self, from: data))
      }
    keywords = try Self.shipped(root) + Self.recipes(root)
  }

  private static func shipped(_ root: URL) throws -> [KeywordDefinition] {
    let data = try Data(contentsOf: root.appending(path: "config.json"))
    return try JSONDecoder().decode(Configuration.self, from: data).keywords.compactMap { entry in
      guard case .keyword(let keyword) = entry, keyword.meanings != nil else { return nil }
      return keyword.definition
    }
  }

  /// The recipes: a keyword a file.
  private static func recipes(_ root: URL) throws -> [KeywordDefinition] {
    let folder = root.appending(path: "docs/recipes")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted()
      .map { name in
        let data = try Data(contentsOf: folder.appending(path: name))
        return try JSONDecoder().decode(Keyword.self, from: data).definition
      }
  }
}
