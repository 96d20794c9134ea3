import PantauConfig
import PantauCore

/// A machine that exists in a test only, and configurations read on it.
struct TestMachine {
  var files: [String: String] = [:]
  var environment: [String: String] = [:]
  var directory = "/home/humas"
  var secretPolicy = SecretPolicy.optional
  var today: CivilDay?
  /// The language of the tests: a query with `(` has no end, one with ` and ` is doubtful.
  var checkQuery: QueryCheck = { query, _, _ in
    if let bracket = query.utf8.firstIndex(of: UInt8(ascii: "(")) {
      return [
        QueryFinding(
          what: "the bracket is not closed", advice: "Add a ).",
          offset: query.utf8.distance(from: query.utf8.startIndex, to: bracket), isError: true)
      ]
    }
    guard let word = query.firstRange(of: " and ") else { return [] }
    return [
      QueryFinding(
        what: "\"and\" is a word here", advice: "Write AND for both.",
        offset: query[..<word.lowerBound].utf8.count + 1, isError: false)
    ]
  }

  var surroundings: ConfigurationSurroundings {
    let files = files
    return ConfigurationSurroundings(
      environment: environment, workingDirectory: directory,
      readFile: { path throws(FileReadingError) in
        guard let text = files[path] else {
          throw FileReadingError(isMissing: true, reason: "no such file")
        }
        return Array(text.utf8)
      },
      fileExists: { path in
        files[path] != nil || files.keys.contains { $0.hasPrefix("\(path)/") }
      })
  }

  var loader: ConfigurationLoader {
    ConfigurationLoader(
      surroundings: surroundings, secretPolicy: secretPolicy, checkQuery: checkQuery)
  }

  /// What a configuration's text says, read as `config.json` of the directory.
  func read(_ text: String) -> (loaded: LoadedConfiguration?, problems: [String]) {
    var machine = self
    machine.files["\(directory)/config.json"] = text
    do {
      let loaded = try machine.loader.load("config.json", today: today)
      return (loaded, loaded.warnings.map(\.description))
    } catch {
      return (nil, "\(error)".split(separator: "\n").map(String.init))
    }
  }

  /// The machine of most tests: time zones and a few files.
  static let usual = TestMachine(files: [
    "/usr/share/zoneinfo/Asia/Makassar": "TZif", "/home/humas/ca.pem": "PEM",
    "/home/humas/feeds/lokal.xml": "<rss/>", "/usr/local/bin/siarkan": "#!",
  ])

  /// What a machine's loader finds in a text.
  static func problems(_ text: String) -> [String] { usual.read(text).problems }

  /// The configuration of a text that has no errors.
  static func configuration(_ text: String) -> Configuration? {
    usual.read(text).loaded?.configuration
  }

  /// A whole configuration around the top-level members of interest.
  static func whole(_ members: String) -> String {
    let written = try? JSONReader.read(Array("{\(members)}".utf8))
    let missing = [
      ("feeds", "[\"https://a.example/rss\"]"), ("keywords", "[\"Bontang\"]"),
      ("polling", "{\"contact\": \"https://b.example\"}"),
    ].filter { written?[$0.0] == nil }.map { "\"\($0.0)\": \($0.1)" }
    return "{\(([members] + missing).filter { !$0.isEmpty }.joined(separator: ", "))}"
  }

  /// An example of the documentation made whole: members of the top level get what they lack.
  static func completed(_ example: String) -> String {
    let members = example.split(separator: "\n").joined(separator: "\n")
    return members.hasPrefix("{") ? members : whole(members)
  }
}
