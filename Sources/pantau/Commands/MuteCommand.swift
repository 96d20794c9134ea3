import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauStore

/// `pantau mute`: silence without losing.
struct MuteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mute",
    abstract: "Silences a keyword for a while; its alerts stay in the log, marked as muted.",
    discussion: """
      Without a keyword it lists the mutes in force. A mute holds at once, also for the running \
      daemon, and ends by itself; `pantau unmute` ends it sooner. Muting anew replaces the old \
      mute.

      Examples:
        pantau mute Bontang --for 2h --reason "peringatan HUT kota"
        pantau mute PBB --for 3d --by humas
        pantau mute --json
      """)

  @OptionGroup var options: ConfigurationOptions

  @Argument(help: "The keyword's name.")
  var keyword: String?

  @Option(name: .customLong("for"), help: "How long, from 1s to 366d: 2h, 3d.")
  var duration: String?

  @Option(help: "What for.")
  var reason: String?

  @Option(help: "Who wants it; else the name of the user.")
  var by: String?

  @Flag(help: "With the list: one JSON object a line.")
  var json = false

  private static let longest: Duration = .seconds(366 * 86_400)

  func validate() throws {
    guard keyword != nil else {
      guard duration == nil, reason == nil, by == nil else {
        throw ValidationError("say which keyword; `pantau mute` alone lists the mutes.")
      }
      return
    }
    guard let length = duration.flatMap(DurationText.parse),
      (.seconds(1)...Self.longest).contains(length)
    else {
      throw ValidationError(
        "--for takes how long, from 1s to 366d, such as 2h; not \"\(duration ?? "")\".")
    }
  }

  func run() throws {
    let configuration = try options.loadForReading().configuration
    guard let keyword, let length = duration.flatMap(DurationText.parse) else {
      return try list(configuration.database)
    }
    _ = try configuration.keyword(named: keyword)
    let store = try Store.opened(forWriting: configuration.database)
    let now = Date()
    let mute = Mute(
      keyword: keyword, since: now, until: now + length.inSeconds, author: by ?? Author.ofProcess,
      reason: reason)
    try Fault.failing { () throws(StoreError) in try store.mute(mute) }
    try StandardStream.printLine(
      "\(DisplayText.safe(keyword)) is muted until \(LocalTime.text(mute.until)).")
  }

  private func list(_ path: String) throws {
    let store = try Store.opened(forReading: path)
    let mutes = try Fault.failing { () throws(StoreError) in try store.mutes(at: Date()) }
    guard !json else {
      for mute in mutes {
        var writer = JSONWriter()
        mute.write(to: &writer)
        try StandardStream.printLine(writer.bytes)
      }
      return
    }
    guard !mutes.isEmpty else { return StandardStream.note("nothing is muted") }
    var table = Table(header: ["KEYWORD", "SINCE", "UNTIL", "BY", "REASON"])
    for mute in mutes {
      table.add([
        mute.keyword, LocalTime.text(mute.since), LocalTime.text(mute.until), mute.author,
        mute.reason ?? "",
      ])
    }
    for line in table.lines { try StandardStream.printLine(line) }
  }
}

/// `pantau unmute`: ends a mute.
struct UnmuteCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "unmute",
    abstract: "Ends the mute of a keyword at once.",
    discussion: """
      Examples:
        pantau unmute Bontang
      """)

  @OptionGroup var options: ConfigurationOptions

  @Argument(help: "The keyword's name.")
  var keyword: String

  func run() throws {
    let configuration = try options.loadForReading().configuration
    let store = try Store.opened(forWriting: configuration.database)
    let wasMuted = try Fault.failing { () throws(StoreError) in
      try store.unmute(keyword, now: Date())
    }
    guard wasMuted else {
      _ = try configuration.keyword(named: keyword)
      throw Fault(.failed, "\(DisplayText.safe(keyword)) is not muted; `pantau mute` lists mutes.")
    }
    try StandardStream.printLine("\(DisplayText.safe(keyword)) is heard again.")
  }
}

extension Mute {
  fileprivate func write(to json: inout JSONWriter) {
    json.object {
      $0.name("keyword")
      $0.value(keyword)
      $0.name("since")
      $0.value(since)
      $0.name("until")
      $0.value(until)
      $0.name("by")
      $0.value(author)
      $0.name("reason")
      $0.value(reason)
    }
  }
}
