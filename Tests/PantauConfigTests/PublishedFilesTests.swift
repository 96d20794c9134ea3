import FoundationEssentials
import PantauConfig
import PantauCore
import Testing

/// Files that are published with pantau and must agree with the loader.
enum Published {
  static let root = String(
    #filePath.dropLast("Tests/PantauConfigTests/PublishedFilesTests.swift".count))

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: root + path)), as: UTF8.self)
  }

  static func schema() throws -> JSONSchema {
    JSONSchema(root: try JSONReader.read(Array(try text("docs/config.schema.json").utf8)))
  }

  /// The examples of docs/config.md: members of the top level, or whole configurations.
  static func examples() throws -> [String] {
    let parts = try text("docs/config.md").split(separator: "```json\n").dropFirst()
    return parts.map { String($0.prefix(while: { $0 != "`" })) }
  }
}

@Suite("The published schema")
struct SchemaTests {
  private func names(_ definition: String?) throws -> [String] {
    let root = try Published.schema().root
    let node = definition.map { root["$defs"]?[$0] } ?? root
    guard case .object(let members)? = node?["properties"]?.value else { return [] }
    return members.map(\.name)
  }

  @Test(
    "lists the very keys that the loader knows",
    arguments: [
      (nil, ConfigurationKeys.root), ("feed", ConfigurationKeys.feed),
      ("keyword", ConfigurationKeys.keyword), ("hours", ConfigurationKeys.hours),
      ("anyChannel", ConfigurationKeys.anyChannel), ("quietHours", ConfigurationKeys.quietHours),
      ("alerts", ConfigurationKeys.alerts), ("polling", ConfigurationKeys.polling),
      ("retention", ConfigurationKeys.retention), ("web", ConfigurationKeys.web),
    ] as [(String?, [String])])
  func keys(_ definition: String?, _ keys: [String]) throws {
    #expect(try Set(names(definition)) == Set(keys))
  }

  @Test("lists the very keys of each type of channel", arguments: ConfigurationKeys.channelTypes)
  func channelKeys(_ type: String) throws {
    let keys = try Set(names("anyChannel")).union(names(type))
    #expect(try keys == Set(#require(ConfigurationKeys.channel(type: type))))
  }

  @Test("takes the contract's example, the shipped configuration and the documentation's examples")
  func takes() throws {
    let schema = try Published.schema()
    let wholes = [ContractTests.text, try Published.text("config.json")]
    for text in wholes + (try Published.examples()).map(TestMachine.completed) {
      let node = try JSONReader.read(Array(text.utf8))
      #expect(schema.judge(node, by: schema.root).isValid, "\(text)")
    }
  }

