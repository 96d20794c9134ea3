import PantauCore

/// What a reload changes, in sentences for the log.
///
/// Secrets are named, never shown; that one changed is seen by its value.
public struct ConfigurationDifference: Sendable, Hashable {
  /// One sentence without a full stop for each change, in the order of the configuration.
  public let sentences: [String]
  /// What takes effect at the next start only: the database's place, the zone, the page's address,
  /// and what the fetcher and the scheduler are set up with.
  public let needsRestart: [String]

  /// Whether nothing changed.
  public var isEmpty: Bool { sentences.isEmpty && needsRestart.isEmpty }

  /// The sentences, or the first of them and one that counts the others, so that a list of thousands
  /// of feeds does not bury the log.
  public func sentences(atMost limit: Int) -> [String] {
    guard sentences.count > limit else { return sentences }
    return sentences.prefix(limit) + ["and \((sentences.count - limit).of("more change"))"]
  }

  /// Compares two configurations.
  public init(from old: Configuration, to new: Configuration) {
    var list = ChangeList()
    list.compare(
      "feed", old.feeds, new.feeds, id: \.url,
      called: { $0.name.map { "\"\($0)\"" } ?? $0.shownURL })
    list.compare(
      "keyword", old.keywords, new.keywords, id: \.name, called: { "\"\($0.name)\"" })
    list.compare(
      "channel", old.channels, new.channels, id: \.name, called: { "\"\($0.name)\"" })
    list.compare("alerts", old.alerts.settings, new.alerts.settings)
    list.compare("polling", old.polling.settings, new.polling.settings)
    list.compare("retention", old.retention.settings, new.retention.settings)
    sentences = list.sentences
    var later = ChangeList()
    later.compare("", old.startSettings, new.startSettings)
    needsRestart = later.sentences
  }
}

/// One setting for comparison: its key, its value, and how a log shows the value.
struct ComparedSetting {
  let key: String
  let value: AnyHashable
  /// Nil for values that are secret or too long for a log.
  let shown: String?

  init(_ key: String, _ value: some Hashable, shown: String?) {
    self.key = key
    self.value = AnyHashable(value)
    self.shown = shown
  }
}

/// Something of a configuration whose settings can be compared one by one.
protocol Comparing: Hashable {
  var settings: [ComparedSetting] { get }
}

/// Collects the sentences.
private struct ChangeList {
  var sentences: [String] = []

  mutating func compare<Entry: Comparing>(
    _ kind: String, _ old: [Entry], _ new: [Entry], id: KeyPath<Entry, String>,
    called name: (Entry) -> String
  ) {
    let before = Dictionary(
      old.map { ($0[keyPath: id], $0) }, uniquingKeysWith: { first, _ in first })
    let after = Set(new.map { $0[keyPath: id] })
    for entry in new {
      guard let former = before[entry[keyPath: id]] else {
        sentences.append("\(kind) \(name(entry)) added")
        continue
      }
      guard former != entry else { continue }
      compare("\(kind) \(name(entry)):", former.settings, entry.settings)
    }
    for entry in old where !after.contains(entry[keyPath: id]) {
      sentences.append("\(kind) \(name(entry)) removed")
    }
  }

  mutating func compare(_ owner: String, _ old: [ComparedSetting], _ new: [ComparedSetting]) {
    let prefix = owner.isEmpty ? "" : owner.hasSuffix(":") ? "\(owner) " : "\(owner)."
    for (before, after) in zip(old, new) where before.value != after.value {
      guard let from = before.shown, let to = after.shown else {
        sentences.append("\(prefix)\(after.key) changed")
        continue
      }
      sentences.append("\(prefix)\(after.key) changed from \(from) to \(to)")
    }
  }
}
