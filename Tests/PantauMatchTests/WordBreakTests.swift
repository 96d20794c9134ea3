import Foundation
import Testing

@testable import PantauMatch

@Suite("Word borders")
struct WordBreakTests {
  /// Unicode's own cases, where Debian's unicode-data is installed; else a few of our own in the
  /// same form.
  ///
  /// Debian 12 has those of Unicode 15.0, as our tables are; Debian 13 and Ubuntu 24.04
  /// have 15.1, whose lines with a sign that it has put into another class are left out.
  private static func cases() throws -> [String] {
    let official = "/usr/share/unicode/auxiliary/WordBreakTest.txt"
    let text =
      FileManager.default.fileExists(atPath: official)
      ? try String(contentsOfFile: official, encoding: .utf8) : own
    let lines = text.split(separator: "\n").compactMap { line in
      let test = line.split(separator: "#", omittingEmptySubsequences: false)[0]
      return test.contains("÷") ? test.trimmingCharacters(in: .whitespaces) : nil
    }
    guard text.hasPrefix("# WordBreakTest-"), !text.hasPrefix("# WordBreakTest-15.0.0.txt") else {
      return lines
    }
    return lines.filter { reclassified.isDisjoint(with: $0.split(separator: " ")) }
  }

  /// Signs that stand before a number or an abbreviation: Format in Unicode 15.0, since 15.1 Numeric
  /// or ALetter (UAX #29, modifications of revision 43).
  private static let reclassified: Set<Substring> = [
    "0600", "0601", "0602", "0603", "0604", "0605", "06DD", "070F", "0890", "0891", "08E2", "110BD",
    "110CD",
  ]

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

  /// Cases of our own in the form of the official file.
  private static let own = """
    ÷ 0041 × 0042 ÷ 0020 ÷ 0043 ÷  # letters, space
    ÷ 0041 × 0027 × 0042 ÷  # apostrophe between letters
    ÷ 0041 ÷ 0027 ÷ 0020 ÷  # apostrophe at the end
    ÷ 0031 × 002E × 0032 ÷  # full stop between digits
    ÷ 0041 × 002E × 0042 ÷  # full stop between letters
    ÷ 0031 ÷ 003A ÷ 0032 ÷  # colon between digits
    ÷ 0041 × 003A × 0042 ÷  # colon between letters
    ÷ 0031 × 002C × 0032 ÷  # comma between digits
    ÷ 0041 ÷ 002C ÷ 0042 ÷  # comma between letters
    ÷ 0041 × 005F × 0031 ÷  # underscore
    ÷ 0041 × 0301 × 0042 ÷  # combining mark
    ÷ 000D × 000A ÷ 0041 ÷  # line end
    ÷ 0020 × 0020 ÷ 0041 ÷  # two spaces
    ÷ 30AB × 30BF ÷ 3042 ÷  # Katakana, Hiragana
    ÷ 6F22 ÷ 5B57 ÷  # Han
    ÷ 1F1EE × 1F1E9 ÷ 1F1EE × 1F1E9 ÷  # two flags
    ÷ 1F468 × 200D × 1F469 ÷  # joined emoji
    ÷ 05D0 × 0022 × 05D1 ÷  # gershayim
    ÷ 05D0 × 0027 ÷ 0020 ÷  # geresh
    ÷ AC00 × AC01 ÷  # Hangul
    ÷ 0041 ÷ 0021 ÷  # exclamation mark
    """
}
