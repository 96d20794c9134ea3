import Foundation
import Testing

@testable import PantauCore

@Suite("Time zones")
struct ZoneRulesTests {
  /// A file of version 2 with one change: UTC+1 before, UTC+2 from 1,000 on, then the footer.
  private func file(footer: String, change: Int64 = 1_000, typeCount: UInt8 = 2) -> [UInt8] {
    func header(_ changes: UInt8, _ types: UInt8) -> [UInt8] {
      var bytes = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
      for count in [0, 0, 0, changes, types, 4] { bytes += [0, 0, 0, count] }
      return bytes
    }
    let old = header(0, 1) + [0, 0, 0, 0, 0, 0] + Array("UTC\0".utf8)
    let times = withUnsafeBytes(of: change.bigEndian) { Array($0) }
    let types: [UInt8] = [0, 0, 0x0E, 0x10, 0, 0] + [0, 0, 0x1C, 0x20, 1, 0]
    return old + header(1, typeCount) + times + [1] + types + Array("ABC\0\n\(footer)\n".utf8)
  }

  @Test("before, at and behind a change")
  func change() throws {
    let zone = try #require(ZoneRules(tzif: file(footer: "")))
    #expect(zone.secondsEast(at: Date(timeIntervalSince1970: -1e9)) == 3_600)
    #expect(zone.secondsEast(at: Date(timeIntervalSince1970: 999.9)) == 3_600)
    #expect(zone.secondsEast(at: Date(timeIntervalSince1970: 1_000)) == 7_200)
    #expect(zone.secondsEast(at: Date(timeIntervalSince1970: 4e9)) == 7_200)
  }

  @Test("a file cut anywhere, or with wrong numbers, is read without a crash")
  func broken() {
    let whole = file(footer: "WITA-8")
    for count in 0..<whole.count { _ = ZoneRules(tzif: Array(whole.prefix(count))) }
    for index in whole.indices {
      for value in [0, 0x7F, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[index] = value
        _ = ZoneRules(tzif: bytes)?.secondsEast(at: Date(timeIntervalSince1970: 5_000))
      }
    }
    #expect(ZoneRules(tzif: []) == nil)
    #expect(ZoneRules(tzif: file(footer: "", typeCount: 1)) == nil)
  }

  @Test(
    "the rule behind the last change",
    arguments: [
      ("WITA-8", "2026-07-01T00:00:00Z", 28_800), ("<+0530>-5:30", "2026-07-01T00:00:00Z", 19_800),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59Z", 3_600),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 7_200),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:59:59Z", 7_200),
      ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 3_600),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-01-15T00:00:00Z", 39_600),
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2026-07-15T00:00:00Z", 36_000),
      ("IST-1GMT0,M10.5.0,M3.5.0/1", "2026-01-15T00:00:00Z", 0),
      ("XXX0YYY,J60/0,J300/0", "2028-02-29T23:00:00Z", 0),
      ("XXX0YYY,J60/0,J300/0", "2028-03-01T00:00:00Z", 3_600),
    ])
  func footers(_ text: String, _ instant: String, _ offset: Int) throws {
    let rule = try #require(ZoneFooter(text))
    let date = try #require(ISO8601.read(instant))
    #expect(rule.secondsEast(at: Int64(date.timeIntervalSince1970)) == offset)
  }

  @Test(
    "what is no rule is refused",
    arguments: ["", "8", "WITA", "AB-8", "CET-1CEST", "CET-1CEST,M13.1.0,M1.1.0"])
  func noRule(_ text: String) { #expect(ZoneFooter(text) == nil) }

  @Test(
    "agrees with ICU from 1970 to 2100",
    arguments: ["Asia/Makassar", "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe"])
  func agrees(_ name: String) throws {
    guard let bytes = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else {
      return
    }
    let zone = try #require(ZoneRules(tzif: Array(bytes)))
    let foundation = try #require(TimeZone(identifier: name))
    for week in 0..<(130 * 52) {
      let instant = Date(timeIntervalSince1970: Double(week) * 604_800 + 1_801)
      #expect(zone.secondsEast(at: instant) == foundation.secondsFromGMT(for: instant))
    }
  }
}
