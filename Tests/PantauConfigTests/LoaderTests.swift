import FoundationEssentials
import PantauConfig
import PantauCore
import Testing

@Suite("Finding the configuration and what lies around it")
struct LoaderTests {
  static let smallest = #"{"feeds": ["https://a.example/rss"], "keywords": ["Bontang"]}"#

  @Test("--config wins over $PANTAU_CONFIG, that over /etc, that over the directory here")
  func locate() throws {
    var machine = TestMachine(
      files: ["/etc/pantau/config.json": "", "/home/humas/config.json": ""],
      environment: ["PANTAU_CONFIG": "/srv/p.json"])
    #expect(try machine.loader.locate(option: "x.json") == "x.json")
    #expect(try machine.loader.locate() == "/srv/p.json")
    machine.environment["PANTAU_CONFIG"] = ""
    #expect(try machine.loader.locate() == "/etc/pantau/config.json")
    machine.files["/etc/pantau/config.json"] = nil
    #expect(try machine.loader.locate() == "./config.json")
  }

  @Test("without any, the message lists where it looked")
  func none() {
    do {
      _ = try TestMachine().loader.locate()
      Issue.record("there is none to find")
    } catch {
      #expect(
        "\(error)"
          == "no configuration: /etc/pantau/config.json and ./config.json are not there. "
          + "Write one (docs/config.md explains it), or name it with --config.")
    }
  }

  @Test("a file that cannot be read is named as the person wrote it")
  func unreadable() {
    do {
      _ = try TestMachine().loader.load("x.json")
      Issue.record("there is none to read")
    } catch {
      #expect(
        "\(error)" == "x.json: cannot be read (no such file). Check the path and its permissions.")
    }
  }

  @Test(
    "a relative database lies where the service and its commands both look",
    arguments: [
      ("/home/humas", nil, "/home/humas/pantau.sqlite3"),
      ("/etc/pantau", nil, "/var/lib/pantau/pantau.sqlite3"),
      ("/etc/pantau", "/var/lib/private/x", "/var/lib/private/x/pantau.sqlite3"),
      ("/home/humas", "/var/lib/a:/var/lib/b", "/var/lib/a/pantau.sqlite3"),
      ("/etc/pantau2", nil, "/etc/pantau2/pantau.sqlite3"),
    ] as [(String, String?, String)])
  func database(_ directory: String, _ state: String?, _ path: String) throws {
    var machine = TestMachine()
    machine.directory = directory
    machine.environment["STATE_DIRECTORY"] = state
    let loaded = try #require(machine.read(Self.smallest).loaded)
    #expect(loaded.configuration.database == path)
    #expect(loaded.path == "\(directory)/config.json")
  }

  @Test("relative paths start from the configuration, not from the directory here")
  func relativePaths() throws {
    let text =
      #"{"feeds": ["file:a.xml"], "keywords": ["x"], "polling": {"contact": "a@b.example"}}"#
    let machine = TestMachine(files: ["/srv/berita/p.json": text, "/srv/berita/a.xml": ""])
    let loaded = try machine.loader.load("../../srv/berita/p.json")
    #expect(loaded.configuration.feeds.map(\.url) == ["file:///srv/berita/a.xml"])
    #expect(loaded.path == "/srv/berita/p.json")
    #expect(loaded.warnings == [])
  }

  @Test("bytes that are no UTF-8 are pointed at")
  func notUTF8() {
    let bytes = Array("{\"feeds\": [\n\"".utf8) + [0xE9, 0x22]
    let surroundings = ConfigurationSurroundings(
      environment: [:], workingDirectory: "/", readFile: { _ in bytes }, fileExists: { _ in true })
    let loader = ConfigurationLoader(
      surroundings: surroundings, secretPolicy: .optional, checkQuery: { _, _, _ in [] })
    do {
      _ = try loader.load("c.json")
      Issue.record("it is no UTF-8")
    } catch {
      #expect(
        "\(error)" == "c.json:2:2: error: the file is not UTF-8 from here on. Save it as UTF-8.")
    }
  }

  @Test("no cut of a configuration crashes, and only the whole one is taken")
  func cuts() {
    let bytes = Array(ContractTests.text.utf8)
    for length in stride(from: 0, to: bytes.count, by: 7) {
      let cut = String(decoding: bytes.prefix(length), as: UTF8.self)
      #expect(TestMachine.usual.read(cut).loaded == nil)
    }
  }

  @Test("no change of a few bytes crashes, and what it makes wrong has a place")
  func mutations() {
    let original = Array(ContractTests.text.utf8)
    let bites = Array("{}[],:\"\\u0é\u{0}9-.eE/#@% \n".utf8)
    var state: UInt64 = 1
    let next = { (bound: Int) in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for _ in 0..<1_000 {
      var bytes = original
      for _ in 0...next(3) { bytes[next(bytes.count)] = bites[next(bites.count)] }
      let mutated = bytes
      let surroundings = ConfigurationSurroundings(
        environment: [:], workingDirectory: "/", readFile: { _ in mutated },
        fileExists: { _ in true })
      let loader = ConfigurationLoader(
        surroundings: surroundings, secretPolicy: .optional,
        checkQuery: TestMachine().checkQuery)
      do {
        _ = try loader.load("c.json")
      } catch {
        #expect("\(error)".hasPrefix("c.json:"))
      }
    }
  }

  @Test("one fault among a hundred thousand keywords is found")
  func many() throws {
    let keywords = (0..<100_000).map { "\"kata\($0)\"" }.joined(separator: ",\n")
    let text = "{\"feeds\": [\"https://a.example\"], \"keywords\": [\(keywords), \"kata7\"]}"
    let problems = TestMachine.usual.read(text).problems
    #expect(
      problems.filter { $0.contains("error") } == [
        "config.json:100000:14: error: keywords[100000]: the name \"kata7\" is taken by the keyword "
          + "of line 8. Names are unique (a keyword without one is named by its query): "
          + "write another \"name\"."
      ])
  }

  @Test("the real machine's files are read, and what cannot be says why")
  func realMachine() throws {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "pantau-config-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appending(path: "config.json")
    try Data(Self.smallest.utf8).write(to: file)
    let loader = ConfigurationLoader(
      surroundings: .ofProcess(), secretPolicy: .required, checkQuery: { _, _, _ in [] })
    #expect(try loader.load(file.path).configuration.keywords.map(\.name) == ["Bontang"])
    for (path, reason) in [
      (directory.path, "it is a directory"),
      (directory.path + "/none.json", "no such file"),
    ] {
      do {
        _ = try loader.load(path)
        Issue.record("\(path) cannot be read")
      } catch {
        #expect(
          "\(error)" == "\(path): cannot be read (\(reason)). Check the path and its permissions.")
      }
    }
  }
}
