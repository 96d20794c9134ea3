import PantauConfig
import PantauCore
import Testing

@Suite("What the loader makes of each key")
struct LoadedValueTests {
  private func load(_ members: String) throws -> Configuration {
    try #require(TestMachine.configuration(TestMachine.whole(members)))
  }

  private func channel(_ members: String) throws -> ChannelConfiguration {
    try #require(try load("\"channels\": {\"a\": {\(members)}}").channels.first)
  }

  @Test("every key of a feed")
  func feed() throws {
    let feed = try #require(
      try load(
        #"""
        "feeds": [{"url": "https://a.example/rss?key=abc&x=1", "name": "A", "group": "g",
          "interval": "90s", "fullText": true, "headers": {"B": "2", "A": "1"}, "ca": "ca.pem",
          "secretParameters": ["key"]}]
        """#
      ).feeds.first)
    let plain = { SecretSetting(source: .literal(Secret($0)), value: Secret($0)) }
    #expect(
      feed
        == FeedConfiguration(
          url: "https://a.example/rss?key=abc&x=1", name: "A", group: "g", interval: .seconds(90),
          fullText: true,
          headers: [
            HeaderSetting(name: "B", value: plain("2")),
            HeaderSetting(name: "A", value: plain("1")),
          ],
          ca: "/home/humas/ca.pem", secretParameters: ["key"]))
    #expect(feed.shownURL == "https://a.example/rss?key=…&x=1")
  }

  @Test("every key of a keyword")
  func keyword() throws {
    let keyword = try #require(
      try load(
        #"""
        "feeds": [{"url": "file:feeds/lokal.xml", "name": "Lokal", "group": "g"}],
        "keywords": [{"name": "K", "query": "~undang", "groups": ["g"],
          "feeds": ["Lokal"], "fields": ["title", "url"],
          "languages": ["ID", "en"], "hours": {"from": "06:00", "to": "18:00"}, "severity": "low",
          "channels": ["stdout"], "meanings": {"b": "x", "a": "y"}, "alertOn": ["a", "unclear"],
          "language": "en", "clitics": true, "for": "Humas", "until": "2027-12-31"}]
        """#
      ).keywords.first)
    #expect(keyword.name == "K")
    #expect(keyword.query == "~undang")
    #expect(keyword.groups == ["g"])
    #expect(keyword.feeds == ["file:///home/humas/feeds/lokal.xml"])
    #expect(keyword.fields == [.title, .url])
    #expect(keyword.languages == ["id", "en"])
    #expect(keyword.hours?.description == "06:00 to 18:00")
    #expect(keyword.severity == .low)
    #expect(keyword.channels == ["stdout"])
    #expect(keyword.meanings.map(\.name) == ["b", "a"])
    #expect(keyword.alertOn == ["a", "unclear"])
    #expect(keyword.language == "en")
    #expect(keyword.clitics)
    #expect(keyword.note == "Humas")
    #expect(keyword.until == CivilDay(year: 2_027, month: 12, day: 31))
  }

  @Test("every key that all channels take")
  func anyChannel() throws {
    let channels = try load(
      #"""
      "feeds": [{"url": "https://a.example", "group": "g"}],
      "channels": {"a": {"type": "stdout", "keywords": ["Bontang"], "groups": ["g"],
        "severity": "normal", "events": ["alert.created", "feed.quiet"], "rate": "30/m",
        "quietHours": {"from": "22:00", "to": "06:00", "then": "digest"},
        "digest": ["16:00", "07:30"], "high": "hold", "retry": ["5s", "1m"],
        "acknowledge": "15m", "then": "b"}, "b": {"type": "stdout"}}
      """#
    ).channels
    let channel = try #require(channels.first)
    #expect(channel.keywords == ["Bontang"])
    #expect(channel.groups == ["g"])
    #expect(channel.severity == .normal)
    #expect(channel.events == [.alertCreated, .feedQuiet])
    #expect(channel.rate?.messages == 30)
    #expect(channel.rate?.per == .seconds(60))
    #expect(channel.quietHours?.endsInDigest == true)
    #expect(channel.digest == .times(["07:30", "16:00"].compactMap { TimeOfDay($0) }))
    #expect(channel.holdsHigh)
    #expect(channel.retry == [.seconds(5), .seconds(60)])
    #expect(channel.escalation == Escalation(after: .seconds(900), channel: "b"))
  }

  @Test("every key of files and programs")
  func filesAndPrograms() throws {
    #expect(
      try channel(#""type": "file", "path": "log/a.jsonl", "format": "text""#).target
        == .file(path: "/home/humas/log/a.jsonl", format: .text))
    #expect(
      try channel(#""type": "file", "path": "/a""#).target == .file(path: "/a", format: .json))
    #expect(
      try channel(#""type": "exec", "command": ["siarkan", "-x", "-x"], "timeout": "5s""#).target
        == .exec(command: ["siarkan", "-x", "-x"], timeout: .seconds(5)))
    #expect(
      try channel(#""type": "exec", "command": ["siarkan"]"#).target
        == .exec(command: ["siarkan"], timeout: .seconds(30)))
  }

  @Test("every key of mail")
  func mail() throws {
    let target = try channel(
      #"""
      "type": "email", "to": ["a@b.example", "c@b.example"], "from": "p@b.example",
      "smtp": "smtp://m.example:587", "startTLS": "offered", "user": "u", "password": "p",
      "ca": "ca.pem"
      """#
    ).target
    var mail = EmailConfiguration(
      to: ["a@b.example", "c@b.example"], smtp: "smtp://m.example:587")
    mail.from = "p@b.example"
    mail.startTLS = .offered
    mail.user = "u"
    mail.password = SecretSetting(source: .literal(Secret("p")), value: Secret("p"))
    mail.ca = "/home/humas/ca.pem"
    #expect(target == .email(mail))
  }

  private func webhook(_ members: String) throws -> WebhookConfiguration {
    let target = try channel("\"type\": \"webhook\", \(members)").target
    guard case .webhook(let webhook) = target else {
      Issue.record("\(target) is no webhook")
      return WebhookConfiguration(
        format: .standard, url: SecretSetting(source: .environment(""), value: nil))
    }
    return webhook
  }

  @Test("every key of webhooks")
  func webhooks() throws {
    let two = ["whsec_\(Base64.text(24))", Base64.text(32)]
    let standard = try webhook(
      #"""
      "url": "https://h.example", "secret": ["\#(two[0])", "\#(two[1])"],
      "headers": {"X-A": "1"}, "ca": "ca.pem"
      """#)
    #expect(standard.format == .standard)
    #expect(standard.url.value?.revealed == "https://h.example")
    #expect(standard.shownURL == "https://h.example/…")
    #expect(standard.secrets.compactMap(\.value?.revealed) == two)
    #expect(standard.headers.map(\.name) == ["X-A"])
    #expect(standard.ca == "/home/humas/ca.pem")
    let telegram = try webhook(#""format": "telegram", "token": "t", "chat": "-100""#)
    #expect(telegram.url.value?.revealed == "https://api.telegram.org")
    #expect(telegram.token?.value?.revealed == "t")
    #expect(telegram.recipient?.value?.revealed == "-100")
    let matrix = try webhook(
      #""format": "matrix", "url": "https://m.example", "token": "t", "room": "!r:m.example""#)
    #expect(matrix.recipient?.value?.revealed == "!r:m.example")
    let pushover = try webhook(#""format": "pushover", "token": "t", "user": "u""#)
    #expect(pushover.url.value?.revealed == "https://api.pushover.net/1/messages.json")
    #expect(pushover.recipient?.value?.revealed == "u")
    let template = try webhook(
      #""format": "template", "url": "https://h.example", "template": "{{x}}", "contentType": "text/plain""#
    )
    #expect(template.template == "{{x}}")
    #expect(template.contentType == "text/plain")
    let fromFile = try webhook(
      #""format": "template", "url": "https://h.example", "template": {"file": "ca.pem"}"#)
    #expect(fromFile.template == "PEM")
    #expect(fromFile.contentType == "application/json")
  }

  @Test("every format of webhooks", arguments: WebhookFormat.allCases)
  func formats(_ format: WebhookFormat) throws {
    var members = "\"format\": \"\(format.rawValue)\", \"url\": \"https://h.example\""
    if format.token == .required { members += ", \"token\": \"t\"" }
    if let key = format.recipientKey { members += ", \"\(key)\": \"r\"" }
    if format == .template { members += ", \"template\": \"x\"" }
    #expect(try webhook(members).format == format)
  }

  @Test("every key of polling and the rest")
  func settings() throws {
    let configuration = try load(
      #"""
      "polling": {"minInterval": "1m", "maxInterval": "1h", "requestsPerHour": 7,
        "concurrency": 8, "perHost": 3, "hostGap": "2s", "timeout": "9s", "maxBody": "1MB",
        "contact": "a@b.example", "userAgent": "kota/1", "allowPrivateAddresses": true,
        "proxy": "http://p.example:3128"},
      "alerts": {"maxAge": "2d", "copies": "alert"}, "database": "/srv/p.db",
      "retention": {"items": "forever", "alerts": "365d", "maxSize": "2GB"},
      "web": {"listen": "[::1]:80", "publicURL": "https://p.example/x/"}
      """#)
    var polling = PollingConfiguration()
    polling.minInterval = .seconds(60)
    polling.maxInterval = .seconds(3_600)
    polling.requestsPerHour = 7
    polling.concurrency = 8
    polling.perHost = 3
    polling.hostGap = .seconds(2)
    polling.timeout = .seconds(9)
    polling.maxBodyBytes = 1_000_000
    polling.contact = "a@b.example"
    polling.customUserAgent = "kota/1"
    polling.allowsPrivateAddresses = true
    let proxy = Secret("http://p.example:3128")
    polling.proxy = SecretSetting(source: .literal(proxy), value: proxy)
    #expect(configuration.polling == polling)
    #expect(polling.userAgent(version: "9") == "kota/1")
    #expect(configuration.alerts.maxAge == .seconds(2 * 86_400))
    #expect(configuration.alerts.copiesAlert)
    #expect(configuration.database == "/srv/p.db")
    #expect(configuration.retention.items == nil)
    #expect(configuration.retention.alerts == .seconds(365 * 86_400))
    #expect(configuration.retention.maxSizeBytes == 2_000_000_000)
    #expect(
      configuration.web
        == WebConfiguration(host: "::1", port: 80, publicURL: "https://p.example/x"))
  }

  @Test(
    "file: URLs are absolute afterwards",
    arguments: [
      ("file:feeds/lokal.xml", "file:///home/humas/feeds/lokal.xml"),
      ("file:../x%20y.xml", "file:///home/x%20y.xml"),
      ("FILE:/a/b.xml", "file:///a/b.xml"),
      ("file:///a/./b.xml", "file:///a/b.xml"),
      ("file://localhost/a.xml", "file:///a.xml"),
      ("file:kabar é.xml", "file:///home/humas/kabar%20%C3%A9.xml"),
    ])
  func fileURLs(_ written: String, _ absolute: String) throws {
    #expect(try load("\"feeds\": [\"\(written)\"]").feeds.map(\.url) == [absolute])
  }

  @Test(
    "hours cover what they say, over midnight too",
    arguments: [
      ("06:00", "18:00", "06:00", true), ("06:00", "18:00", "18:00", false),
      ("06:00", "18:00", "05:59", false), ("22:00", "06:00", "22:00", true),
      ("22:00", "06:00", "05:59", true), ("22:00", "06:00", "06:00", false),
      ("22:00", "06:00", "21:59", false),
    ])
  func hours(_ from: String, _ to: String, _ time: String, _ isIn: Bool) throws {
    let hours = HoursOfDay(
      from: try #require(TimeOfDay(from)), to: try #require(TimeOfDay(to)))
    #expect(hours.contains(try #require(TimeOfDay(time))) == isIn)
  }
}
