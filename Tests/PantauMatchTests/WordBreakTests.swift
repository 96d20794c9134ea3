import Foundation
import Testing

@testable import PantauMatch

@Suite("Word borders")
struct WordBreakTests {
  /// Unicode's own cases, where Debian's unicode-data is installed; else a few of our own in the
  /// same form.
  private static func cases() throws -> [String] {
    let official = "/usr/share/unicode/auxiliary/WordBreakTest.txt"
    let own = Bundle.module.url(
      forResource: "word-breaks", withExtension: "txt", subdirectory: "Fixtures")
    let text =
      FileManager.default.fileExists(atPath: official)
      ? try String(contentsOfFile: official, encoding: .utf8)
      : try String(contentsOf: try #require(own), encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      let test = line.split(separator: "#", omittingEmptySubsequences: false)[0]
      return test.contains("÷") ? test.trimmingCharacters(in: .whitespaces) : nil
    }
  }

  @Test("follow every line of Unicode's WordBreakTest.txt")
  func followUnicode() throws {
    var tried = 0
    for line in try Self.cases() {
      var units: [WordBreaks.Unit] = []
      var wanted: [Int] = []
      for token in line.split(separator: " ") {
        if token == "÷" {
          wanted.append(units.count)
        } else if let value = UInt32(token, radix: 16) {
          let record = UnicodeRecord(value)
          units.append(
            WordBreaks.Unit(wordBreak: record.wordBreak, isPictographic: record.isPictographic))
        }
      }
      let found = [0] + WordBreaks(units).boundaries() + [units.count]
      #expect(found == wanted, "\(line)")
      tried += 1
    }
    #expect(tried >= 20)
  }
}
