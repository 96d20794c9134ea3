import FoundationEssentials
import PantauCore
import Testing

@testable import PantauStore

@Suite("Hosts that want to be left alone")
struct HostRestTableTests {
  private let temporary: TemporaryStore

  init() throws { temporary = try TemporaryStore() }

  private func note(_ host: String, _ seconds: Double, at later: Double = 0) throws {
    try temporary.store.note(
      [HostRest(host: host, until: noon + later + seconds)], now: noon + later)
  }

  @Test("are known until their time is over, in capitals or not")
  func until() throws {
    try note("Berita.Example", 3_600)
    #expect(
      try temporary.store.hostRests(at: noon + 3_599)
        == [HostRest(host: "berita.example", until: noon + 3_600)])
    #expect(try temporary.store.hostRests(at: noon + 3_600) == [])
  }

  @Test("are left alone no shorter by a later word, but longer")
  func longer() throws {
    for seconds in [3_600.0, 60, 7_200] { try note("berita.example", seconds) }
    #expect(try temporary.store.hostRests(at: noon).map(\.until) == [noon + 7_200])
  }

  @Test(
    "are forgotten after their time when another is noted, or where a wrong clock noted them")
  func forgotten() throws {
    try note("lama.example", 60)
    try note("jauh.example", 60, at: 10 * 365 * 86_400)
    #expect(try temporary.store.hostRests(at: noon) == [])
    try note("baru.example", 60, at: 120)
    #expect(try temporary.store.hostRests(at: noon).map(\.host) == ["baru.example"])
  }
}
