import ArgumentParser
import FoundationEssentials
import PantauConfig
import PantauCore
import PantauDeliver
import PantauHTTP
import PantauStore

/// `pantau test-alert`: tries the way out.
struct TestAlertCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test-alert",
    abstract: "Sends a marked test alert through the real delivery path, and says how it went.",
    discussion: """
      The running daemon delivers it, for it alone has all secrets; without one this command does. \
      It is of type "test", passes quiet hours and digests, and is not in the alert log. What is \
      not delivered in 30 seconds is taken back. Exits with 1 where a channel did not take it.

      Examples:
        pantau test-alert
        pantau test-alert --channel newsroom
      """)

  @OptionGroup var options: ConfigurationOptions

  @Option(help: "Only to this channel.")
  var channel: String?

  @Flag(help: "One JSON object a line.")
  var json = false

  /// How long an outcome is waited for.
  private static let patience: Duration = .seconds(30)

  func run() async throws {
    let configuration = try options.loadForReading().configuration
    let channels = try names(in: configuration)
    let store = try Store.opened(forWriting: configuration.database)
    let now = Date()
    var generator = SystemRandomNumberGenerator()
    let notice = Notice.test(id: ULID(at: now, using: &generator).description, time: now)
    // Where no daemon has the lock, none can start while this command sends.
    let lock = try? RunLock(databasePath: configuration.database)
    let sender = lock == nil ? nil : try TestSender(options)
    try Fault.failing { () throws(StoreError) in try store.announce(notice, to: channels) }
    defer { _ = try? store.dropDeliveries(DeliveryFilter(id: notice.id)) }
    if let sender {
      try await sender.send(notice.id, to: channels, in: store)
    } else {
      try await wait(for: notice.id, in: store)
    }
    let results = try Fault.failing { () throws(StoreError) in
      try store.deliveries(DeliveryFilter(id: notice.id))
    }
    try report(results, in: store, isRunning: lock == nil)
    withExtendedLifetime(lock) {}
  }

  private func names(in configuration: Configuration) throws -> [String] {
    let names = configuration.channels.map(\.name)
    guard let channel else { return names }
    guard names.contains(channel) else {
      let near = NearestName.of(channel, among: names).map { "; did you mean \"\($0)\"?" } ?? "."
      throw Fault(.usage, "no channel has the name \"\(DisplayText.safe(channel))\"\(near)")
    }
    return [channel]
  }

  /// Until each channel has tried it once.
  private func wait(for id: String, in store: Store) async throws {
    let deadline = MonotonicInstant.now + Self.patience
    while MonotonicInstant.now < deadline {
      let records = try Fault.failing { () throws(StoreError) in
        try store.deliveries(DeliveryFilter(id: id))
      }
      if records.allSatisfy({ $0.state != .waiting || $0.attempts > 0 }) { return }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  private func report(_ results: [DeliveryRecord], in store: Store, isRunning: Bool) throws {
    for result in results {
      let problem = result.problem ?? Self.hindrance(of: result, in: store)
      if json {
        try printJSON(result, problem)
      } else if result.state == .delivered {
        let time = (result.delivered ?? result.created).timeIntervalSince(result.created)
        let milliseconds = max(0, Int(time * 1_000))
        try StandardStream.printLine(
          "\(DisplayText.safe(result.channel)): delivered in \(milliseconds) ms")
      } else {
        let kind = result.attempts > 0 ? "failed" : "not tried"
        try StandardStream.printLine(
          "\(DisplayText.safe(result.channel)): \(kind): \(DisplayText.safe(problem))")
      }
    }
    guard results.allSatisfy({ $0.state == .delivered }) else { throw Fault(.failed, "") }
  }

  /// Why a message was not tried: what stands before it in the line.
  private static func hindrance(of record: DeliveryRecord, in store: Store) -> String {
    guard let first = try? store.waiting(for: record.channel, limit: 1).first,
      first.messageID != record.messageID
    else {
      return "the daemon does not know this channel yet; reload it (systemctl reload pantau)."
    }
    return "older messages wait before it" + (first.problem.map { ": \($0)" } ?? ".")
  }

  private func printJSON(_ result: DeliveryRecord, _ problem: String) throws {
    var writer = JSONWriter()
    writer.object {
      $0.name("channel")
      $0.value(result.channel)
      $0.name("id")
      $0.value(result.messageID)
      $0.name("delivered")
      $0.value(result.state == .delivered)
      $0.name("time")
      $0.value(result.delivered)
      $0.name("problem")
      $0.value(result.state == .delivered ? nil : problem)
    }
    try StandardStream.printLine(writer.bytes)
  }
}

/// Sends a test where no daemon runs, with the secrets that this user can read.
private struct TestSender {
  private let configuration: Configuration
  private let fetcher: Fetcher
  private let factory: SenderFactory

  /// - Throws: ``Fault`` where a secret cannot be read, or libcurl cannot be had.
  init(_ options: ConfigurationOptions) throws {
    do {
      configuration = try options.load(.standard(secretsMustBeReadable: true)).configuration
    } catch let fault as Fault {
      throw Fault(
        fault.code, "no daemon runs that could send it, and this command cannot: \(fault.message)")
    }
    do {
      fetcher = try Fetcher(
        configuration: FetcherConfiguration(
          concurrency: 4,
          proxy: configuration.proxy(environment: ProcessInfo.processInfo.environment)))
    } catch {
      throw Fault(.failed, "\(error)")
    }
    factory = SenderFactory(
      poster: FetcherPoster(fetcher: fetcher, userAgent: configuration.userAgent),
      text: .onTerminal())
  }

  func send(_ id: String, to channels: [String], in store: Store) async throws {
    let settings = configuration.channels.filter { channels.contains($0.name) }
      .map(\.deliverySettings)
    let problem = await DedicatedThread.blocking { [factory] () -> String? in
      do {
        for channel in settings { try factory.tryOnly(id, of: channel, in: store) }
        return nil
      } catch { return "\(error)" }
    }
    await fetcher.shutdown(within: .zero)
    if let problem { throw Fault(.failed, problem) }
  }
}
