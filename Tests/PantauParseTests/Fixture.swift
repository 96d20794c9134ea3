import Foundation
import PantauCore
import PantauParse
import Testing

/// A feed in `Fixtures/` and what is expected of it in the `.expected.json` beside it.
///
/// The expectation holds `note` (what is odd in the feed), `url` and `contentType` where the parser
/// is given them, and `feed` (the object that `pantau parse` prints) or `notAFeed` (the message).
/// `more` holds what the object does not show. A new case is two files and no code.
struct Fixture: Sendable, CustomTestStringConvertible {
  let name: String
  let body: [UInt8]
  let expectation: JSONNode

  static let folder = Bundle.module.resourceURL.map { $0.appendingPathComponent("Fixtures") }

  static let all: [Fixture] = load()

  var testDescription: String { name }

  var note: String? { expectation["note"]?.string }

  func parse(limits: ParseLimits = .default) throws(NotAFeed) -> ParsedFeed {
    try FeedParser.parse(
      body, contentType: expectation["contentType"]?.string, url: expectation["url"]?.string,
      limits: limits)
  }

  private static func load() -> [Fixture] {
    guard let folder,
      let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    else { return [] }
    var fixtures: [Fixture] = []
    for case let file as URL in files where isFeed(file) {
      let expected = file.deletingPathExtension().appendingPathExtension("expected.json")
      let body = (try? Data(contentsOf: file)).map { Array($0) } ?? []
      let text = (try? Data(contentsOf: expected)).map { Array($0) } ?? []
      let expectation = (try? JSONReader.read(text)) ?? JSONNode(.null)
      let name = file.path.dropFirst(folder.path.count + 1)
      fixtures.append(Fixture(name: String(name), body: body, expectation: expectation))
    }
    return fixtures.sorted { $0.name < $1.name }
  }

  private static func isFeed(_ file: URL) -> Bool {
    ["xml", "json", "html"].contains(file.pathExtension)
      && !file.lastPathComponent.hasSuffix(".expected.json")
  }
}

extension JSONNode {
  /// The value on one line, members in order, without places; for comparing and for messages.
  var oneLine: String {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.text
  }

  private func write(to writer: inout JSONWriter) {
    switch value {
    case .null: writer.null()
    case .bool(let truth): writer.value(truth)
    case .number(let text): writer.raw(Array(text.utf8))
    case .string(let text): writer.value(text)
    case .array(let elements): writer.array { for element in elements { element.write(to: &$0) } }
    case .object(let members):
      writer.object { writer in
        for member in members {
          writer.name(escaping: member.name)
          member.node.write(to: &writer)
        }
      }
    }
  }
}