  /// Members of the top level that schema and loader must judge alike, without what only the
  /// loader can know.
  static let samples: [String] = [
    #""feeds": ["https://b.example"]"#, #""feeds": []"#, #""feeds": [5]"#, #""feeds": {}"#,
    #""feeds": ["b.example"]"#, #""feeds": ["ftp://b.example"]"#,
    #""feeds": [{"name": "x"}]"#, #""feeds": [{"url": "https://b.example", "nam": "x"}]"#,
    #""feeds": [{"url": "https://b.example", "interval": "5 m"}]"#,
    #""feeds": [{"url": "https://b.example", "interval": 5}]"#,
    #""feeds": [{"url": "https://b.example", "fullText": "yes"}]"#,
    #""feeds": [{"url": "https://b.example", "headers": {"A B": "x"}}]"#,
    #""feeds": [{"url": "https://b.example", "headers": {"A": {"env": "X", "file": "Y"}}}]"#,
    #""feeds": [{"url": "https://b.example", "headers": {"A": {}}}]"#,
    #""feeds": [{"url": "https://b.example", "headers": {"A": {"environment": "X"}}}]"#,
    #""feeds": [{"url": "https://b.example", "headers": {"A": {"credential": "a/b"}}}]"#,
    #""feeds": [{"url": "https://b.example", "secretParameters": ["k", "k"]}]"#,
    #""keywords": []"#, #""keywords": [""]"#, #""keywords": [{"name": "x"}]"#,
    #""keywords": [{"query": "x", "severity": "urgent"}]"#,
    #""keywords": [{"query": "x", "fields": ["judul"]}]"#,
    #""keywords": [{"query": "x", "hours": {"from": "06:00"}}]"#,
    #""keywords": [{"query": "x", "hours": {"from": "06:00", "to": "25:00"}}]"#,
    #""keywords": [{"query": "x", "alertOn": ["unclear"]}]"#,
    #""keywords": [{"query": "x", "meanings": {}}]"#,
    #""keywords": [{"query": "x", "meanings": {"unclear": "y"}}]"#,
    #""keywords": [{"query": "x", "meanings": {"a": "y"}, "alertOn": ["a", "unclear"]}]"#,
    #""keywords": [{"query": "x", "language": "jv"}]"#,
    #""keywords": [{"query": "x", "languages": ["indonesian"]}]"#,
    #""keywords": [{"query": "x", "until": "besok"}]"#,
    #""channels": {}"#, #""channels": []"#, #""channels": {"a": {}}"#,
    #""channels": {"a": {"type": "slack"}}"#, #""channels": {" ": {"type": "stdout"}}"#,
    #""channels": {"a": {"type": "stdout", "path": "x"}}"#,
    #""channels": {"a": {"type": "stdout", "events": ["alert.updated"]}}"#,
    #""channels": {"a": {"type": "file", "path": "x", "events": ["alert.updated", "alert.created"]}}"#,
    #""channels": {"a": {"type": "file"}}"#, #""channels": {"a": {"type": "exec"}}"#,
    #""channels": {"a": {"type": "exec", "command": []}}"#,
    #""channels": {"a": {"type": "exec", "command": ["x", ""], "timeout": "9s"}}"#,
    #""channels": {"a": {"type": "stdout", "digest": "7:30"}}"#,
    #""channels": {"a": {"type": "stdout", "digest": ["07:30", "16:00"]}}"#,
    #""channels": {"a": {"type": "stdout", "digest": "2h"}}"#,
    #""channels": {"a": {"type": "stdout", "rate": "5"}}"#,
    #""channels": {"a": {"type": "stdout", "retry": []}}"#,
    #""channels": {"a": {"type": "stdout", "high": "maybe"}}"#,
    #""channels": {"a": {"type": "stdout", "acknowledge": "5m"}}"#,
    #""channels": {"a": {"type": "stdout", "acknowledge": "5m", "then": "b"}, "b": {"type": "stdout"}}"#,
    #""channels": {"a": {"type": "stdout", "quietHours": {"from": "22:00", "to": "06:00", "then": "x"}}}"#,
    #""channels": {"a": {"type": "email", "to": [], "smtp": "smtp://m.example"}}"#,
    #""channels": {"a": {"type": "email", "to": "a@b.example", "smtp": "https://m.example"}}"#,
    #""channels": {"a": {"type": "email", "to": "a@b.example", "smtp": "smtp://m.example"}}"#,
    #""channels": {"a": {"type": "email", "to": "a@b.example", "smtp": "smtp://m.example", "user": "u"}}"#,
    #""channels": {"a": {"type": "email", "to": "a", "smtp": "smtp://m.example"}}"#,
    #""channels": {"a": {"type": "webhook"}}"#,
    #""channels": {"a": {"type": "webhook", "url": "https://h.example", "format": "x"}}"#,
    #""channels": {"a": {"type": "webhook", "url": "h.example"}}"#,
    #""channels": {"a": {"type": "webhook", "url": {"env": "X"}}}"#,
    #""channels": {"a": {"type": "webhook", "url": "https://h.example", "secret": []}}"#,
    #""channels": {"a": {"type": "webhook", "url": "https://h.example", "chat": "5"}}"#,
    #""channels": {"a": {"type": "webhook", "format": "telegram", "chat": "5"}}"#,
    #""channels": {"a": {"type": "webhook", "format": "telegram", "token": "t"}}"#,
    #""channels": {"a": {"type": "webhook", "format": "telegram", "token": "t", "chat": "5"}}"#,
    #""channels": {"a": {"type": "webhook", "format": "slack", "token": "t", "url": "https://h.example"}}"#,
    #""channels": {"a": {"type": "webhook", "format": "ntfy", "token": "t", "url": "https://h.example"}}"#,
    #""channels": {"a": {"type": "webhook", "format": "matrix", "token": "t", "url": "https://h.example"}}"#,
    #""channels": {"a": {"type": "webhook", "format": "pushover", "token": "t", "user": "u"}}"#,
    #""channels": {"a": {"type": "webhook", "format": "gotify", "url": "https://h.example"}}"#,
    #""channels": {"a": {"type": "webhook", "format": "template", "url": "https://h.example"}}"#,
    #""channels": {"a": {"type": "webhook", "format": "template", "url": "https://h.example", "template": "x"}}"#,
    #""channels": {"a": {"type": "webhook", "format": "template", "url": "https://h.example", "template": {"path": "x"}}}"#,
    #""channels": {"a": {"type": "webhook", "format": "slack", "url": "https://h.example", "contentType": "x"}}"#,
    #""alerts": {"maxAge": "7d", "copies": "alert"}"#, #""alerts": {"copies": true}"#,
    #""alerts": null"#, #""database": 5"#, #""zone": """#, #""xyz": 5"#, #""$schema": "x""#,
    #""retention": {"items": "forever"}"#, #""retention": {"items": "5"}"#,
    #""retention": {"maxSize": "5 MB"}"#, #""web": null"#, #""web": {}"#,
    #""web": {"listen": "8710"}"#, #""web": {"listen": "[::1]:8710"}"#,
    #""web": {"listen": "127.0.0.1:80", "publicURL": "x"}"#,
    #""polling": {"requestsPerHour": null}"#, #""polling": {"requestsPerHour": 0}"#,
    #""polling": {"requestsPerHour": 1.5}"#, #""polling": {"concurrency": 10001}"#,
    #""polling": {"perHost": "2"}"#, #""polling": {"maxBody": 8}"#,
    #""polling": {"contact": "humas"}"#, #""polling": {"contact": "a@b.example"}"#,
    #""polling": {"userAgent": "ü"}"#, #""polling": {"allowPrivateAddresses": 1}"#,
    #""polling": {"proxy": "socks5://127.0.0.1:1080"}"#, #""polling": {"proxy": "ftp://x"}"#,
    #""polling": {"proxy": null}"#,
  ]

