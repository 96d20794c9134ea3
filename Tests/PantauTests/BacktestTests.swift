import Foundation
import PantauTestSupport
import Testing

@Suite("backtest: what keywords would have raised")
struct BacktestTests {
  /// A site whose archive holds four items.
  private func site(keywords: String = #"["Bontang"]"#) async throws -> Site {
    let site = try Site(feeds: #"[{"url": "file:feed.xml", "name": "Uji"}]"#, keywords: keywords)
    _ = try site.folder.write(
      Array(
        Site.rss(["Banjir di Bontang", "PBB dan dunia", "PBB soal pajak", "Cuaca cerah"]).utf8),
      to: "feed.xml")
    let run = try await RunningPantau.run(["run", "--once", "--config", site.config])
    try #require(run.code == 0)
    return site
  }

  @Test("counts the alerts of a query by day and feed, with excerpts")
  func query() async throws {
    let site = try await site()
    let run = try await RunningPantau.run(["backtest", "PBB", "--config", site.config])
    #expect(run.code == 0)
    #expect(run.output.first?.hasPrefix("2 alerts in 4 items from ") == true)
    #expect(run.output.contains { $0.hasSuffix("  2 " + String(repeating: "█", count: 40)) })
    #expect(run.output.contains("2       Uji"))
    #expect(run.output.contains { $0.contains("PBB: [PBB] soal pajak") })
    let none = try await RunningPantau.run(
      ["backtest", "PBB", "--config", site.config, "--since", "2020-01-01", "--json"])
    #expect(none.output.first?.contains("\"items\":4,\"alerts\":2") == true)
  }

  @Test("a query that is not valid ends with 64, an unknown keyword too")
  func wrongUse() async throws {
    let site = try await site()
    for arguments in [["PBB AND"], ["--keyword", "PBN"], ["PBB", "--keyword", "PBB"]] {
      let run = try await RunningPantau.run(["backtest", "--config", site.config] + arguments)
      #expect(run.code == 64, "\(arguments)")
    }
    #expect(try await RunningPantau.run(["backtest", "--diff"]).code == 64)
  }

  @Test("meanings are counted, also those that do not alert")
  func meanings() async throws {
    let site = try await site(
      keywords: #"""
        [{"name": "PBB", "query": "=PBB", "meanings": {"UN": "dunia", "tax": "pajak"},
          "alertOn": ["UN", "unclear"]}]
        """#)
    let run = try await RunningPantau.run(
      ["backtest", "--keyword", "PBB", "--config", site.config])
    #expect(run.output.first?.hasPrefix("1 alert in 4 items") == true)
    #expect(run.output.contains("meanings of PBB: UN 1, tax 1 (does not alert)"))
  }

  @Test("--max-per-day ends with 1 above the number, and with 0 at it")
  func limit() async throws {
    let site = try await site()
    func code(_ limit: String) async throws -> Int32? {
      try await RunningPantau.run(
        ["backtest", "PBB", "--config", site.config, "--max-per-day", limit]
      ).code
    }
    #expect(try await code("2") == 0)
    #expect(try await code("1") == 1)
  }

  @Test("--diff shows the alerts that a new configuration gains and loses")
  func difference() async throws {
    let site = try await site(keywords: #"["Bontang", "pajak"]"#)
    let new = try site.folder.write(
      Array(#"{"feeds": ["file:feed.xml"], "keywords": ["dunia", "pajak", "PBB"]}"#.utf8),
      to: "new.json")
    let run = try await RunningPantau.run(
      ["backtest", "--config", new, "--diff"], environment: ["PANTAU_CONFIG": site.config])
    #expect(run.code == 0)
    #expect(run.output.count == 4)
    #expect(run.output.contains { $0.hasPrefix("- ") && $0.contains("-Bontang") })
    #expect(run.output.contains { $0.hasPrefix("+ ") && $0.contains("+PBB +dunia") })
    #expect(run.output.contains { $0.hasPrefix("~ ") && $0.contains("+PBB  PBB soal pajak") })
    #expect(
      run.output.last
        == "1 alert gained, 1 lost, 1 with other keywords: 2 instead of 2 in 4 items")
  }
}
