import Foundation
import PantauStories
import Testing

@Suite("Canonical URLs")
struct CanonicalURLTests {
  struct Case: CustomTestStringConvertible {
    var given: String
    var canonical: String
    var testDescription: String { given }
  }

  static let cases: [Case] = {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/canonical-urls.tsv").path
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("# ") }.map { line in
      let columns = line.split(separator: "\t")
      return Case(given: String(columns[0]), canonical: String(columns[1]))
    }
  }()

  @Test("have one form for one article", arguments: cases)
  func form(_ example: Case) {
    #expect(CanonicalURL.of(example.given) == example.canonical)
  }

  @Test("stay as they are in that form", arguments: cases)
  func idempotent(_ example: Case) {
    #expect(CanonicalURL.of(example.canonical) == example.canonical)
  }

  @Test("are tried on more than sixty cases")
  func count() { #expect(Self.cases.count > 60) }
}