  @Test("judges as the loader does", arguments: samples)
  func agrees(_ members: String) throws {
    let text = TestMachine.whole(members)
    let schema = try Published.schema()
    let node = try JSONReader.read(Array(text.utf8))
    let (loaded, problems) = TestMachine.usual.read(text)
    #expect(schema.judge(node, by: schema.root).isValid == (loaded != nil), "\(problems)")
  }
}

@Suite("The shipped configuration")
struct ShippedConfigurationTests {
  private func load() throws -> LoadedConfiguration {
    var surroundings = ConfigurationSurroundings.ofProcess()
    surroundings.environment = [:]
    surroundings.fileExists = { path in
      path.hasPrefix("/usr/share/zoneinfo") || FileManager.default.fileExists(atPath: path)
    }
    let loader = ConfigurationLoader(
      surroundings: surroundings, secretPolicy: .required, checkQuery: { _, _, _ in [] })
    return try loader.load(Published.root + "config.json")
  }

  @Test("loads, and asks for nothing but who the operator is")
  func loads() throws {
    #expect(
      try load().warnings.map { "\($0.path): \($0.what)" } == ["polling: lacks \"contact\""])
  }

  @Test("has the sample first, many real feeds, and both keywords")
  func content() throws {
    let configuration = try load().configuration
    let sample = try #require(configuration.feeds.first)
    #expect(sample.url.hasPrefix("file:///"))
    #expect(sample.url.hasSuffix("/examples/sample.xml"))
    #expect((12...20).contains(configuration.feeds.count - 1))
    #expect(configuration.feeds.dropFirst().allSatisfy { $0.url.hasPrefix("https://") })
    #expect(configuration.keywords.map(\.name) == ["Bontang", "PBB"])
    #expect(configuration.keywords.last?.meanings.map(\.name) == ["UN", "tax", "party", "drill"])
  }
}

@Suite("docs/config.md")
struct ConfigurationDocumentationTests {
  @Test("explains every key")
  func everyKey() throws {
    let text = try Published.text("docs/config.md")
    let all =
      ConfigurationKeys.root + ConfigurationKeys.feed + ConfigurationKeys.keyword
      + ConfigurationKeys.webhook + ConfigurationKeys.email + ConfigurationKeys.exec
      + ConfigurationKeys.file + ConfigurationKeys.quietHours + ConfigurationKeys.alerts
      + ConfigurationKeys.polling + ConfigurationKeys.retention + ConfigurationKeys.web
    for key in Set(all) { #expect(text.contains("`\(key)`"), "\(key)") }
  }

  @Test("has examples that load without an error")
  func examples() throws {
    let examples = try Published.examples()
    #expect(examples.count >= 10)
    var machine = TestMachine.usual
    for zone in ["Asia/Jakarta", "Asia/Makassar"] {
      machine.files["/usr/share/zoneinfo/\(zone)"] = "TZif"
    }
    machine.files["/home/humas/alert.mustache"] = "{{data.item.title}}"
    for example in examples {
      let (loaded, problems) = machine.read(TestMachine.completed(example))
      #expect(loaded != nil, "\(problems)\n\(example)")
    }
  }
}
