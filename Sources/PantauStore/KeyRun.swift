import PantauCore

/// Keys of a feed, packed in the order in which they came: a row of `key_runs` in the making.
struct KeyRun {
  /// What the row holds.
  private(set) var entries: [UInt8] = []
  /// The item of the latest key, as long as each was of a later one than that before.
  private var last: Int64? = .min

  var count: Int { entries.count / PackedKey.size }

  /// Adds keys as they are stored; a rest that is no whole key is left out.
  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    let whole = UnsafeRawBufferPointer(
      rebasing: bytes.prefix(bytes.count / PackedKey.size * PackedKey.size))
    PackedKey.forEach(in: whole) { key in
      last = last.flatMap { key.item > $0 ? key.item : nil }
    }
    entries.append(contentsOf: whole)
  }

  /// Adds keys.
  mutating func append(_ keys: [YoungKey]) {
    var words: [UInt64] = []
    words.reserveCapacity(keys.count * PackedKey.size / 8)
    for key in keys { key.write(to: &words) }
    words.withUnsafeBytes { append($0) }
  }

  /// Leaves out what a later key of the same item says as well.
  ///
  /// New items have ever higher numbers; only one that changed or was noted as shown comes twice.
  mutating func dropSuperseded() {
    guard last == nil else { return }
    var latest: [Key128: YoungKey] = [:]
    var kept: [YoungKey] = []
    for key in keys.reversed() {
      if let later = latest[key.keys.identity], later.says(key) { continue }
      latest[key.keys.identity] = latest[key.keys.identity] ?? key
      kept.append(key)
    }
    entries = []
    append(Array(kept.reversed()))
  }

  /// The keys, the latest last.
  var keys: [YoungKey] {
    var keys: [YoungKey] = []
    keys.reserveCapacity(count)
    entries.withUnsafeBytes { YoungKey.forEach(in: $0) { keys.append($0) } }
    return keys
  }

  /// The first day on which the feed showed one, and what tells which keys there are.
  func summary() -> (firstDay: Int32, filter: [UInt64]) {
    var firstDay = Int32.max
    var filter = KeyFilter(count: count)
    entries.withUnsafeBytes { bytes in
      PackedKey.forEach(in: bytes) { key in
        firstDay = min(firstDay, key.day)
        key.forEachKey { filter.insert($0) }
      }
    }
    return (firstDay, filter.words)
  }
}

extension YoungKey {
  /// Whether an earlier key under the same identity tells nothing beside this one.
  fileprivate func says(_ earlier: YoungKey) -> Bool {
    guard item == earlier.item, hasIdentity || !earlier.hasIdentity else { return false }
    var isSaid = true
    earlier.keys.aliases.forEach { isSaid = isSaid && keys.aliases.contains($0) }
    return isSaid
  }
}
