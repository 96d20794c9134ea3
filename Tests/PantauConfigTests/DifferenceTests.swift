import PantauConfig
import Testing

@Suite("What a reload changes")
struct DifferenceTests {
  private func difference(_ old: String, _ new: String) throws -> ConfigurationDifference {
    ConfigurationDifference(
      from: try #require(TestMachine.configuration(TestMachine.whole(old))),
      to: try #require(TestMachine.configuration(TestMachine.whole(new))))
  }

  @Test("nothing, where only the writing differs")
  func nothing() throws {
    #expect(
      try difference("", #""alerts": {"maxAge": "168h"}, "retention": {"items": "180d"}"#).isEmpty)
  }

  @Test(
    "one sentence each",
    arguments: [
      (
        "", #""feeds": ["https://a.example/rss", {"url": "https://b.example", "name": "B"}]"#,
        ["feed \"B\" added"]
      ),
      (
        #""feeds": ["https://a.example/rss", "https://u:p@b.example/x"]"#, "",
        ["feed https://b.example/x removed"]
      ),
      (
        #""feeds": [{"url": "https://a.example", "interval": "5m"}]"#,
        #""feeds": [{"url": "https://a.example", "name": "A", "fullText": true}]"#,
        [
          "feed \"A\": name changed from none to \"A\"",
          "feed \"A\": interval changed from 5m to none",
          "feed \"A\": fullText changed from false to true",
        ]
      ),
      (
        #""keywords": ["Bontang", "Berau"]"#,
        #""keywords": [{"name": "Bontang", "query": "=Bontang", "severity": "high"}, "Paser"]"#,
        [
          "keyword \"Bontang\": query changed from \"Bontang\" to \"=Bontang\"",
          "keyword \"Bontang\": severity changed from normal to high", "keyword \"Paser\" added",
          "keyword \"Berau\" removed",
        ]
      ),
      (
        #""keywords": [{"query": "PBB", "meanings": {"UN": "dunia"}}]"#,
        #""keywords": [{"query": "PBB", "meanings": {"UN": "Korea"}, "alertOn": ["UN", "unclear"]}]"#,
        [
          "keyword \"PBB\": meanings changed",
          "keyword \"PBB\": alertOn changed from all to \"UN\", \"unclear\"",
        ]
      ),
      (
        #""channels": {"a": {"type": "stdout"}, "b": {"type": "stdout"}}"#,
        #""channels": {"a": {"type": "file", "path": "x"}, "c": {"type": "stdout"}}"#,
        [
          "channel \"a\": type changed from stdout to file", "channel \"a\": target changed",
          "channel \"c\" added", "channel \"b\" removed",
        ]
      ),
      (
        "",
        #""polling": {"contact": "https://c.example", "minInterval": "1m", "maxBody": "9MB"}"#,
        [
          "polling.minInterval changed from 5m to 1m",
          "polling.maxBody changed from 8MB to 9MB",
          "polling.contact changed from \"https://b.example\" to \"https://c.example\"",
        ]
      ),
      (
        "",
        #""alerts": {"copies": "alert"}, "retention": {"items": "forever"}"#,
        [
          "alerts.copies changed from quiet to alert",
          "retention.items changed from 180d to forever",
        ]
      ),
    ] as [(String, String, [String])])
  func sentences(_ old: String, _ new: String, _ expected: [String]) throws {
    let difference = try difference(old, new)
    #expect(difference.sentences == expected)
    #expect(difference.needsRestart == [])
  }

  @Test("what is set up at the start waits for the next one")
  func restart() throws {
    let difference = try difference(
      #""database": "a.db""#,
      #"""
      "database": "b.db", "zone": "Asia/Makassar", "web": {"listen": "127.0.0.1:8710"},
      "polling": {"contact": "https://b.example", "requestsPerHour": 9, "perHost": 1}
      """#)
    #expect(difference.sentences == [])
    #expect(
      difference.needsRestart == [
        "database changed from /home/humas/a.db to /home/humas/b.db",
        "zone changed from the machine's to Asia/Makassar",
        "web.listen changed from none to 127.0.0.1 port 8710",
        "polling.requestsPerHour changed from four for each feed to 9",
        "polling.perHost changed from 2 to 1",
      ])
  }

  @Test("of many changes the first are told and the others counted")
  func many() throws {
    let names = (1...5).map { "\"kata \($0)\"" }.joined(separator: ", ")
    let difference = try difference("", "\"keywords\": [\"Bontang\", \(names)]")
    #expect(difference.sentences.count >= 5)
    let told = difference.sentences(atMost: 3)
    #expect(told.prefix(3) == difference.sentences.prefix(3))
    #expect(told.dropFirst(3) == ["and \(difference.sentences.count - 3) more changes"])
    #expect(difference.sentences(atMost: 5 + 3) == difference.sentences)
  }

  @Test("a secret that changed in its file is told of and not shown")
  func secret() throws {
    let text = TestMachine.whole(
      #""feeds": [{"url": "https://a.example", "name": "A", "headers": {"X": {"file": "k"}}}]"#)
    let configurations = try ["satu", "dua"].map { key in
      var machine = TestMachine.usual
      machine.files["/home/humas/k"] = key
      return try #require(machine.read(text).loaded).configuration
    }
    let difference = ConfigurationDifference(from: configurations[0], to: configurations[1])
    #expect(difference.sentences == ["feed \"A\": headers changed"])
  }
}
