import PantauConfig
import PantauCore
import Testing

@Suite("The contract's example of config.json")
struct ContractTests {
  static let text = #"""
    {
      "feeds": [
        "https://example.org/rss.xml",
        {"url": "https://example.org/atom", "name": "Kaltim", "group": "kaltim", "interval": "5m",
         "fullText": true, "headers": {"X-Key": {"env": "KALTIM_KEY"}}}
      ],
      "keywords": [
        "Bontang",
        {"name": "PBB", "query": "=PBB", "groups": ["kaltim"], "severity": "high", "channels": ["stdout", "newsroom"],
         "meanings": {"UN": "Perserikatan OR dunia OR Korea OR \"Dewan Keamanan\"",
                      "tax": "pajak OR NJOP OR Bapenda", "party": "partai OR caleg"},
         "alertOn": ["UN", "unclear"]}
      ],
      "channels": {
        "stdout": {"type": "stdout", "format": "json"},
        "newsroom": {"type": "webhook", "url": "https://hooks.example.org/x", "format": "slack",
                     "secret": {"credential": "newsroom"},
                     "quietHours": {"from": "22:00", "to": "06:00"}},
        "signed": {"type": "webhook", "url": "https://hooks.example.org/y",
                     "secret": {"credential": "newsroom"}},
        "morning": {"type": "email", "to": ["humas@example.org"], "smtp": "smtps://mail.example.org", "digest": "07:30"}
      },
      "alerts": {"maxAge": "7d", "copies": "quiet"},
      "database": "pantau.sqlite3",
      "polling": {"minInterval": "5m", "maxInterval": "6h", "requestsPerHour": null, "concurrency": 256,
                  "perHost": 2, "hostGap": "1s", "timeout": "30s", "maxBody": "8MB", "contact": "https://example.org/bot"},
      "zone": "Asia/Makassar",
      "retention": {"items": "180d", "alerts": "forever"},
      "web": {"listen": "127.0.0.1:8710"}
    }
    """#

  private func load() throws -> Configuration {
    var machine = TestMachine.usual
    machine.environment["KALTIM_KEY"] = "kunci"
    return try #require(machine.read(Self.text).loaded).configuration
  }

  @Test("loads with its feeds")
  func feeds() throws {
    let feeds = try load().feeds
    #expect(feeds.first == FeedConfiguration(url: "https://example.org/rss.xml"))
    let key = SecretSetting(source: .environment("KALTIM_KEY"), value: Secret("kunci"))
    #expect(
      feeds.last
        == FeedConfiguration(
          url: "https://example.org/atom", name: "Kaltim", group: "kaltim",
          interval: .seconds(300), fullText: true,
          headers: [HeaderSetting(name: "X-Key", value: key)]))
  }

  @Test("loads with its keywords, meanings in order")
  func keywords() throws {
    let keywords = try load().keywords
    #expect(keywords.first == KeywordConfiguration(query: "Bontang"))
    let pbb = try #require(keywords.last)
    #expect(pbb.name == "PBB")
    #expect(pbb.query == "=PBB")
    #expect(pbb.severity == .high)
    #expect(pbb.groups == ["kaltim"])
    #expect(pbb.channels == ["stdout", "newsroom"])
    #expect(pbb.meanings.map(\.name) == ["UN", "tax", "party"])
    #expect(pbb.meanings[0].query == "Perserikatan OR dunia OR Korea OR \"Dewan Keamanan\"")
    #expect(pbb.alertOn == ["UN", "unclear"])
  }

  @Test("loads with its channels in order")
  func channels() throws {
    let channels = try load().channels
    #expect(channels.map(\.name) == ["stdout", "newsroom", "signed", "morning"])
    #expect(channels[0].target == .stdout(.json))
    guard case .webhook(let slack) = channels[1].target,
      case .webhook(let signed) = channels[2].target
    else {
      Issue.record("the second and third channel are webhooks")
      return
    }
    #expect(slack.format == .slack)
    #expect(slack.url.value == Secret("https://hooks.example.org/x"))
    #expect(channels[1].quietHours?.hours.description == "22:00 to 06:00")
    #expect(signed.format == .standard)
    #expect(
      signed.secrets == [SecretSetting(source: .credential("newsroom"), value: nil)])
    #expect(
      channels[3].target
        == .email(
          EmailConfiguration(to: ["humas@example.org"], smtp: "smtps://mail.example.org")))
    #expect(channels[3].digest == TimeOfDay("07:30").map { .times([$0]) })
  }

  @Test("loads with its settings")
  func settings() throws {
    let configuration = try load()
    var polling = PollingConfiguration()
    polling.contact = "https://example.org/bot"
    #expect(configuration.polling == polling)
    #expect(configuration.alerts == AlertsConfiguration())
    #expect(configuration.retention == RetentionConfiguration())
    #expect(configuration.zone == "Asia/Makassar")
    #expect(configuration.web == WebConfiguration(host: "127.0.0.1", port: 8_710))
    #expect(configuration.database == "/home/humas/pantau.sqlite3")
  }

  @Test("two members are enough; the rest has its default")
  func smallest() throws {
    let text = #"{"feeds": ["https://a.example/rss"], "keywords": ["Bontang"]}"#
    let configuration = try #require(TestMachine.configuration(text))
    let expected = Configuration(
      feeds: [FeedConfiguration(url: "https://a.example/rss")],
      keywords: [KeywordConfiguration(query: "Bontang")], database: "/home/humas/pantau.sqlite3")
    #expect(configuration == expected)
    #expect(configuration.channels == [.standardOutput])
    #expect(configuration.zone == nil)
    #expect(configuration.web == nil)
    #expect(
      configuration.polling.userAgent(version: "1.2")
        == "pantau/1.2 (+https://pantau.example; feed poller)")
  }
}
